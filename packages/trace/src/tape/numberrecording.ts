import type { Tensor } from "@wengert/array";
import { SCALAR, scalar } from "@wengert/array/author";
import { isNumber } from "../bindfew.ts";
import type { Outputs, Rule } from "../contract.ts";
import { escaped } from "../environment.ts";
import { stack } from "../frame.ts";
import { Recording } from "../recording.ts";
import { Traced } from "../traced.ts";
import { NumberLines } from "./numberlines.ts";

type OfNumbers = Required<Pick<Rule, "number">>;

/**
 * A recording that writes operations on plain numbers down as numbers, in lines of their own. Such an operation costs its value, four
 * entries of arrays, and what the program gets to hold in its hands.
 */
export abstract class NumberRecording extends Recording {
  protected numbers: NumberLines | undefined;
  /** For each other line since there are numbers, how many lines of numbers come before it. */
  readonly #before: number[] = [];
  /** How many other lines there were before. */
  #others = 0;

  /** How many lines of numbers come before another line. */
  protected numbersBefore(i: number): number {
    return i < this.#others ? 0 : this.#before[i - this.#others];
  }

  /** Gives up the numbers. Nobody asks for a value any more. */
  releaseNumbers(): void {
    this.numbers?.release(this.slots);
    this.numbers = undefined;
  }

  override primalOf(slot: unknown): Tensor {
    if (this.numbers === undefined) throw escaped();
    return scalar(this.numbers.values[slot as number]);
  }

  override process1(rule: Rule, x: Tensor, attributes: object | undefined): Outputs {
    if (rule.slope !== undefined && x.shape === SCALAR && stack.watches === 0) {
      const numbers = this.#roomForNumbers();
      const a = this.#placeOf(x, numbers);
      if (a !== 0) {
        const { values } = numbers;
        const y = (rule as OfNumbers).number(values[a < 0 ? -a : a]);
        return new Traced<number>(this, undefined, numbers.write(rule, this.slots++, y, a, 0));
      }
    }
    return super.process1(rule, x, attributes);
  }

  override process2(rule: Rule, x: Tensor, y: Tensor, attributes: object | undefined): Outputs {
    if (rule.slope !== undefined && x.shape === SCALAR && y.shape === SCALAR && stack.watches === 0) {
      const numbers = this.#roomForNumbers();
      const a = this.#placeOf(x, numbers);
      const b = a === 0 ? 0 : this.#placeOf(y, numbers);
      if (b !== 0) {
        const { values } = numbers;
        const z = (rule as OfNumbers).number(values[a < 0 ? -a : a], values[b < 0 ? -b : b]);
        return new Traced<number>(this, undefined, numbers.write(rule, this.slots++, z, a, b));
      }
    }
    return super.process2(rule, x, y, attributes);
  }

  /** The lines of numbers, with room for one more and its constants. */
  #roomForNumbers(): NumberLines {
    const { numbers } = this;
    if (numbers !== undefined && this.slots + 3 <= numbers.values.length) return numbers;
    if (numbers === undefined) this.#others = this.length;
    this.numbers ??= NumberLines.empty();
    this.numbers.reserve(this.slots + 3);
    return this.numbers;
  }

  /** The place of a value among the numbers; 0 for what is no number. */
  #placeOf(x: Tensor, numbers: NumberLines): number {
    if ((x as Traced).interpreter !== this) return isNumber(x) ? -numbers.put(this.slots++, x.item()) : 0;
    const { mark } = x as Traced<number>;
    if (numbers.known[mark] === 1) return mark;
    const { primal } = x as Traced;
    return isNumber(primal) ? numbers.put(mark, primal.item()) : 0;
  }

  protected override note(rule: Rule, y: Outputs, attributes: object | undefined, args: readonly Tensor[]): Outputs {
    if (this.numbers !== undefined) this.#before.push(this.numbers.count);
    return super.note(rule, y, attributes, args);
  }

  protected override truncate(i: number): void {
    super.truncate(i);
    this.#before.length = Math.max(0, i - this.#others);
  }
}
