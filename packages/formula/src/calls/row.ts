import { ArgumentError, ShapeError, type Tensor } from "@wengert/array";
import { showShape } from "@wengert/array/author";
import { dot, matmul, mT, outer } from "@wengert/linalg";
import { add, div, mul, neg, sub } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";

/*
 * The transpose of a vector is a row. It has no other use than products of matrices, so beside a row `*` is one: `x' * y`
 * is a number, `x' * A` a row, `x * y'` a matrix. Rows can be added, negated and scaled. Everything else refuses them, or
 * `x' * y` would be something else than it says as soon as the row was kept in a variable.
 */

/** x' of a vector x. */
export class Row {
  readonly vector: Tensor;

  constructor(vector: Tensor) {
    this.vector = vector;
  }
}

/** What an operator has on its two sides: values, or rows. */
export type Operand = Value | Row;

/** What is no row. */
export function notRow(x: unknown): unknown {
  if (!(x instanceof Row)) return x;
  throw new ArgumentError(
    "the transpose of a vector is a row, which is there for products, as in x' * A * y. Use the vector itself, or " +
      "reshape(x, [1, -1]) for a matrix of one row.",
    "math",
  );
}

/** x': of a vector a row, of a row the vector, of matrices the last two axes. */
export function transposed(x: Operand): Operand {
  if (x instanceof Row) return x.vector;
  const given = resolve(x, "'");
  if (given.ndim === 0) return given;
  return given.ndim === 1 ? new Row(given) : mT(given);
}

/** What is known of a product before its values are. */
export interface Beside {
  /** A factor is written as a transpose. */
  readonly transposed: boolean;
  /** The second factor is a solve without parentheses. */
  readonly solve: boolean;
}

/** x * y, where one of the two may be a row. */
export function times({ transposed, solve }: Beside): (x: Operand, y: Operand) => Operand {
  return (x, y) => {
    if (solve) refuseSolve(x);
    if (x instanceof Row || y instanceof Row) return rowTimes("*", x, y);
    if (!transposed || ndimOf(x) === 0 || ndimOf(y) === 0) return mul(x, y);
    throw new ShapeError(
      `beside the transpose of a matrix, * could multiply matrices or elements (${shapesOf(x, y)}). ` +
        "Did you mean @? For elements write mul(a, b).",
      "math",
    );
  };
}

/** x @ y, where one of the two may be a row. */
export function product({ solve }: Beside): (x: Operand, y: Operand) => Operand {
  return (x, y) => {
    if (solve) refuseSolve(x);
    return x instanceof Row || y instanceof Row ? rowTimes("@", x, y) : matmul(x, y);
  };
}

/** x + y and x − y. */
export const plus: (x: Operand, y: Operand) => Operand = sumOf("+", add);
export const minus: (x: Operand, y: Operand) => Operand = sumOf("-", sub);

function sumOf(sign: string, op: (x: Value, y: Value) => Tensor): (x: Operand, y: Operand) => Operand {
  return (x, y) => {
    if (x instanceof Row && y instanceof Row) return new Row(op(x.vector, y.vector));
    if (x instanceof Row || y instanceof Row) throw refused(sign, x, y);
    return op(x, y);
  };
}

/** x / y, where x may be a row. */
export function over(x: Operand, y: Operand): Operand {
  if (y instanceof Row || (x instanceof Row && ndimOf(y) > 0)) throw refused("/", x, y);
  return x instanceof Row ? new Row(div(x.vector, y)) : div(x, y);
}

/** −x. */
export function negated(x: Operand): Operand {
  return x instanceof Row ? new Row(neg(x.vector)) : neg(x);
}

function rowTimes(sign: "*" | "@", x: Operand, y: Operand): Operand {
  if (x instanceof Row && !(y instanceof Row)) {
    const right = resolve(y, "math");
    if (right.ndim === 0 && sign === "*") return new Row(mul(x.vector, right));
    if (right.ndim === 1) return dot(x.vector, right);
    if (right.ndim === 2) return new Row(matmul(x.vector, right));
  }
  if (y instanceof Row && !(x instanceof Row)) {
    const left = resolve(x, "math");
    if (left.ndim === 0 && sign === "*") return new Row(mul(left, y.vector));
    if (left.ndim === 1) return outer(left, y.vector);
  }
  throw refused(sign, x, y);
}

function refused(sign: string, x: Operand, y: Operand): ShapeError {
  return new ShapeError(
    `${sign} has no meaning for ${shapesOf(x, y)}. A row x' is multiplied by a vector or matrix on its right, or stands ` +
      "on the right of a vector.",
    "math",
  );
}

/** After anything but a row, a solve needs parentheses: `2 * A \ b` is (2A)⁻¹b to some readers, and 2A⁻¹b to others. */
function refuseSolve(x: Operand): void {
  if (!(x instanceof Row)) throw new ArgumentError(unclearSolve, "math");
}

/** Why a product and a solve side by side are refused. */
export const unclearSolve: string = "a * A \\ b is ambiguous: write a * (A \\ b) or (a * A) \\ b";

function ndimOf(x: Operand): number {
  return x instanceof Row ? 1 : resolve(x, "math").ndim;
}

function shapesOf(x: Operand, y: Operand): string {
  return [x, y]
    .map((one) => (one instanceof Row ? `a row of length ${one.vector.size}` : showShape(resolve(one, "math").shape)))
    .join(" and ");
}
