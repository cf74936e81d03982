import { isTensor, ShapeError, type Tensor } from "@wengert/array";
import { showShape } from "@wengert/array/author";
import { broadcastTo, stack, take } from "@wengert/ops";
import {
  below,
  Interpreter,
  isTraced,
  type Outputs,
  onesLike,
  type Rule,
  rowsOf,
  Traced,
  zerosLike,
} from "@wengert/trace";
import type { Report } from "./report.ts";

/**
 * The values of a program that runs for many at once. One that differs between them has one more axis than the program
 * sees, in front; whatever they share has not.
 */
export abstract class ManyValues extends Interpreter {
  /** How many values. */
  readonly size: number;
  /** What is noted about each operation, if anybody asks. */
  readonly report: Report | undefined;

  constructor(size: number, report?: Report) {
    super();
    this.size = size;
    this.report = report;
  }

  override shapeOf(primal: Tensor): readonly number[] {
    return primal.shape.slice(1);
  }

  override rowsOf(x: Tensor): readonly Tensor[] {
    return rowsOf(x);
  }

  /** Each of many values moves as it does alone. */
  override directionOf(x: Tensor): Tensor | undefined {
    const dx = this.directionBelow(x);
    return dx && this.stacked(dx);
  }

  /** Whether a value differs between the elements of the batch. */
  isMapped(x: Tensor): boolean {
    return isTraced(x) && x.interpreter === this;
  }

  /** The value whose elements stand along the first axis of `x`. */
  stacked(x: Tensor): Tensor {
    return new Traced(this, x, undefined);
  }

  /** The elements of a value along a first axis, also where they are all the same. */
  spread(x: Tensor): Tensor {
    return this.isMapped(x) ? this.lower(x) : below(this, () => broadcastTo(x, [this.size, ...x.shape]));
  }

  /** Such an interpreter of as many values, to be opened elsewhere. */
  abstract another(): ManyValues;

  /** Outputs with the batch's axis in front, as values. */
  outputs(rule: Rule, y: Outputs): Outputs {
    if (isTensor(y)) return this.stacked(this.#checked(rule, y));
    return Object.fromEntries(Object.entries(y).map(([key, part]) => [key, this.stacked(this.#checked(rule, part))]));
  }

  /**
   * Runs code that needs the numbers themselves once for each element, and joins what it returns.
   *
   * @param f - gets the function that picks an element's value of a value; returns a list
   */
  override each(
    f: (element: (x: Tensor) => Tensor) => readonly (Tensor | undefined)[],
  ): readonly (Tensor | undefined)[] {
    return below(this, () => {
      // Without any element, one that stands for them tells the shapes.
      const runs = Array.from({ length: Math.max(1, this.size) }, (_, b) => f((x) => this.#element(x, b)));
      return runs[0].map((first, k) => {
        if (runs.every((run) => run[k] === undefined)) return undefined;
        const parts = runs.map((run, _b) => run[k] ?? zerosLike((first ?? runs.find((r) => r[k])?.[k]) as Tensor));
        const joined = stack(parts);
        return this.stacked(this.size === 0 ? take(joined, [], 0) : joined);
      });
    });
  }

  #element(x: Tensor, b: number): Tensor {
    if (!this.isMapped(x)) return x;
    const { primal } = x as Traced;
    return this.size === 0 ? onesLike(x) : take(primal, b, 0);
  }

  /**
   * A value that a rule has computed, if it has the axis of the batch.
   *
   * @throws {ShapeError} where it has not
   */
  #checked(rule: Rule, y: Tensor): Tensor {
    if (y.ndim > 0 && y.shape[0] === this.size) return y;
    throw new ShapeError(
      `${rule.name}: for a batch of ${this.size} the rule returned a value of shape ${showShape(y.shape)}; its first axis must ` +
        'be that of the batch. Check what the rule says under "batch", or leave it out: then it runs once for each element.',
      rule.name,
    );
  }
}
