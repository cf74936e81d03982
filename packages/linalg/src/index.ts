export { cholesky, choleskyInverse, choleskySolve } from "./cholesky.ts";
export { det, slogdet } from "./determinant.ts";
export { addDiagonal, diag, diagonal, trace } from "./diagonal.ts";
export { pairwiseSquaredDistance } from "./distance.ts";
export { dot } from "./dot.ts";
export { type ComplexTensor, type Eigen, eig, eigvals } from "./eig.ts";
export { eigh, eigvalsh, type SymmetricEigen } from "./eigh.ts";
export { einsum } from "./einsum.ts";
export {
  NonFiniteMatrixError,
  NoRealResultError,
  NotPositiveDefiniteError,
  RepeatedValuesError,
  SingularMatrixError,
} from "./errors.ts";
export { expm } from "./expm.ts";
export { type InvQuadLogdet, invQuadLogdet, logdet, mvnLogDensity } from "./gaussian.ts";
export { choleskyJittered, type JitteredCholesky, type JitterOptions } from "./jitter.ts";
export type { SignedLogDeterminant } from "./knownlu.ts";
export { logm } from "./logm.ts";
export { type LuDecomposition, lu } from "./lu.ts";
export { matmul, matvec, outer } from "./matmul.ts";
export { matrixFunction } from "./matrixfunction.ts";
export { type CondOptions, cond, type NormOptions, norm } from "./norm.ts";
export { type CutoffOptions, lstsq, pinv } from "./pinv.ts";
export { matrixPower } from "./power.ts";
export { type QrDecomposition, qr } from "./qr.ts";
export { singularFunction } from "./singularfunction.ts";
export { inv, solve } from "./solve.ts";
export { sqrtm } from "./sqrtm.ts";
export { type SingularValueDecomposition, svd, svdvals } from "./svd.ts";
export { lyapunov, sylvester } from "./sylvester.ts";
export { mT } from "./symmetric.ts";
export { kron, tensordot, vdot } from "./tensordot.ts";
export { tril, triu } from "./triangle.ts";
export { type TriangularSolveOptions, triangularSolve } from "./triangularsolve.ts";
