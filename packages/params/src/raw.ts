import { type Tensor, TracedValueError } from "@wengert/array";
import type { Tag } from "@wengert/rule";
import { ownKey, standsForOther, TagBase } from "@wengert/trace";

/** The unconstrained side of a parameter: what transformations follow and optimizers move. */
export class Raw extends TagBase implements Tag {
  readonly #name: string | undefined;
  #own: number | Tensor;

  constructor(value: number | Tensor, name: string | undefined) {
    super();
    this.#own = value;
    this.#name = name;
  }

  static {
    Object.defineProperty(this.prototype, ownKey, {
      get(this: Raw) {
        return this.#own;
      },
    });
  }

  get value(): number | Tensor {
    if (standsForOther(this)) throw readWhileFollowed(this.#name);
    return this.#own;
  }

  write(value: number | Tensor): void {
    this.#own = value;
  }
}

/** What is read in plain JavaScript is lost to whoever follows the parameter: its derivative would be 0 without a word. */
export function readWhileFollowed(name: string | undefined): TracedValueError {
  const called = name === undefined ? "a parameter" : `the parameter "${name}"`;
  return new TracedValueError(
    `value: the value of ${called} is read while a transformation or minimizer follows it, so what is computed from it would ` +
      "not be followed. Use the parameter itself: ops take it as it is. Choose with where(c, x, y) or " +
      "greater(p, 0).item(); stopGradient(p) is it as a constant.",
    "value",
    name,
  );
}
