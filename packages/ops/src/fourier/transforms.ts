import type { Tensor } from "@wengert/array";
import { fromData, presenceOf, sizeOf, withPresence } from "@wengert/array/author";
import { type Value, zerosLike } from "@wengert/rule";
import { rule, ruleWithAttributes } from "@wengert/rule/library";
import { lengthOf, replaceLast } from "../axes.ts";
import { expand } from "../kernels/broadcast.ts";
import { transformOf } from "../kernels/fourier.ts";
import { halfSumOf, realTransformOf } from "../kernels/realfourier.ts";
import { maxAxes } from "../kernels/reduce.ts";

/** Real and imaginary parts of one shape. */
export type Parts = { readonly re: Tensor; readonly im: Tensor };

interface Sign {
  readonly sign: 1 | -1;
}

/** With a real result of length n. */
interface Length {
  readonly n: number;
}

/** Everything along the last axis depends on everything. */
function spread(y: Tensor, ...xs: readonly Tensor[]): Tensor {
  const presences = xs.map(presenceOf);
  if (presences.includes(undefined)) return y;
  const some = presences.map((presence) => maxAxes(presence as Tensor, [-1]));
  const any = some.reduce((p, q) =>
    fromData(
      p.data.map((a, i) => Math.max(a, q.data[i])),
      p.shape,
    ),
  );
  return withPresence(y, expand(any, y.shape));
}

/**
 * y_k = Σⱼ xⱼ e^(±2πijk/n) over the last axis. Linear in the two parts together, and with the inner product of real numbers its
 * transpose is the same with the other sign:
 *
 *     dy = F dx,   x̄ = conj(F) ȳ
 */
export const complexTransform: (re: Value, im: Value, o: Sign) => Parts = /* @__PURE__ */ ruleWithAttributes({
  name: "fft",
  impl: (re: Tensor, im: Tensor, { sign }: Sign): Parts => {
    const n = lengthOf(re, -1);
    const [a, b] = [re.data.slice(), im.data.slice()];
    const transform = transformOf(n);
    for (let at = 0; at < a.length; at += n) {
      const lanes = [a.subarray(at, at + n), b.subarray(at, at + n)] as const;
      // The inverse is the transform with the parts exchanged.
      transform(lanes[sign < 0 ? 0 : 1], lanes[sign < 0 ? 1 : 0]);
    }
    return { re: spread(fromData(a, re.shape), re, im), im: spread(fromData(b, re.shape), re, im) };
  },
  jvp: ([dre, dim], [re, im], _y, o) =>
    dre === undefined && dim === undefined
      ? undefined
      : complexTransform(dre ?? zerosLike(re), dim ?? zerosLike(im), o),
  vjp: (ybar, [re, im], _y, { sign }) => {
    const back = complexTransform(ybar.re ?? zerosLike(re), ybar.im ?? zerosLike(im), { sign: sign < 0 ? 1 : -1 });
    return [back.re, back.im];
  },
});

/** How many elements of the transform of n real numbers tell all the others. */
export function halfOf(n: number): number {
  return Math.floor(n / 2) + 1;
}

/**
 * The first half of the transform of real numbers, y_k = Σⱼ xⱼ e^(−2πijk/n) for k ≤ n/2:
 *
 *     dy = F dx,   x̄ⱼ = Re Σ_k ȳ_k e^(2πijk/n)
 */
export const realTransform: (x: Value) => Parts = /* @__PURE__ */ rule({
  name: "rfft",
  impl: (x: Tensor): Parts => {
    const n = lengthOf(x, -1);
    const half = halfOf(n);
    const shape = replaceLast(x, 1, [half]);
    const [re, im] = [new Float64Array(sizeOf(shape)), new Float64Array(sizeOf(shape))];
    const transform = realTransformOf(n);
    for (let b = 0; b * n < x.size; b++) {
      const [from, to] = [b * half, (b + 1) * half];
      transform(x.data.subarray(b * n, (b + 1) * n), re.subarray(from, to), im.subarray(from, to));
    }
    return { re: spread(fromData(re, shape), x), im: spread(fromData(im, shape), x) };
  },
  jvp: ([dx]) => (dx === undefined ? undefined : realTransform(dx)),
  vjp: (ybar, [x], y) => [
    () => halfSum(ybar.re ?? zerosLike(y.re), ybar.im ?? zerosLike(y.im), { n: lengthOf(x, -1) }),
  ],
});

/**
 * xⱼ = Re Σ_k y_k e^(2πijk/n) over k ≤ n/2, the transpose of `realTransform`. The imaginary parts of y₀ and, for even n, of the last
 * element do not count.
 */
export const halfSum: (re: Value, im: Value, o: Length) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "irfft",
  impl: (re: Tensor, im: Tensor, { n }: Length): Tensor => {
    const half = halfOf(n);
    const shape = replaceLast(re, 1, [n]);
    const out = new Float64Array(sizeOf(shape));
    const transform = halfSumOf(n);
    for (let b = 0; b * n < out.length; b++) {
      const [from, to] = [b * half, (b + 1) * half];
      transform(re.data.subarray(from, to), im.data.subarray(from, to), out.subarray(b * n, (b + 1) * n));
    }
    return spread(fromData(out, shape), re, im);
  },
  jvp: ([dre, dim], [re, im], _y, o) =>
    dre === undefined && dim === undefined ? undefined : halfSum(dre ?? zerosLike(re), dim ?? zerosLike(im), o),
  vjp: (xbar) => {
    const back = realTransform(xbar);
    return [back.re, back.im];
  },
});
