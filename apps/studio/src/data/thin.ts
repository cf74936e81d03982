/** The means of so many neighbours each. */
export function meansOf(values: Float64Array, count: number): Float64Array {
  return Float64Array.from({ length: Math.floor(values.length / count) }, (_, group) => {
    const part = values.subarray(group * count, (group + 1) * count);
    return part.reduce((a, b) => a + b) / count;
  });
}

/** Every so many values. */
export function taken(values: Float64Array, every: number): Float64Array {
  return values.filter((_, i) => i % every === 0);
}

/** Every so many rows and columns of a grid, row by row: columns and rows as inputs, and the values there. */
export function gridOf(
  values: readonly number[],
  width: number,
  every: number,
): { readonly x: readonly [Float64Array, Float64Array]; readonly y: Float64Array } {
  const chosen = values
    .map((value, i) => ({ value, column: i % width, row: Math.floor(i / width) }))
    .filter(({ column, row }) => column % every === 0 && row % every === 0);
  return {
    x: [Float64Array.from(chosen, ({ column }) => column), Float64Array.from(chosen, ({ row }) => row)],
    y: Float64Array.from(chosen, ({ value }) => value),
  };
}
