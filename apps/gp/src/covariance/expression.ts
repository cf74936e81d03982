import type jsep from "jsep";
import { excerpt, oneLine, UserError } from "../errors.ts";
import { type Configured, combine, type Meaning, shown } from "./algebra.ts";
import type { Argument, Covariance, Start } from "./covariance.ts";
import { familyOf, leaf, signatureOf } from "./library.ts";
import { located, placeOf } from "./located.ts";
import { configured, isModifier } from "./modifiers.ts";

/** What the parser understands and this language does not. */
const strangers: Readonly<Record<string, string>> = {
  Literal: "text",
  UnaryExpression: "a sign other than -",
  Compound: "nothing, or one thing beside another,",
  SequenceExpression: "a comma outside of arguments",
  ArrayExpression: "a list",
  MemberExpression: "a name with a dot or an index",
  ConditionalExpression: "a condition",
  ThisExpression: '"this"',
};

/**
 * Reads a covariance such as `50^2*rbf(50) + 2^2*rbf(100)*periodic(1, period=1) + 0.1^2*noise`.
 *
 * Kernels are added and multiplied, and a number times a kernel is its variance. The parts of a sum or product are
 * named after their kernels: above `rbf`, `rbfPeriodic` (with parts `rbf` and `periodic`) and `noise`. A number in `fixed(50)` is
 * not learned, `within(50, 10, 100)` stays between two, and `logNormal(50, 40, 0.5)` starts at 50 with a prior of median 40;
 * see `distributions` for the others.
 *
 * @throws {UserError} that names the part that is wrong, and has its place in `at`
 */
export function parseExpression(text: string): Covariance {
  if (depthOf(text) > deepest) {
    throw new UserError(`covariance: more than ${deepest} operators and parentheses in "${excerpt(text)}"`);
  }
  const meaning = evaluate(located(text));
  if (typeof meaning === "object" && "kernel" in meaning) return meaning;
  const found = typeof meaning === "number" ? "a number" : "a start";
  throw new UserError(`covariance: "${excerpt(text)}" is ${found}; it has no kernel`, [0, text.length]);
}

/** So many operators and parentheses, for each may be a level of the parser's recursion. */
const deepest = 500;

function depthOf(text: string): number {
  return text.match(/[-+*/^([]/g)?.length ?? 0;
}

/** What a part stands for; what goes wrong in it has the place of the innermost part. */
function evaluate(expression: jsep.Expression): Meaning {
  try {
    return meaningOf(expression);
  } catch (error) {
    if (!(error instanceof UserError) || error.at !== undefined) throw error;
    throw new UserError(oneLine(error), placeOf(expression));
  }
}

function meaningOf(expression: jsep.Expression): Meaning {
  const node = expression as jsep.CoreExpression;
  switch (node.type) {
    case "Literal":
      if (typeof node.value === "number") return node.value;
      break;
    case "UnaryExpression":
      if (node.operator === "-") return minus(node.argument);
      break;
    case "Identifier":
      if (node.name === "auto") return "auto";
      return leafOf(node.name, []);
    case "CallExpression":
      return callOf(identifier(node.callee), node.arguments);
    case "BinaryExpression":
      return combine(node.operator, evaluate(node.left), evaluate(node.right));
  }
  throw new UserError(`covariance: ${strangers[node.type] ?? node.type} cannot be part of an expression`);
}

function callOf(name: string, given: readonly jsep.Expression[]): Meaning {
  return isModifier(name) ? configured(name, given.map(evaluate)) : leafOf(name, given);
}

/** A call such as `periodic(1, period=1)`: arguments by position, then by name. */
function leafOf(name: string, given: readonly jsep.Expression[]): Covariance {
  const { learned, fixed } = familyOf(name);
  const names = [...learned, ...fixed];
  const values: Record<string, Argument> = {};
  const settings: Record<string, unknown> = {};
  for (const [i, expression] of given.entries()) {
    const [key, value] = argument(expression) ?? [names[i], expression];
    if (key === undefined) throw new UserError(`covariance: too many arguments for ${signatureOf(name)}`);
    if (Object.hasOwn(values, key)) throw new UserError(`${name}: its argument "${key}" is given twice`);
    const otherwise = `${name}: its argument "${key}" is a number`;
    const list = (value as jsep.CoreExpression).type === "ArrayExpression";
    const found = list
      ? (value as jsep.ArrayExpression).elements.map((one) =>
          start(one as jsep.Expression, `${otherwise}, or a list of numbers`),
        )
      : [start(value, otherwise)];
    for (const [index, one] of found.entries()) {
      if (typeof one === "object") settings[list ? `${key}[${index}]` : key] = one.setting;
    }
    const starts = found.map((one) => (typeof one === "object" ? one.start : one));
    values[key] = list ? starts : starts[0];
  }
  return leaf(name, values, undefined, settings);
}

/** Name and value of `name=value`. */
function argument(expression: jsep.Expression): [name: string, value: jsep.Expression] | undefined {
  const node = expression as jsep.CoreExpression;
  return node.type === "BinaryExpression" && node.operator === "=" ? [identifier(node.left), node.right] : undefined;
}

function identifier(expression: jsep.Expression): string {
  const node = expression as jsep.CoreExpression;
  if (node.type === "Identifier") return node.name;
  throw new UserError(`covariance: expected a name where there is ${shown(evaluate(expression))}`);
}

function start(expression: jsep.Expression, otherwise: string): Start | Configured {
  const meaning = evaluate(expression);
  if (typeof meaning !== "object" || "setting" in meaning) return meaning;
  throw new UserError(`covariance: ${otherwise}, not ${shown(meaning)}`, placeOf(expression));
}

function minus(expression: jsep.Expression): number {
  const meaning = evaluate(expression);
  if (typeof meaning === "number") return -meaning;
  throw new UserError(`covariance: a kernel has no sign, not ${shown(meaning)}`);
}
