import jsep from "jsep";
import { excerpt, oneLine, type Span, UserError } from "../errors.ts";

/** The parser's table is global to it: the operators of this language, and no others. Higher binds tighter. */
const operators: readonly (readonly [string, number, boolean?])[] = [
  ["=", 1],
  ["+", 2],
  ["-", 2],
  ["*", 3],
  ["/", 3],
  ["^", 4, true],
];

const places = new WeakMap<jsep.Expression, Span>();

/** Where the hook below is inside of itself; undefined while nobody here parses. */
let entered: number | undefined;

// The parser tells errors' places and not those of what it has read.
jsep.hooks.add("gobble-token", function (env) {
  if (entered === undefined || entered === this.index) return;
  const from = this.index;
  entered = from;
  const node = this.gobbleToken();
  if (node) {
    // What follows a call or a name is read on to the next sign.
    places.set(node, [from, from + this.expr.slice(from, this.index).trimEnd().length]);
    env.node = node;
  } else this.index = from;
});

/**
 * The syntax tree of a text, of whose parts `placeOf` knows the places.
 *
 * @throws {UserError} with the place at which the text is none
 */
export function located(text: string): jsep.Expression {
  jsep.removeAllBinaryOps();
  for (const [operator, precedence, rightToLeft] of operators) jsep.addBinaryOp(operator, precedence, rightToLeft);
  entered = -1;
  try {
    return jsep(text);
  } catch (error) {
    const { index = 0 } = error as { readonly index?: number };
    const at = Math.min(index, text.length);
    throw new UserError(`covariance: ${excerpt(oneLine(error))} in "${excerpt(text)}"`, [at, at]);
  } finally {
    entered = undefined;
  }
}

/** Where a part of an expression stands in its text. */
export function placeOf(expression: jsep.Expression): Span | undefined {
  const own = places.get(expression);
  const node = expression as jsep.CoreExpression;
  if (own !== undefined || node.type !== "BinaryExpression") return own;
  const [left, right] = [placeOf(node.left), placeOf(node.right)];
  return left && right && [left[0], right[1]];
}
