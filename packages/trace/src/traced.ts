import { type NestedArray, type Tensor, TracedValueError } from "@wengert/array";
import { SCALAR, sizeOf, TensorBase } from "@wengert/array/author";
import type { Outputs, Rule } from "./contract.ts";
import { unreadable } from "./errors.ts";
import { Frame, type Handle, stack } from "./frame.ts";

/**
 * A transformation at work: it sees every operation on a value that it traces, and knows no operation by name.
 *
 * What it computes for itself (primals, tangents, cotangents) it computes one level down, by `bindBelow` and `below`:
 * that is what makes nesting right.
 */
export abstract class Interpreter extends Frame {
  /**
   * Whether it follows derivatives only. Then it does not see operations without derivative, and arguments that are
   * held: these are computed from what its values stand for further out. Default false: it sees everything.
   */
  readonly differentiates: boolean = false;

  /** Of one that follows derivatives: whether a value of its own is met all the same by whoever looks beneath derivatives. */
  showsValue?(x: Traced): boolean;

  /** How often one of its values has been used otherwise than by an operation that it follows: by one without derivative, or as a leaf. */
  otherUses = 0;

  /**
   * Carries an operation out: `args` are resolved, and at least one of them is traced by this interpreter. The list is
   * handed over, and may be kept or changed.
   */
  abstract process(rule: Rule, args: Tensor[], attributes: object | undefined): Outputs;

  /** `process` of a rule of the library with one argument, which is not held. */
  process1(rule: Rule, x: Tensor, attributes: object | undefined): Outputs {
    return this.process(rule, [x], attributes);
  }

  /** The same of two arguments, at least one of which is traced by this interpreter. */
  process2(rule: Rule, x: Tensor, y: Tensor, attributes: object | undefined): Outputs {
    return this.process(rule, [x, y], attributes);
  }

  /**
   * Where a value stands for many at once: runs code that reads numbers for each of them, and joins what it returns.
   *
   * @param f - gets a function that picks one of the many; returns a list
   */
  each?(f: (element: (x: Tensor) => Tensor) => readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[];

  /**
   * Whether it only writes down what a program does, each value being itself: a tag that is read behind its back is a value like
   * any other, not one whose derivative is lost.
   */
  readonly records: boolean = false;

  /** Whether it does more with a value of its own than to write down what becomes of it. */
  follows(_x: Traced): boolean {
    return !this.records;
  }

  /** A value of its own in place of a number: wherever that is returned in the end, it is a number. */
  asNumber?(x: Tensor): Tensor;

  /** Whether a value of its own stands in place of a number. */
  isNumber?(x: Tensor): boolean;

  /** Hears what has been asked about the numbers of a value of its own, since the program goes on as the answer says. */
  asked?(x: Tensor, question: (numbers: Tensor) => boolean, answer: boolean): void;

  /** A value as it is one level down. */
  lower(x: Tensor): Tensor {
    return isTraced(x) && x.interpreter === this ? x.primal : x;
  }

  /** The value one level down of a scalar that was made without it. */
  primalOf(_mark: unknown): Tensor {
    throw new TracedValueError("This value has no number.", "primal");
  }

  /** The shape that a value has for whoever computes with it: that of its primal, unless the interpreter adds axes. */
  shapeOf(primal: Tensor, _mark: unknown): readonly number[] {
    return primal.shape;
  }

  /** The tangent along which a value of its own moves, one level down; undefined where there is none, or several. */
  directionOf(_x: Tensor): Tensor | undefined {
    return undefined;
  }

  /** The tangent along which a value moves as it is one level down. */
  protected directionBelow(x: Tensor): Tensor | undefined {
    const low = this.lower(x);
    return isTraced(low) ? low.interpreter.directionOf(low) : undefined;
  }

  /** The entries of a value along its first axis, for `for (const row of x)`: those of `rowsOf`, or a refusal. */
  rowsOf(_x: Tensor): readonly Tensor[] {
    throw new TracedValueError("A value cannot be iterated here. Take its rows with take(x, i, 0).", "iterator");
  }

  override lookup(handle: Handle): Tensor | undefined {
    return isTraced(handle) && handle.interpreter === this ? handle : undefined;
  }
}

const tracedBrand = /* @__PURE__ */ Symbol.for("@wengert/traced");

/** Whether a value is traced, by this or another copy of the package. */
export function isTraced(value: unknown): value is Traced {
  return typeof value === "object" && value !== null && (value as { [tracedBrand]?: unknown })[tracedBrand] === true;
}

/**
 * A value that a transformation follows. It is a Tensor whose shape can be read and whose numbers cannot: what is
 * computed from them in plain JavaScript would be lost to the transformation.
 */
export class Traced<Mark = unknown> extends TensorBase implements Tensor {
  // Fields are declared only: to define each one before it is set costs a twentieth of a scalar operation.
  declare readonly interpreter: Interpreter;
  declare private low: Tensor | undefined;
  /** What the interpreter keeps for itself: a place on its tape, or tangents. */
  declare readonly mark: Mark;
  /** Serial number: later values have greater ones. */
  declare readonly born: number;
  declare readonly shape: readonly number[];

  /** @param primal - undefined where the interpreter has it as a number, @see primalOf */
  constructor(interpreter: Interpreter, primal: Tensor | undefined, mark: Mark) {
    super();
    this.interpreter = interpreter;
    this.low = primal;
    this.mark = mark;
    this.born = stack.births++;
    this.shape = primal === undefined ? SCALAR : interpreter.shapeOf(primal, mark);
  }

  /** The value one level down; traced itself when transformations are nested. */
  get primal(): Tensor {
    this.low ??= this.interpreter.primalOf(this.mark);
    return this.low;
  }

  static {
    Object.defineProperty(this.prototype, tracedBrand, { value: true });
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  get ndim(): number {
    return this.shape.length;
  }

  get data(): Float64Array {
    throw unreadable("data", this.interpreter);
  }

  item(): number {
    throw unreadable("item", this.interpreter);
  }

  toArray(): NestedArray {
    throw unreadable("toArray", this.interpreter);
  }

  override toJSON(): never {
    throw unreadable("toJSON", this.interpreter);
  }

  protected override rows(): readonly Tensor[] {
    return this.interpreter.rowsOf(this);
  }

  override toString(): string {
    return `Traced [${this.shape.join(", ")}]`;
  }
}
