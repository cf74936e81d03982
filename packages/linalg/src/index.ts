export { det } from "./determinant/det.ts";
export { logdet } from "./determinant/logdet.ts";
export { type SignedLogDeterminant, slogdet } from "./determinant/slogdet.ts";
export { pairwiseSquaredDistance } from "./distance/distance.ts";
export { pairwiseDistance } from "./distance/pairwisedistance.ts";
export {
  NonFiniteMatrixError,
  NoRealResultError,
  NotPositiveDefiniteError,
  RepeatedValuesError,
  SingularMatrixError,
} from "./errors.ts";
export { cholesky, choleskyInverse, choleskySolve } from "./factor/cholesky.ts";
export { choleskyJittered, type JitteredCholesky, type JitterOptions } from "./factor/choleskyjittered.ts";
export { type LuDecomposition, lu } from "./factor/lu.ts";
export { type QrDecomposition, qr } from "./factor/qr.ts";
export { expm } from "./functions/expm.ts";
export { logm } from "./functions/logm.ts";
export { matrixFunction } from "./functions/matrixfunction.ts";
export { matrixPower } from "./functions/matrixpower.ts";
export { singularFunction } from "./functions/singularfunction.ts";
export { sqrtm } from "./functions/sqrtm.ts";
export { type InvQuadLogdet, invQuadLogdet } from "./likelihood/invquadlogdet.ts";
export { mvnLogDensity } from "./likelihood/mvnlogdensity.ts";
export { type CondOptions, cond, type NormOptions, norm } from "./norms/norm.ts";
export { addDiagonal, diag, diagonal, trace } from "./parts/diagonal.ts";
export { mT } from "./parts/transpose.ts";
export { tril, triu } from "./parts/triangle.ts";
export { type CorrelationOptions, type CovarianceOptions, corrcoef, cov } from "./products/covariance.ts";
export { dot } from "./products/dot.ts";
export { einsum } from "./products/einsum.ts";
export { matmul } from "./products/matmul.ts";
export { matvec, outer } from "./products/matvec.ts";
export { kron, tensordot, vdot } from "./products/tensordot.ts";
export { inv } from "./solve/inv.ts";
export { type CutoffOptions, lstsq, pinv } from "./solve/pinv.ts";
export { solve } from "./solve/solve.ts";
export { lyapunov, sylvester } from "./solve/sylvester.ts";
export { type TriangularSolveOptions, triangularSolve } from "./solve/triangularsolve.ts";
export { type ComplexTensor, type Eigen, eig, eigvals } from "./spectral/eig.ts";
export { eigh, eigvalsh, type SymmetricEigen } from "./spectral/eigh.ts";
export { type SingularValueDecomposition, svd } from "./spectral/svd.ts";
export { svdvals } from "./spectral/svdvals.ts";
