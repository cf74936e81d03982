import { ShapeError, type Tensor } from "@wengert/array";
import { expectNoMore, showShape, sizeOf } from "@wengert/array/author";
import { expandDims, reshape } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { aligned, batchOf, checkVector, dropAxis, orderOf, sharedBatch } from "../batch/batch.ts";
import { heldFactor, heldInverse } from "../factor/definite.ts";
import { termsRule } from "./likelihoodterms.ts";

/** The two terms of a Gaussian log-likelihood. */
export interface InvQuadLogdet {
  /** yᵀ K⁻¹ y */
  readonly invQuad: Tensor;
  /** log det K */
  readonly logdet: Tensor;
}

/**
 * yᵀ K⁻¹ y and log det K of a positive definite matrix, by one Cholesky factorization, which their derivatives use again.
 * With α = K⁻¹ y:
 *
 *     d(invQuad) = 2 α·dy − αᵀ dK α,   d(logdet) = Σ (K⁻¹)ᵢⱼ dKᵢⱼ
 *     K̄ = logdet‾ K⁻¹ − invQuad‾ α αᵀ,   ȳ = 2 invQuad‾ α
 *
 * The inverse is computed only when the derivative of logdet is asked for.
 *
 * Source: Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, eqs. 5.8 and 5.9.
 *
 * @param K - [..., n, n], symmetric positive definite; only its lower triangle is read
 * @param y - [..., n]; many vectors against one matrix are one problem, and leading axes broadcast
 * @returns invQuad, with the leading axes of both; logdet, with those of K
 * @throws {NotPositiveDefiniteError} with the first pivot that is not positive
 * @throws {ShapeError} when K is not square or y does not fit
 * @example
 * import { tensor } from "@wengert/array";
 * import { invQuadLogdet } from "@wengert/linalg";
 *
 * const { invQuad, logdet } = invQuadLogdet(tensor([[4, 0], [0, 0.25]]), tensor([2, 1]));
 * [invQuad.item(), logdet.item()]; // => [5, 0]
 */
export function invQuadLogdet(K: Value, y: Value): InvQuadLogdet {
  expectNoMore("invQuadLogdet", arguments[2]);
  return likelihoodTerms("invQuadLogdet", ["K", "y"], resolve(K, "invQuadLogdet", 0), resolve(y, "invQuadLogdet", 1));
}

/** The same on behalf of an operation, with the names of its arguments. */
export function likelihoodTerms(
  op: string,
  [matrixName, vectorName]: readonly [string, string],
  matrix: Tensor,
  vectors: Tensor,
): InvQuadLogdet {
  const n = orderOf(op, matrixName, matrix);
  checkVector(op, vectorName, vectors);
  if (vectors.shape[vectors.ndim - 1] !== n) {
    throw new ShapeError(
      `${op}: ${vectorName} of shape ${showShape(vectors.shape)} does not fit ${matrixName} of shape ` +
        `${showShape(matrix.shape)}: its last axis must have length ${n}.`,
      op,
    );
  }
  sharedBatch(op, [matrix, vectors], [batchOf(matrix), vectors.shape.slice(0, -1)]);
  const caller = { op, name: matrixName };
  if (matrix.ndim > 2) {
    const [own, rows] = aligned(matrix, expandDims(vectors, -2));
    const l = heldFactor(own, caller);
    const { invQuad, logdet } = termsRule(own, l, heldInverse(l), rows);
    return { invQuad: dropAxis(invQuad, -1), logdet: reshape(logdet, batchOf(matrix)) };
  }
  const lead = vectors.shape.slice(0, -1);
  const l = heldFactor(matrix, caller);
  const { invQuad, logdet } = termsRule(matrix, l, heldInverse(l), reshape(vectors, [sizeOf(lead), n]));
  return { invQuad: reshape(invQuad, lead), logdet };
}
