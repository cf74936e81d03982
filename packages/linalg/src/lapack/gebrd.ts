import { condensingKernels } from "@wengert/array/author";
import { bidiagonalize } from "./bidiagonal.ts";

type Gebrd = NonNullable<NonNullable<ReturnType<typeof condensingKernels>>["gebrd"]>;

/** A tall matrix to a bidiagonal one; see `Condensed` of @wengert/wasm. */
export function bidiagonalizer(): Gebrd {
  return condensingKernels()?.gebrd ?? gebrd;
}

/** In plain loops, where there is no WebAssembly. */
const gebrd: Gebrd = (m, n, a, d, e, left, leftTau, right, rightTau) => {
  const found = bidiagonalize(m, n, a);
  d.set(found.d);
  e.set(found.e);
  leftTau.set(found.left);
  rightTau.set(found.right);
  left.fill(0);
  right.fill(0);
  for (let k = 0; k < n; k++) {
    left[k * m + k] = 1;
    for (let i = k + 1; i < m; i++) left[k * m + i] = found.vectors[i * n + k];
    if (k + 1 < n) right[k * n + k + 1] = 1;
    for (let j = k + 2; j < n; j++) right[k * n + j] = found.vectors[k * n + j];
  }
};
