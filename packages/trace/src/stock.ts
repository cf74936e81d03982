/** Arrays that nobody uses, by their length. */
export type Stock = Map<number, Float64Array[]>;

/** The shortest array that is longer; undefined where there is none. */
export function longer(stock: ReadonlyMap<number, Float64Array[]>, length: number): Float64Array | undefined {
  let best = Number.POSITIVE_INFINITY;
  for (const [own, arrays] of stock) if (arrays.length > 0 && own > length && own < best) best = own;
  return stock.get(best)?.pop();
}
