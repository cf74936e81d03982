import type { Tensor } from "@wengert/array";
import { isDifferentiated, isFollowed } from "./beneath.ts";
import { hasEscaped, lookUp } from "./environment.ts";
import { EscapedTracerError } from "./errors.ts";
import { Frame, type Handle, stack, within } from "./frame.ts";
import { isTraced } from "./traced.ts";

/** A span of births: which traced values came into being while something ran. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Lets a custom rule's body see its arguments, constants, and what it makes itself, and nothing else that a
 * transformation follows: the derivative with respect to anything else would be dropped without a word. What is only
 * written down is a constant like any other.
 */
class Guard extends Frame {
  readonly #name: string;
  readonly #own: ReadonlySet<unknown>;
  readonly #earlier: Span | undefined;
  readonly #home: Frame | undefined;
  readonly #from: number = stack.births;

  constructor(name: string, home: Frame | undefined, own: ReadonlySet<unknown>, earlier: Span | undefined) {
    super();
    this.#name = name;
    this.#home = home;
    this.#own = own;
    this.#earlier = earlier;
  }

  override lookup(handle: Handle): Tensor | undefined {
    if (!isTraced(handle)) {
      // The body may run far below the call, where whoever follows the tag is out of sight.
      if (isFollowed(lookUp(handle, this.#home)) || isFollowed(lookUp(handle, this.beneath)))
        throw this.#closesOver("a parameter that is being differentiated", LOST);
      return undefined;
    }
    if (this.#own.has(handle) || handle.born >= this.#from || this.#isEarlier(handle.born)) return undefined;
    const found = lookUp(handle, this.beneath);
    if (found !== undefined && !isFollowed(handle)) return found;
    if (found === undefined && lookUp(handle, this.#home) === undefined) hasEscaped(this.#name);
    throw isDifferentiated(handle)
      ? this.#closesOver("a traced value", LOST)
      : this.#closesOver("a value that differs between the examples of a batch or the steps of a loop", UNSEEN);
  }

  #isEarlier(born: number): boolean {
    return this.#earlier !== undefined && born >= this.#earlier.from && born < this.#earlier.to;
  }

  #closesOver(what: string, why: string): EscapedTracerError {
    return new EscapedTracerError(
      `${this.#name}: the body of a custom rule closes over ${what}, which is not one of its arguments, ${why}`,
      this.#name,
    );
  }
}

const LOST =
  "so its derivative would be lost. Make it an argument: the rule then says how the derivative passes through it.";
const UNSEEN = "so the rule cannot be carried out. Make it an argument; where it has no derivative, give null for it.";

/**
 * Runs a part of a custom rule and notes when.
 *
 * @param home - the innermost frame where the rule was called
 * @param own - the arguments: traced values that the part may use
 * @param earlier - when the rule's body ran: what it made then is its own as well
 */
export function guarded<T>(
  name: string,
  home: Frame | undefined,
  own: readonly unknown[],
  earlier: Span | undefined,
  f: () => T,
): [T, Span] {
  const from = stack.births;
  const result = within(new Guard(name, home, new Set(own), earlier), f);
  return [result, { from, to: stack.births }];
}
