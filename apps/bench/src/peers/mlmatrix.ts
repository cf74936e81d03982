import type { Matrix } from "ml-matrix";
import type { Contender } from "../workload.ts";
import { contender, loader } from "./contender.ts";

/** The module `ml-matrix`. */
export type MlMatrix = Pick<
  typeof import("ml-matrix"),
  "CholeskyDecomposition" | "EigenvalueDecomposition" | "Matrix" | "SingularValueDecomposition"
>;

const load = loader("ml-matrix", async (): Promise<MlMatrix> => import("ml-matrix"));

/**
 * ml-matrix, where there is a derivative with the derivative written by hand.
 *
 * @param prepare - makes the inputs, and returns what is timed
 */
export function mlMatrix(prepare: (library: MlMatrix) => () => Matrix | ArrayLike<number>): Contender {
  return contender("ml-matrix by hand", async () => ({
    run: prepare(await load()),
    numbers: (result) => ("to1DArray" in result ? result.to1DArray() : result),
  }));
}
