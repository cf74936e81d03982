import { ArgumentError, ShapeError, type Tensor } from "@wengert/array";
import { expectFunction, expectOptions, quoted, showShape } from "@wengert/array/author";
import { concat, reshape, slice } from "@wengert/ops";
import type { Lifted } from "@wengert/rule";
import { type Leaves, leavesOf } from "@wengert/trace";
import { map, unflatten } from "@wengert/tree";
import type { Step } from "./cell.ts";
import { loop } from "./loop.ts";
import type { Extent } from "./parts.ts";

/** How a loop runs. */
export interface ScanOptions {
  /** The number of steps. It must agree with the inputs; a loop without inputs needs it. */
  readonly length?: number;
  /** Whether the last entries come first. What the steps give out stands at the place of the entry that they got. Default false. */
  readonly reverse?: boolean;
  /**
   * How much reverse mode keeps. False, the default: the carry of each step. A number m: the carry of every m-th step, from which the
   * others are computed again. True: m is √length, which is the least memory.
   */
  readonly checkpoint?: boolean | number;
}

/**
 * A loop over the first axis of its inputs, as one operation that is differentiated as a whole.
 *
 *     cₖ₊₁, yₖ = step(cₖ, xₖ)
 *
 * Reverse mode keeps the carries and no intermediate value of a step, and walks them back; forward mode takes the tangent along. The
 * step may close over traced values and parameters. It is run twice before the loop begins, so it must be pure: what changes
 * from step to step belongs to the carry or to `xs`.
 *
 * @param step - gets the carry and one entry of the inputs; returns the next carry, of the same form, and what it gives out: a tree, or
 *   null
 * @param init - the first carry, a tree
 * @param xs - the inputs: a tree whose leaves have shape [length, …]; null for a loop without inputs
 * @returns the last carry, and what the steps gave out, with a first axis for the steps
 * @throws {TreeMismatchError} for a step whose carry has another form than `init`
 * @throws {ShapeError} for a carry of another shape, or inputs of different lengths
 * @throws {CaptureError} for a step that draws random numbers, or does not do the same in each step
 * @example
 * import { scan } from "@wengert/graph";
 * import { add, mul } from "@wengert/ops";
 * import { tensor } from "@wengert/array";
 *
 * // An exponential moving average.
 * const [last, all] = scan((c, x) => {
 *   const next = add(mul(0.5, c), mul(0.5, x));
 *   return [next, next];
 * }, 0, tensor([1, 2, 3]));
 * last.item(); // => 2.125
 * all.toArray(); // => [0.5, 1.25, 2.125]
 */
export function scan<C, X, C2, Y>(
  step: (carry: Lifted<NoInfer<C>>, entry: Lifted<NoInfer<X>>) => readonly [carry: C2, y: Y],
  init: C,
  xs: X,
  options: ScanOptions = {},
): readonly [carry: Lifted<C>, ys: Lifted<Y>] {
  expectFunction("scan", "step", step);
  expectOptions("scan", options, ["length", "reverse", "checkpoint"]);
  const { reverse = false, checkpoint = false } = options;
  const inputs = leavesOf("scan", xs ?? null);
  const length = lengthOf(inputs, options.length);
  const segment = segmentOf(checkpoint, length);
  const first = leavesOf("scan", init);
  const steps = step as unknown as Step;
  const result =
    segment === undefined || segment >= length
      ? loop("scan", steps, first, inputs, { length, reverse })
      : inSegments(steps, first, inputs, { length, reverse }, segment);
  return result as unknown as readonly [Lifted<C>, Lifted<Y>];
}

/** A loop of loops: only the carries between the segments are kept, those inside are computed again. */
function inSegments(
  step: Step,
  init: Leaves,
  xs: Leaves,
  { length, reverse }: Extent,
  segment: number,
): readonly [carry: unknown, ys: unknown] {
  const whole = length - (length % segment);
  const part = (from: number, to: number, shape: readonly number[]): Leaves =>
    withValues(
      xs,
      xs.values.map((x) => reshape(slice(x, [from], [to]), [...shape, ...x.shape.slice(1)])),
    );
  const inner: Step = (carry, entries) =>
    loop("scan", step, leavesOf("scan", carry), leavesOf("scan", entries ?? null), { length: segment, reverse });
  const rest = (carry: Leaves): readonly [unknown, unknown] =>
    loop("scan", step, carry, part(whole, length, [length - whole]), { length: length - whole, reverse });
  const segments = (carry: Leaves): readonly [unknown, unknown] => {
    const count = whole / segment;
    const [last, ys] = loop("scan", inner, carry, part(0, whole, [count, segment]), { length: count, reverse });
    return [last, map((y: Tensor) => reshape(y, [whole, ...y.shape.slice(2)]), ys)];
  };
  const [before, after] = reverse ? [rest, segments] : [segments, rest];
  const [middle, ys1] = before(init);
  const [last, ys2] = after(leavesOf("scan", middle));
  const [front, back] = reverse ? [ys2, ys1] : [ys1, ys2];
  return [last, map((a: Tensor, b: Tensor) => concat([a, b], 0), front, back)];
}

function withValues(leaves: Leaves, values: readonly Tensor[]): Leaves {
  return leavesOf("scan", unflatten(leaves.structure, values));
}

function segmentOf(checkpoint: boolean | number, length: number): number | undefined {
  if (checkpoint === false) return undefined;
  if (checkpoint === true) return Math.max(1, Math.ceil(Math.sqrt(length)));
  if (Number.isInteger(checkpoint) && checkpoint >= 1) return checkpoint;
  throw new ArgumentError(
    `scan: checkpoint must be true, false or a positive integer (steps between two carries that are kept), not ${quoted(checkpoint)}.`,
    "scan",
  );
}

/** The number of steps: that of the inputs, or what is asked for. */
function lengthOf({ values, paths }: Leaves, asked: number | undefined): number {
  if (asked !== undefined && !(Number.isInteger(asked) && asked >= 0)) {
    throw new ArgumentError(`scan: length must be a whole number of steps, not ${quoted(asked)}.`, "scan");
  }
  let length = asked;
  for (const [i, x] of values.entries()) {
    const where = paths[i] === "" ? "xs" : `xs at "${paths[i]}"`;
    if (x.ndim === 0) {
      throw new ShapeError(
        `scan: ${where} is a scalar; a loop goes over the first axis of its inputs. What all steps share needs not be handed in: ` +
          "the step may close over it.",
        "scan",
        paths[i],
      );
    }
    length ??= x.shape[0];
    if (x.shape[0] === length) continue;
    throw new ShapeError(
      `scan: ${where} has shape ${showShape(x.shape)}, so ${x.shape[0]} entries, where the loop has ${length} steps.`,
      "scan",
      paths[i],
    );
  }
  if (length === undefined) throw new ArgumentError("scan: a loop without inputs needs {length}.", "scan");
  return length;
}
