import { type Tensor, tensor } from "@wengert/array";

/** Numbers in (−1, 1) without pattern. */
export function some(shape: readonly number[], seed: number = 1): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const hash = (i: number): number => Math.sin(12.9898 * (i + 1) + 78.233 * seed) * 43758.5453;
  return tensor(
    Float64Array.from({ length: size }, (_, i) => 2 * (hash(i) - Math.floor(hash(i))) - 1),
    shape,
  );
}

/** An orthogonal matrix, by the Gram–Schmidt process, done twice over. */
export function orthonormal(n: number): Tensor {
  const { data } = some([n, n]);
  const rows: Float64Array[] = [];
  for (let i = 0; i < n; i++) {
    let row = data.slice(i * n, (i + 1) * n);
    for (const other of [...rows, ...rows]) {
      const along = other.reduce((sum, x, k) => sum + x * row[k], 0);
      row = row.map((x, k) => x - along * other[k]);
    }
    const length = Math.hypot(...row);
    rows.push(row.map((x) => x / length));
  }
  return tensor(Float64Array.from(rows.flatMap((row) => [...row])), [n, n]);
}
