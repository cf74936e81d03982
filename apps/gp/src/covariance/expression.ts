import jsep from "jsep";
import { excerpt, oneLine, UserError } from "../errors.ts";
import { combine, type Meaning, shown } from "./algebra.ts";
import type { Argument, Covariance, Start } from "./covariance.ts";
import { familyOf, leaf, signatureOf } from "./library.ts";

/** The parser's table is global to it: the operators of this language, and no others. Higher binds tighter. */
const operators: readonly (readonly [string, number, boolean?])[] = [
  ["=", 1],
  ["+", 2],
  ["-", 2],
  ["*", 3],
  ["/", 3],
  ["^", 4, true],
];

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
 * named after their kernels: above `rbf`, `rbfPeriodic` (with parts `rbf` and `periodic`) and `noise`.
 *
 * @throws {UserError} that names the place or the part that is wrong
 */
export function parseExpression(text: string): Covariance {
  if (depthOf(text) > deepest) {
    throw new UserError(`covariance: more than ${deepest} operators and parentheses in "${excerpt(text)}"`);
  }
  const meaning = evaluate(parse(text));
  if (typeof meaning === "string" || typeof meaning === "number") {
    throw new UserError(
      `covariance: "${excerpt(text)}" is ${meaning === "auto" ? "a start" : "a number"}; it has no kernel`,
    );
  }
  return meaning;
}

/** So many operators and parentheses, for each may be a level of the parser's recursion. */
const deepest = 500;

function depthOf(text: string): number {
  return text.match(/[-+*/^([]/g)?.length ?? 0;
}

function parse(text: string): jsep.Expression {
  jsep.removeAllBinaryOps();
  for (const [operator, precedence, rightToLeft] of operators) jsep.addBinaryOp(operator, precedence, rightToLeft);
  try {
    return jsep(text);
  } catch (error) {
    throw new UserError(`covariance: ${excerpt(oneLine(error))} in "${excerpt(text)}"`);
  }
}

function evaluate(expression: jsep.Expression): Meaning {
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
      return leafOf(identifier(node.callee), node.arguments);
    case "BinaryExpression":
      return combine(node.operator, evaluate(node.left), evaluate(node.right));
  }
  throw new UserError(`covariance: ${strangers[node.type] ?? node.type} cannot be part of an expression`);
}

/** A call such as `periodic(1, period=1)`: arguments by position, then by name. */
function leafOf(name: string, given: readonly jsep.Expression[]): Covariance {
  const { learned, fixed } = familyOf(name);
  const names = [...learned, ...fixed];
  const values: Record<string, Argument> = {};
  for (const [i, expression] of given.entries()) {
    const [key, value] = argument(expression) ?? [names[i], expression];
    if (key === undefined) throw new UserError(`covariance: too many arguments for ${signatureOf(name)}`);
    if (Object.hasOwn(values, key)) throw new UserError(`${name}: its argument "${key}" is given twice`);
    values[key] = startOrList(value, `${name}: its argument "${key}" is a number`);
  }
  return leaf(name, values);
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

function startOrList(expression: jsep.Expression, otherwise: string): Argument {
  const node = expression as jsep.CoreExpression;
  if (node.type !== "ArrayExpression") return start(expression, otherwise);
  return node.elements.map((one) => start(one as jsep.Expression, `${otherwise}, or a list of numbers`));
}

function start(expression: jsep.Expression, otherwise: string): Start {
  const meaning = evaluate(expression);
  if (typeof meaning === "number" || meaning === "auto") return meaning;
  throw new UserError(`covariance: ${otherwise}, not ${shown(meaning)}`);
}

function minus(expression: jsep.Expression): number {
  const meaning = evaluate(expression);
  if (typeof meaning === "number") return -meaning;
  throw new UserError(`covariance: a kernel has no sign, not ${shown(meaning)}`);
}
