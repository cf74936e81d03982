/** A number y·2ᵉ that may lie beyond the range of numbers. */
export interface Scaled {
  readonly y: number;
  readonly e: number;
}

/** The product of numbers, without overflow or underflow on the way. */
export function productOf(xs: Iterable<number>): Scaled {
  let [y, e] = [1, 0];
  for (const x of xs) {
    y *= x;
    if (y === 0 || !Number.isFinite(y)) return { y, e: 0 };
    const own = exponentOf(y);
    y = timesPower(y, -own);
    e += own;
  }
  return { y, e };
}

export function exponentOf(x: number): number {
  return Math.max(-1022, Math.floor(Math.log2(Math.abs(x))));
}

/** x·2ᵉ, in steps that are numbers themselves. */
export function timesPower(x: number, e: number): number {
  let [y, rest] = [x, Math.max(-4400, Math.min(4400, e))];
  for (; rest > 1000; rest -= 1000) y *= 2 ** 1000;
  for (; rest < -1000; rest += 1000) y *= 2 ** -1000;
  return y * 2 ** rest;
}

/** Numbers xs·2ᵉ of which the largest is about 1. */
export function normalized(xs: Float64Array): { readonly xs: Float64Array; readonly e: number } {
  const most = xs.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (most === 0 || !Number.isFinite(most)) return { xs, e: 0 };
  const e = exponentOf(most);
  return { xs: e === 0 ? xs : xs.map((x) => timesPower(x, -e)), e };
}
