import { ArgumentError, eye, type Tensor } from "@wengert/array";
import { expectNoMore, expectNumber } from "@wengert/array/author";
import { broadcastTo } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { orderOf } from "../batch/batch.ts";
import { inverseFor } from "../factor/lufactors.ts";
import { product } from "../products/product.ts";

/**
 * An integer power of a matrix, by repeated squaring: Aⁿ = A A … A, A⁰ = I, A⁻ⁿ = (A⁻¹)ⁿ. Its derivatives are those of the
 * products.
 *
 * @param a - [..., m, m]
 * @param n - an integer
 * @returns [..., m, m]
 * @throws {SingularMatrixError} for a negative power of a singular matrix
 * @throws {ShapeError} when a is not square
 * @throws {ArgumentError} when n is not an integer
 * @example
 * import { tensor } from "@wengert/array";
 * import { matrixPower } from "@wengert/linalg";
 *
 * matrixPower(tensor([[1, 1], [0, 1]]), 5).toArray(); // => [[1, 5], [0, 1]]
 */
export function matrixPower(a: Value, n: number): Tensor {
  expectNoMore("matrixPower", arguments[2]);
  const matrix = resolve(a, "matrixPower");
  const order = orderOf("matrixPower", "a", matrix);
  expectNumber("matrixPower", "n", n);
  if (!Number.isInteger(n)) {
    throw new ArgumentError(
      `matrixPower: n is ${n}, but must be an integer. For a symmetric matrix, matrixFunction has any power.`,
      "matrixPower",
    );
  }
  if (n === 0) return broadcastTo(eye(order), matrix.shape);
  let [rest, square, power]: [number, Tensor, Tensor | undefined] = [
    Math.abs(n),
    n < 0 ? inverseFor(matrix, { op: "matrixPower", name: "a" }) : matrix,
    undefined,
  ];
  for (;;) {
    if (rest % 2 === 1) power = power === undefined ? square : product(power, square);
    rest = Math.floor(rest / 2);
    if (rest === 0) return power as Tensor;
    square = product(square, square);
  }
}
