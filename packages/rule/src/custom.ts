import { isTensor, type Tensor } from "@wengert/array";
import { expectFunction, expectNoMore, kindOf } from "@wengert/array/author";
import { alignedTo, CotangentShapeError, outputsOf, partsOf, type Value } from "@wengert/trace";
import { Body } from "./body.ts";
import type { Differential, Inputs, Lifted, Values } from "./types.ts";

/** A cotangent of a tree: a tree like it, null where there is none, or a function that computes it if needed. */
type Cotangent<P> = Values<P> | null | (() => Values<P>);

/**
 * A function with its own reverse-mode derivative. The body returns the value and the pullback, which maps the
 * cotangent of the value to one cotangent per argument (null where there is none); what the body has computed is
 * shared by closure. Arguments and value may be trees; their cotangents are trees like them.
 *
 * Written in ops, it can be differentiated again and in either mode. Written as numeric code on `x.data`, it is first
 * order, and anything more throws.
 *
 * @throws {CotangentShapeError} when the pullback returns the wrong number of cotangents, or wrong shapes
 * @throws {FirstOrderOnlyError} when opaque code is differentiated again, or in forward mode; and when a body is
 *   differentiated again whose value does not follow the arguments
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
): (...xs: { [I in keyof A]: Value }) => Tensor;
export function adjoint<A extends readonly unknown[], Y>(
  f: (...args: A) => readonly [Y, (ybar: Lifted<Y>) => { readonly [I in keyof A]: Cotangent<A[I]> }],
): (...args: Inputs<A>) => Lifted<Y>;
export function adjoint(f: (...args: never[]) => readonly unknown[]): (...args: readonly unknown[]) => never {
  expectNoMore("adjoint", arguments[1]);
  expectFunction("adjoint", "f", f);
  return (...args) => {
    const body = new Body("adjoint", f, args);
    return body.call({
      vjp: (ybar, xs) =>
        function adjointPullback(leavesWanted: readonly boolean[]) {
          const [own, wanted] = [body.split(xs), body.split(leavesWanted)];
          return body.pull(xs, partsOf(ybar), (result) =>
            counted(body, result).flatMap((entry, k) => {
              if (!wanted[k].some(Boolean)) return wanted[k].map(() => undefined);
              const bar = typeof entry === "function" ? entry() : entry;
              if (bar === undefined) throw nothing(body.name, `the cotangent of argument ${k + 1}`);
              if (bar !== null) body.refuseUnfollowed(xs);
              return alignedTo({ ...body.args[k], values: own[k] }, body.name, `cotangent of argument ${k + 1}`, bar);
            }),
          );
        },
    }) as never;
  };
}

/** A derivative that has forgotten its `return` would be a silent zero. */
function nothing(op: string, what: string): CotangentShapeError {
  return new CotangentShapeError(`${op}: ${what} is undefined. Return it, or null where there is none.`, op);
}

function counted({ name, args }: Body, result: unknown): readonly unknown[] {
  if (Array.isArray(result) && result.length === args.length) return result;
  throw new CotangentShapeError(
    Array.isArray(result)
      ? `${name}: the pullback returned an array of ${result.length} for ${args.length} arguments. Return one ` +
          "cotangent per argument, null where there is none."
      : `${name}: the pullback returned ${isTensor(result) ? "a Tensor" : kindOf(result)} instead of an array with ` +
          "one cotangent per argument. A function that maps the arguments' tangents to the value's tangent is a " +
          "pushforward: hand it to pushforward(...).",
    name,
  );
}

/**
 * A function with its own forward-mode derivative. The body returns the value and the pushforward, which maps the
 * arguments' tangents to the tangent of the value, linearly; an argument without tangent gets zeros. Reverse mode
 * comes from transposing it. Arguments and value may be trees; their tangents are trees like them.
 *
 * Written in ops, it can be differentiated again and in either mode. Written as numeric code on `x.data`, it is first
 * order and forward only: inside `forwardDiff(...)` it serves reverse mode too.
 *
 * @throws {FirstOrderOnlyError} when opaque code is differentiated again, or in reverse mode; and when a body is
 *   differentiated again whose value does not follow the arguments
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
): (...xs: { [I in keyof A]: Value }) => Tensor;
export function pushforward<A extends readonly unknown[], Y>(
  f: (...args: A) => readonly [Y, (...dxs: { [I in keyof A]: Differential<A[I]> }) => Values<Y>],
): (...args: Inputs<A>) => Lifted<Y>;
export function pushforward(f: (...args: never[]) => readonly unknown[]): (...args: readonly unknown[]) => never {
  expectNoMore("pushforward", arguments[1]);
  expectFunction("pushforward", "f", f);
  return (...args) => {
    const body = new Body("pushforward", f, args);
    return body.call({
      jvp: function customPushforward(dxs, xs) {
        const { value } = body.at(xs);
        return body.push(xs, dxs, (dy) => {
          if (dy === undefined) throw nothing(body.name, "the tangent of the value");
          body.refuseUnfollowed(xs);
          return outputsOf(alignedTo(value, body.name, "tangent of the value", dy));
        });
      },
    }) as never;
  };
}
