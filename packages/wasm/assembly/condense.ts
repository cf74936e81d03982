// The module of reductions of matrices to few diagonals.

export { bidiagonalize } from "./bidiagonal";
export { reflectRows } from "./reflections";
export { tridiagonalize } from "./tridiagonal";
