import type { Tensor } from "@wengert/array";
import { SCALAR, scalar } from "@wengert/array/author";
import { isNumber } from "../bindfew.ts";
import type { Outputs, Rule } from "../contract.ts";
import { hasEscaped } from "../environment.ts";
import { stack } from "../frame.ts";
import { Recording } from "../recording.ts";
import { Traced } from "../traced.ts";
import { numberOf } from "./arithmetic.ts";
import { NumberLines } from "./numberlines.ts";

type OfNumbers = Required<Pick<Rule, "number">>;

/**
 * A recording that writes operations on plain numbers down as numbers, in lines of their own. Such an operation costs its value, four
 * entries of arrays, and what the program gets to hold in its hands.
 */
export abstract class NumberRecording extends Recording {
  protected numbers: NumberLines | undefined;

  /** Gives up the numbers. Nobody asks for a value any more. */
  releaseNumbers(): void {
    this.numbers?.release(this.slots);
    this.numbers = undefined;
  }

  override primalOf(slot: unknown): Tensor {
    if (this.numbers === undefined) hasEscaped("primal");
    return scalar(this.numbers.values[slot as number]);
  }

  override process1(rule: Rule, x: Tensor, attributes: object | undefined): Outputs {
    if (rule.slope === undefined || x.shape !== SCALAR || stack.watches > 0) return super.process1(rule, x, attributes);
    const numbers = this.#roomForNumbers();
    const a = this.#placeOf(x, numbers);
    if (a === 0) return super.process1(rule, x, attributes);
    const y = (rule as OfNumbers).number(numbers.values[a < 0 ? -a : a]);
    return new Traced<number>(this, undefined, numbers.write(rule, this.slots++, y, a, 0));
  }

  override process2(rule: Rule, x: Tensor, y: Tensor, attributes: object | undefined): Outputs {
    if (rule.slope === undefined || x.shape !== SCALAR || y.shape !== SCALAR || stack.watches > 0)
      return super.process2(rule, x, y, attributes);
    const numbers = this.#roomForNumbers();
    const a = this.#placeOf(x, numbers);
    const b = a === 0 ? 0 : this.#placeOf(y, numbers);
    if (b === 0) return super.process2(rule, x, y, attributes);
    const { values } = numbers;
    const z = numberOf(rule, values[a < 0 ? -a : a], values[b < 0 ? -b : b]);
    return new Traced<number>(this, undefined, numbers.write(rule, this.slots++, z, a, b));
  }

  /** The lines of numbers, with room for one more and its constants. */
  #roomForNumbers(): NumberLines {
    const { numbers } = this;
    return numbers !== undefined && this.slots + 3 <= numbers.kinds.length ? numbers : this.#moreRoom();
  }

  #moreRoom(): NumberLines {
    this.numbers ??= NumberLines.empty();
    this.numbers.reserve(this.slots + 3);
    return this.numbers;
  }

  /** The place of a value among the numbers; 0 for what is no number. */
  #placeOf(x: Tensor, numbers: NumberLines): number {
    const { mark, interpreter } = x as Traced<number>;
    return interpreter === this && numbers.has(mark) ? mark : this.#newPlaceOf(x, numbers);
  }

  #newPlaceOf(x: Tensor, numbers: NumberLines): number {
    if ((x as Traced).interpreter !== this) return isNumber(x) ? -numbers.put(this.slots++, x.item()) : 0;
    const { mark, primal } = x as Traced<number>;
    return isNumber(primal) ? numbers.put(mark, primal.item()) : 0;
  }
}
