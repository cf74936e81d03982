import { eye, ShapeError, type Tensor } from "@wengert/array";
import { addDiagonal, cholesky, choleskySolve, solve, triangularSolve } from "@wengert/linalg";
import { add, mul, neg, reciprocal, sub } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";

/** What the text of a formula says about a matrix. */
export type Structure = "general" | "positive definite" | "lower" | "upper";

/** A \ b for a matrix of that structure: A⁻¹ b. */
export const solves: Readonly<Record<Structure, (a: Value, b: Value) => Tensor>> = {
  general: solve,
  "positive definite": (a, b) => choleskySolve(cholesky(a), b),
  lower: (a, b) => triangularSolve(a, b),
  upper: (a, b) => triangularSolve(a, b, { lower: false }),
};

/** The structure that functions give their result. */
export const structures: Readonly<Record<string, Structure>> = {
  spd: "positive definite",
  cholesky: "lower",
  tril: "lower",
  triu: "upper",
};

/** The structure of the transpose. */
export const transposes: Readonly<Record<Structure, Structure>> = {
  general: "general",
  "positive definite": "positive definite",
  lower: "upper",
  upper: "lower",
};

/** x + s I and x − s I, without making the identity where x is a matrix of its size. */
export function shifted(sign: "+" | "-"): (x: Value, n: number, s?: Value) => Tensor {
  return (x, n, s = 1) => {
    const matrix = resolve(x, "+", 0);
    const scale = resolve(s, "*", 0);
    const { ndim, shape } = matrix;
    if (ndim >= 2 && scale.ndim === 0 && shape[ndim - 1] === n && shape[ndim - 2] === n) {
      return addDiagonal(matrix, sign === "+" ? scale : neg(scale));
    }
    return (sign === "+" ? add : sub)(matrix, mul(scale, eye(n)));
  };
}

/**
 * x ^ −1, of every element. Of a matrix it looks like the inverse.
 *
 * @throws {ShapeError} for matrices
 */
export function inverted(x: Value): Tensor {
  const given = resolve(x, "^");
  if (given.ndim < 2) return reciprocal(given);
  throw new ShapeError(
    "^ takes powers of elements, but A ^ -1 reads like the inverse of a matrix. Write A \\ b or inv(A), or 1 / A for the elements.",
    "math",
  );
}
