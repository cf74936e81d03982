import type { Tensor } from "@wengert/array";
import { ABSENT, isPlain, SCALAR, scalar } from "@wengert/array/author";
import { dispatch } from "./bind.ts";
import type { Outputs, Rule, Value } from "./contract.ts";
import { type Frame, stack } from "./frame.ts";
import type { Interpreter, Traced } from "./traced.ts";

/*
 * `bind` once more, for rules of the library of one or two arguments, without a list of them and with nothing to look up where
 * everything is a plain Tensor or traced by the innermost level: for scalars, the rest would cost more than the operation.
 */

/** `bind` of a rule of the library of one argument, the shortest way there is: most of what a pullback computes is such. */
export function bind1(rule: Rule, x: Value, attributes?: object): Outputs {
  const a = typeof x === "number" ? scalar(x) : x;
  const { top } = stack;
  if (top !== undefined && followedBy(top, a)) return a.interpreter.process1(rule, a, attributes);
  if (!isPlain(a) || stack.watches > 0) return dispatch(rule, [a], attributes);
  return attributes === undefined ? (ofNumber(rule, a as Tensor) ?? rule.impl(a)) : rule.impl(a, attributes);
}

/** `bind` of a rule of the library of two arguments, none of them held, likewise. */
export function bind2(rule: Rule, x: Value, y: Value, attributes?: object): Outputs {
  const a = typeof x === "number" ? scalar(x) : x;
  const b = typeof y === "number" ? scalar(y) : y;
  const { top } = stack;
  if (top !== undefined) {
    if (followedBy(top, a)) {
      if (followedBy(top, b) || isPlain(b)) return a.interpreter.process2(rule, a, b as Tensor, attributes);
    } else if (followedBy(top, b) && isPlain(a)) return b.interpreter.process2(rule, a as Tensor, b, attributes);
  }
  if (!isPlain(a) || !isPlain(b) || stack.watches > 0) return dispatch(rule, [a, b], attributes);
  if (attributes !== undefined) return rule.impl(a, b, attributes);
  return ofNumbers(rule, a as Tensor, b as Tensor) ?? rule.impl(a, b);
}

/** Whether a value is traced by the innermost frame. Asking for the property is faster than asking what x is. */
function followedBy(top: Frame, x: unknown): x is Traced {
  return (x as Traced | undefined)?.interpreter === top;
}

/** The value of a rule on a number, undefined if x is no plain number. */
export function ofNumber(rule: Rule, x: Tensor): Tensor | undefined {
  return rule.number !== undefined && isNumber(x) ? scalar(rule.number(x.item())) : undefined;
}

/** The same of two numbers. */
export function ofNumbers(rule: Rule, x: Tensor, y: Tensor): Tensor | undefined {
  return rule.number !== undefined && isNumber(x) && isNumber(y) ? scalar(rule.number(x.item(), y.item())) : undefined;
}

/** Whether a value is one plain number that depends on what is being differentiated. */
export function isNumber(x: Tensor): boolean {
  return x.shape === SCALAR && x !== ABSENT && isPlain(x);
}

/** `bindBelow` of a rule of the library of one argument. */
export function bindBelow1(interpreter: Interpreter, rule: Rule, x: Tensor, attributes: object | undefined): Outputs {
  const { top } = stack;
  stack.top = interpreter.beneath;
  try {
    return bind1(rule, x, attributes);
  } finally {
    stack.top = top;
  }
}

/** `bindBelow` of a rule of the library of two arguments. */
export function bindBelow2(
  interpreter: Interpreter,
  rule: Rule,
  x: Tensor,
  y: Tensor,
  attributes: object | undefined,
): Outputs {
  const { top } = stack;
  stack.top = interpreter.beneath;
  try {
    return bind2(rule, x, y, attributes);
  } finally {
    stack.top = top;
  }
}
