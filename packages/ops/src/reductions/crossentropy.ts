import { ArgumentError, ShapeError, type Tensor } from "@wengert/array";
import { expectOptions, sameShape, showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { describe } from "../arguments.ts";
import { axisOf, axisOptions, lengthOf } from "../axes.ts";
import { mul, neg } from "../elementwise/arithmetic.ts";
import { equal } from "../elementwise/comparisons.ts";
import { where } from "../elementwise/where.ts";
import { gatherElements } from "../indexing/gatherelements.ts";
import { positionsIn } from "../indexing/take.ts";
import { expandDims, squeeze } from "../shape/moveaxes.ts";
import { logSoftmax } from "./softmax.ts";
import { mean } from "./statistics.ts";
import { sum } from "./sum.ts";

/** Along which axis the classes lie, and what becomes of the losses. */
export interface CrossEntropyOptions {
  /** The axis of the classes. Default the last. */
  readonly axis?: number;
  /** The mean of all losses, their sum, or each. Default "mean". */
  readonly reduction?: "mean" | "sum" | "none";
}

/**
 * The cross-entropy of classes under the softmax of scores:
 *
 *     −Σ pₖ log softmax(z)ₖ,   −log softmax(z)_c for the class c;   its derivative in z is softmax(z) − p
 *
 * A class of probability 0 does not count, also where its score is −∞.
 *
 * @param logits - scores z, [..., classes]
 * @param targets - classes, integers of the shape of the logits without the axis of classes; or probabilities p, of the shape of
 *   the logits, which should add up to 1
 * @throws {ShapeError} for targets of another shape, or a class that is not there
 * @throws {ArgumentError} for an unknown reduction
 * @example
 * crossEntropy(tensor([[0, 0], [0, Math.log(3)]]), tensor([0, 1]), { reduction: "none" }).toArray(); // => [0.693147…, 0.287682…]
 * crossEntropy(tensor([0, 0]), tensor([0.5, 0.5])).item(); // => 0.693147…
 */
export function crossEntropy(logits: Value, targets: Value, options: number | CrossEntropyOptions = {}): Tensor {
  const o = axisOptions<CrossEntropyOptions>("crossEntropy", options);
  expectOptions("crossEntropy", o, ["axis", "reduction"]);
  const { axis = -1, reduction = "mean" } = o;
  const [scores, wanted] = [resolve(logits, "crossEntropy"), resolve(targets, "crossEntropy", 1)];
  const along = axisOf("crossEntropy", scores, axis);
  if (lengthOf(scores, along) === 0) throw new ShapeError("crossEntropy: there are no classes.", "crossEntropy");
  const losses = lossesOf(scores, wanted, along);
  if (reduction === "mean") return mean(losses);
  if (reduction === "sum") return sum(losses);
  if (reduction === "none") return losses;
  throw new ArgumentError(
    `crossEntropy: reduction must be "mean", "sum" or "none", not ${describe(reduction)}.`,
    "crossEntropy",
  );
}

function lossesOf(scores: Tensor, targets: Tensor, axis: number): Tensor {
  const logs = logSoftmax(scores, { axis });
  if (sameShape(targets.shape, scores.shape)) {
    const unlikely = equal(targets, 0);
    return neg(sum(where(unlikely, 0, mul(targets, where(unlikely, 0, logs))), { axis }));
  }
  const classes = scores.shape.toSpliced(scores.ndim + axis, 1);
  if (!sameShape(targets.shape, classes)) {
    throw new ShapeError(
      `crossEntropy: targets of shape ${showShape(targets.shape)} do not fit to logits of shape ${showShape(scores.shape)}: give ` +
        `classes of shape ${showShape(classes)}, or probabilities of the shape of the logits.`,
      "crossEntropy",
    );
  }
  const place = scores.ndim + axis;
  const positions = positionsIn("crossEntropy", logs, expandDims(targets, place), place);
  const own = gatherElements(logs, positions, { axes: logs.ndim, positionAxes: logs.ndim });
  return neg(squeeze(own, place));
}
