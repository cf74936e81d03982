import { isLending, isPlain, isTensor, kindOf, notLending, scalar, type Tensor } from "@wengert/array";
import { refuseNaN } from "./anomaly.ts";
import type { Outputs, Rule, Value } from "./contract.ts";
import { lookUp } from "./environment.ts";
import { UnknownLeafError } from "./errors.ts";
import { stack } from "./frame.ts";
import { isTag } from "./tag.ts";
import { type Interpreter, isTraced } from "./traced.ts";

/**
 * The one door for operations: finds out what the arguments stand for, and hands the call to the innermost
 * transformation among them, or computes the value when nobody follows them.
 */
export function bind(rule: Rule, args: readonly Value[], attributes?: object): Outputs {
  for (let i = 0; i < args.length; i++) if (!isPlain(args[i])) return dispatch(rule, args.slice(), attributes);
  return compute(rule, args as readonly Tensor[], attributes);
}

/** `bind` of one argument. Plain numbers take the shortest way: most of what a pullback computes. */
export function bind1(rule: Rule, x: Value): Outputs {
  return isPlain(x) && unwatched(rule) ? rule.impl(x as Tensor) : dispatch(rule, [x]);
}

/** `bind` of two arguments, likewise. */
export function bind2(rule: Rule, x: Value, y: Value): Outputs {
  return isPlain(x) && isPlain(y) && unwatched(rule) ? rule.impl(x as Tensor, y as Tensor) : dispatch(rule, [x, y]);
}

function unwatched(rule: Rule): boolean {
  return stack.watches === 0 && (rule.transient === true || !isLending());
}

/** `bind` of a list of arguments that is handed over. */
function dispatch(rule: Rule, args: Value[], attributes?: object): Outputs {
  let innermost: Interpreter | undefined;
  for (let i = 0; i < args.length; i++) {
    let x = args[i];
    if (isPlain(x)) continue;
    if (!isTraced(x) || x.interpreter !== stack.top) {
      x = resolve(x, rule.name, i);
      args[i] = x;
    }
    if (isTraced(x) && (innermost === undefined || x.interpreter.depth > innermost.depth)) innermost = x.interpreter;
  }
  const xs = args as Tensor[];
  return innermost === undefined ? compute(rule, xs, attributes) : innermost.process(rule, xs, attributes);
}

/** The value of an operation on plain tensors. */
function compute(rule: Rule, xs: readonly Tensor[], attributes: object | undefined): Outputs {
  const y =
    rule.transient === true || !isLending()
      ? apply(rule, xs, attributes)
      : notLending(xs, () => apply(rule, xs, attributes));
  if (stack.watches > 0) refuseNaN(rule.name, xs, y);
  return y;
}

/** Calls of few arguments are spelled out: spreading an array costs as much as a scalar op. */
function apply(rule: Rule, xs: readonly Tensor[], attributes: object | undefined): Outputs {
  if (attributes !== undefined) return xs.length === 1 ? rule.impl(xs[0], attributes) : rule.impl(...xs, attributes);
  if (xs.length === 1) return rule.impl(xs[0]);
  if (xs.length === 2) return rule.impl(xs[0], xs[1]);
  return rule.impl(...xs);
}

/** `bind` one level down: how an interpreter computes a primal value. */
export function bindBelow(
  interpreter: Interpreter,
  rule: Rule,
  primals: readonly Tensor[],
  attributes: object | undefined,
): Outputs {
  const { top } = stack;
  const { beneath } = interpreter;
  stack.top = beneath;
  try {
    // Beneath the outermost level nobody follows anything: the primals are plain.
    return beneath === undefined ? compute(rule, primals, attributes) : bind(rule, primals, attributes);
  } finally {
    stack.top = top;
  }
}

/**
 * What a value stands for here and now: a plain Tensor, or a value traced by an open transformation.
 *
 * @throws {EscapedTracerError} for a traced value whose transformation is over
 * @throws {UnknownLeafError} for anything that is no Value
 */
export function resolve(value: Value, op: string = "resolve", position: number = 0): Tensor {
  if (typeof value === "number") return scalar(value);
  if (isPlain(value)) return value as Tensor;
  if (isTraced(value)) return value.interpreter === stack.top ? value : lookUp(value, stack.top);
  if (isTag(value)) return lookUp(value, stack.top);
  if (isTensor(value)) return value;
  throw new UnknownLeafError(
    `${op}: argument ${position + 1} is ${kindOf(value)}, not a number, Tensor or parameter. ` +
      "Wrap numbers in arrays in tensor(...).",
    op,
  );
}
