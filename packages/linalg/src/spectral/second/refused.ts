import type { Tensor } from "@wengert/array";
import { type OnMatrices, positionOf } from "../../batch/batch.ts";
import { RepeatedValuesError } from "../../errors.ts";
import type { Spectrum } from "./clusters.ts";

/** Which singular values an operation makes use of. */
export type Counted = "all" | "largest" | "smallest" | "both ends";

/** Whose values they are. */
export interface Subject extends Spectrum, OnMatrices {
  readonly op: string;
  /** How many derivatives may be asked for. */
  readonly derivatives: number;
  /** The frame is given, by the direction of an inner forward mode. */
  readonly framed: boolean;
  /** Which singular values the operation makes use of, where it is known. */
  readonly counted?: Counted;
}

export function tooClose(o: Subject, values: Tensor, start: number, i: number, j: number): RepeatedValuesError {
  return refused(o, values, start, [i, j], "so close to each other that second derivatives lose their digits");
}

const THIRD =
  "so close (to each other, or to zero) that there are no derivatives of the third order, and where a program is written down before " +
  "its directions are known (checkpoint, scan), of the second order only hvp and hessian";

/** @param start - where the values of the matrix begin */
export function refused(
  { op, singular, derivatives }: Subject,
  { data, shape }: Tensor,
  start: number,
  [i, j]: readonly [number, number],
  why: string = THIRD,
): RepeatedValuesError {
  const batch = positionOf(start / shape[shape.length - 1], shape.slice(0, -1));
  const where = batch.length === 0 ? "" : ` at batch position [${batch.join(", ")}]`;
  const reason = derivatives > 2 ? THIRD : why;
  const kind = singular ? "singular values" : "eigenvalues";
  const numbers = i === j ? `${data[start + i]}` : `${data[start + i]} and ${data[start + j]}`;
  const which = i === j ? `value ${i} (counted from 0)` : `values ${i} and ${j} (counted from 0)`;
  const remedy = singular
    ? "For a sum over a function of the squares of singular values use the trace of matrixFunction of matmul(mT(a), a)"
    : "For a sum over a function of the eigenvalues use the trace of matrixFunction";
  return new RepeatedValuesError(
    `${op}: ${which}${where} of the ${kind} ${i === j ? "is" : "are"} ${numbers}, ${reason}. ${remedy}, which is exact there.`,
    op,
  );
}
