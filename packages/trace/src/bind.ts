import type { Tensor } from "@wengert/array";
import { isPlain } from "@wengert/array/author";
import { noteUse, withoutDerivatives } from "./beneath.ts";
import type { Outputs, Rule, Value } from "./contract.ts";
import { type Frame, onlyInterpreter, stack } from "./frame.ts";
import { isLending, notLending } from "./memory.ts";
import { expectOutputs } from "./outputs.ts";
import { renewed } from "./renewed.ts";
import { resolve } from "./resolve.ts";
import { type Interpreter, isTraced } from "./traced.ts";
import { refuseNaN } from "./watch.ts";

/**
 * The one door of operations: finds out what the arguments stand for, and hands the call to the innermost
 * transformation among them, or computes the value when nobody follows them.
 *
 * @param args - handed over: not to be changed by the caller afterwards
 */
export function bind(rule: Rule, args: readonly Value[], attributes?: object): Outputs {
  for (let i = 0; i < args.length; i++) if (!isPlain(args[i])) return dispatch(rule, args.slice(), attributes);
  return compute(rule, args as readonly Tensor[], attributes);
}

/** `bind` of a rule whose `impl` may close over anything. */
export function bindAuthored(rule: Rule, args: readonly Value[], attributes?: object): Outputs {
  return dispatch(rule, args.slice(), attributes, true);
}

/** `bind` of a list of arguments that is handed over. */
export function dispatch(rule: Rule, args: Value[], attributes?: object, authored: boolean = false): Outputs {
  const { held } = rule;
  let innermost: Interpreter | undefined;
  for (let i = 0; i < args.length; i++) {
    let x = args[i];
    if (isPlain(x)) continue;
    if (!isTraced(x) || x.interpreter !== stack.top) {
      x = resolve(x, rule.name, i);
      args[i] = x;
    }
    if (held !== undefined && (held === "all" || held.includes(i))) {
      x = withoutDerivatives(x as Tensor);
      if (x !== args[i]) noteUse(args[i] as Tensor);
      args[i] = x;
    }
    if (isTraced(x) && (innermost === undefined || x.interpreter.depth > innermost.depth)) innermost = x.interpreter;
  }
  const xs = args as Tensor[];
  if (innermost === undefined) {
    return authored || held === "all" ? computeBeneath(rule, xs, attributes) : compute(rule, xs, attributes);
  }
  if (rule.inlined && !innermost.differentiates) return rule.impl(xs);
  if (innermost.lets && (stack.top !== innermost || !rule.builtIn)) return written(innermost, rule, xs, attributes);
  if (rule.builtIn) return innermost.process(rule, xs, attributes);
  const { births } = stack;
  return renewed(innermost.process(rule, xs, attributes), births);
}

/** What a program computes itself while it is written down, or an author's code does, they may keep. */
function written(recorder: Interpreter, rule: Rule, xs: Tensor[], attributes: object | undefined): Outputs {
  const { top, births } = stack;
  // Whoever differentiates right above knows how long it is needed.
  if (rule.residual && top?.beneath === recorder && top.residual !== undefined)
    return top.residual(rule, xs, attributes);
  const y = notLending(xs, () => recorder.process(rule, xs, attributes));
  return rule.builtIn ? y : renewed(y, births);
}

/**
 * The value of an author's operation that nobody follows: beneath all that follow other values, so that it cannot close over what
 * they do. Who only writes the program down sees what the operation closes over.
 */
function computeBeneath(rule: Rule, xs: readonly Tensor[], attributes: object | undefined): Outputs {
  const { top } = stack;
  if (rule.residual) return onlyInterpreter(top)?.residual?.(rule, xs, attributes) ?? compute(rule, xs, attributes);
  if (rule.builtIn || top === undefined) return compute(rule, xs, attributes);
  for (let at: Frame | undefined = top; at !== undefined; at = at.beneath)
    if ("process" in at && !(at as Interpreter).records) stack.top = at.beneath;
  try {
    return notLending(xs, () => compute(rule, xs, attributes));
  } finally {
    stack.top = top;
  }
}

/** The value of an operation on plain tensors. */
function compute(rule: Rule, xs: readonly Tensor[], attributes: object | undefined): Outputs {
  if (rule.builtIn && stack.watches === 0) return apply(rule, xs, attributes);
  const y =
    rule.builtIn || !isLending() ? apply(rule, xs, attributes) : notLending(xs, () => apply(rule, xs, attributes));
  if (rule.held !== "all") expectOutputs(rule.name, y);
  if (stack.watches > 0) refuseNaN(rule.name, xs, y);
  return y;
}

/** Calls of few arguments are spelled out: spreading an array costs as much as a scalar op. */
function apply(rule: Rule, xs: readonly Tensor[], attributes: object | undefined): Outputs {
  if (rule.composite) return rule.impl(xs, attributes);
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
    const y = beneath === undefined ? compute(rule, primals, attributes) : bind(rule, primals, attributes);
    if (rule.held === "all" && !rule.builtIn) expectOutputs(rule.name, y);
    return y;
  } finally {
    stack.top = top;
  }
}
