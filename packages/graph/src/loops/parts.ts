/** How often a loop runs, and in which order. */
export interface Extent {
  readonly length: number;
  readonly reverse: boolean;
}

/** The arguments of a loop: what its steps close over, then the leaves of the carry, then those of the inputs. */
export interface Parts<T> {
  readonly outside: readonly T[];
  readonly carry: readonly T[];
  readonly inputs: readonly T[];
}

/** A list of arguments by what they are. */
export function parted<T>(xs: readonly T[], outside: number, carry: number): Parts<T> {
  return {
    outside: xs.slice(0, outside),
    carry: xs.slice(outside, outside + carry),
    inputs: xs.slice(outside + carry),
  };
}

/** Something made of each of two lists of the same parts. */
export function partsMapped<A, B, C>(
  a: Parts<A>,
  b: Parts<B>,
  f: (a: readonly A[], b: readonly B[]) => readonly C[],
): Parts<C> {
  return { outside: f(a.outside, b.outside), carry: f(a.carry, b.carry), inputs: f(a.inputs, b.inputs) };
}

/** The places of a list where something is. */
export function placesOf(list: readonly unknown[]): readonly number[] {
  return list.flatMap((entry, i) => (entry === undefined || entry === false ? [] : [i]));
}

/** A list with other entries at some places. */
export function replaced<T>(list: readonly T[], places: readonly number[], entries: readonly T[]): readonly T[] {
  const result = list.slice();
  for (const [k, place] of places.entries()) result[place] = entries[k];
  return result;
}
