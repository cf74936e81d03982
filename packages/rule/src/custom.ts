import { isTensor, type Tensor, WengertError } from "@wengert/array";
import { bind, kindOf, resolve } from "./bind.ts";
import type { Rule, Value } from "./contract.ts";
import { CotangentShapeError } from "./errors.ts";
import { type Frame, stack } from "./frame.ts";
import { guarded, type Span } from "./guard.ts";
import { zerosLike } from "./tangent.ts";
import { firstOrderOnly } from "./traced.ts";

type Derivative = (...args: Tensor[]) => unknown;

/** What the body returned for certain arguments, and when it ran. */
interface Run {
  readonly xs: readonly Tensor[];
  readonly value: Tensor;
  readonly derivative: Derivative;
  readonly span: Span;
}

/**
 * A body `(...xs) => [value, derivative]` in use by one call. It runs once for each level that needs a derivative: on
 * plain tensors for the value and the first derivative, on traced ones where a derivative is differentiated again.
 */
class Body {
  readonly name: string;
  readonly #f: (...xs: Tensor[]) => unknown;
  readonly #home: Frame | undefined = stack.top;
  readonly #runs: Run[] = [];

  constructor(kind: string, f: (...xs: never[]) => unknown) {
    this.name = f.name === "" ? kind : f.name;
    this.#f = f as (...xs: Tensor[]) => unknown;
  }

  at(xs: readonly Tensor[]): Run {
    let run = this.#runs.find((run) => run.xs.every((x, i) => x === xs[i]));
    if (run === undefined) {
      const [[value, derivative], span] = this.#guarded(xs, undefined, () => this.#split(this.#f(...xs)));
      run = { xs, value, derivative, span };
      this.#runs.push(run);
    }
    return run;
  }

  /**
   * Calls the derivative of the run at `xs`.
   *
   * @param needs - which entries of an array of results are going to be read
   */
  apply(xs: readonly Tensor[], tangents: readonly Tensor[], needs: readonly boolean[] = []): unknown {
    const { derivative, span } = this.at(xs);
    return this.#guarded([...xs, ...tangents], span, () => evaluate(derivative(...tangents), needs))[0];
  }

  #guarded<T>(own: readonly Tensor[], earlier: Span | undefined, f: () => T): [T, Span] {
    try {
      return guarded(this.name, this.#home, own, earlier, f);
    } catch (error) {
      throw firstOrderOnly(this.name, error);
    }
  }

  #split(result: unknown): [Tensor, Derivative] {
    if (Array.isArray(result) && result.length === 2 && typeof result[1] === "function") {
      return [resolve(result[0], this.name), result[1] as Derivative];
    }
    throw new WengertError(
      `${this.name}: the body must return [value, derivative], the derivative a function; it returned ` +
        `${Array.isArray(result) ? `an array of ${result.length}` : kindOf(result)}.`,
      this.name,
    );
  }
}

/** Thunks run inside the guard, where what they close over can be judged; those that nobody needs do not run. */
function evaluate(result: unknown, needs: readonly boolean[]): unknown {
  if (!Array.isArray(result)) return result;
  return result.map((entry, k) => (typeof entry === "function" ? (needs[k] ? entry() : null) : entry));
}

/**
 * A function with its own reverse-mode derivative. The body returns the value and the pullback, which maps the
 * cotangent of the value to one cotangent per argument (null where there is none); what the body has computed is
 * shared by closure.
 *
 * Written in ops, it can be differentiated again and in either mode. Written as numeric code on `x.data`, it is first
 * order, and anything more throws.
 *
 * @throws {CotangentShapeError} when the pullback returns the wrong number of cotangents, or wrong shapes
 * @throws {FirstOrderOnlyError} when opaque code is differentiated again, or in forward mode
 * @throws {EscapedTracerError} when the body closes over something that is being differentiated
 * @example
 * import { adjoint, grad } from "@wengert/core";
 * import { exp, mul } from "@wengert/ops";
 *
 * const f = adjoint((x) => {
 *   const y = exp(x);
 *   return [y, (ybar) => [mul(ybar, y)]];
 * });
 * grad(f)(0); // => 1
 */
export function adjoint<A extends readonly Tensor[]>(
  f: (...xs: A) => readonly [Value, (ybar: Tensor) => { readonly [I in keyof A]: Value | null | (() => Value) }],
): (...xs: { [I in keyof A]: Value }) => Tensor {
  return (...args) => {
    const body = new Body("adjoint", f);
    const rule: Rule = {
      name: body.name,
      impl: (...xs) => body.at(xs as Tensor[]).value,
      vjp: function adjointPullback(ybar, xs, _y, _attributes, needs) {
        const cotangents = body.apply(xs, [ybar as Tensor], needs);
        if (Array.isArray(cotangents)) return cotangents;
        throw new CotangentShapeError(
          `${body.name}: the pullback returned ${isTensor(cotangents) ? "a Tensor" : kindOf(cotangents)} instead of ` +
            "an array with one cotangent per argument. A function that maps the arguments' tangents to the value's " +
            "tangent is a pushforward: hand it to pushforward(...).",
          body.name,
        );
      },
    };
    return bind(rule, args as readonly Value[]) as Tensor;
  };
}

/**
 * A function with its own forward-mode derivative. The body returns the value and the pushforward, which maps the
 * arguments' tangents to the tangent of the value, linearly; an argument without tangent gets zeros. Reverse mode
 * comes from transposing it.
 *
 * Written in ops, it can be differentiated again and in either mode. Written as numeric code on `x.data`, it is first
 * order and forward only: inside `forwardDiff(...)` it serves reverse mode too.
 *
 * @throws {FirstOrderOnlyError} when opaque code is differentiated again, or in reverse mode
 * @throws {EscapedTracerError} when the body closes over something that is being differentiated
 * @example
 * import { grad, pushforward } from "@wengert/core";
 * import { exp, mul } from "@wengert/ops";
 *
 * const f = pushforward((x) => {
 *   const y = exp(x);
 *   return [y, (dx) => mul(dx, y)];
 * });
 * grad(f)(0); // => 1
 */
export function pushforward<A extends readonly Tensor[]>(
  f: (...xs: A) => readonly [Value, (...dxs: A) => Value],
): (...xs: { [I in keyof A]: Value }) => Tensor {
  return (...args) => {
    const body = new Body("pushforward", f);
    const rule: Rule = {
      name: body.name,
      impl: (...xs) => body.at(xs as Tensor[]).value,
      jvp: function customPushforward(dxs, xs) {
        return body.apply(
          xs,
          dxs.map((dx, i) => dx ?? zerosLike(xs[i])),
        );
      },
    };
    return bind(rule, args as readonly Value[]) as Tensor;
  };
}
