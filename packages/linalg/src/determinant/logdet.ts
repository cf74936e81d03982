import type { Tensor } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { log, mul, sum } from "@wengert/ops";
import { spelledSum } from "@wengert/ops/author";
import { resolve, type Value } from "@wengert/rule";
import { type Arithmetic, type Elements, rule, type Spelled } from "@wengert/rule/library";
import { heldFactor, heldInverse, logdetCotangent, logdetTangent } from "../factor/definite.ts";
import { diagonal } from "../parts/diagonal.ts";
import { allPresent, singleOrder } from "../spelled/cells.ts";

/** @see logdet */
const logdetRule: (a: Value, l: Value, p: Value) => Tensor = /* @__PURE__ */ rule({
  name: "logdet",
  held: [1, 2],
  spelling: ([, l], arithmetic) => spelledLogdet(l, arithmetic),
  impl: (_a: Tensor, l: Tensor, _p: Tensor): Tensor => logdetOfFactor(l),
  jvp: ([da], [a, , p]) => (da === undefined ? undefined : logdetTangent(a, p, da)),
  vjp: (ybar, [a, , p]) => [() => logdetCotangent(ybar, a, p), null, null],
});

/** `logdetOfFactor` number by number, of orders below that from which on logarithms are left to kernels. */
export function spelledLogdet(l: Elements, arithmetic: Arithmetic): Spelled | undefined {
  const n = singleOrder(l);
  if (n === undefined || n >= 16) return undefined;
  const cells = Array.from({ length: n }, (_, i) => arithmetic.call(Math.log, [l.cells[i * (n + 1)]]));
  const sum = spelledSum({ shape: [n], cells, presence: undefined }, [-1], arithmetic);
  return sum && allPresent([arithmetic.operator("*", arithmetic.constant(2), sum.cells[0])]);
}

/** 2 Σ log lᵢᵢ of plain factors. */
export function logdetOfFactor(l: Tensor): Tensor {
  return mul(2, sum(log(diagonal(l)), { axis: -1 }));
}

/**
 * log det A of a positive definite matrix, by one Cholesky factorization, which its derivatives use again.
 *
 *     y = 2 Σ log lᵢᵢ,   dy = Σ (A⁻¹)ᵢⱼ dAᵢⱼ,   Ā = ȳ A⁻¹
 *
 * Source: Petersen and Pedersen, "The Matrix Cookbook", 2012, eq. 43.
 *
 * @param a - [..., n, n], symmetric positive definite; only its lower triangle is read
 * @returns [...]
 * @throws {NotPositiveDefiniteError} with the first pivot that is not positive
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { logdet } from "@wengert/linalg";
 *
 * logdet(tensor([[4, 0], [0, 0.25]])).item(); // => 0
 */
export function logdet(a: Value): Tensor {
  expectNoMore("logdet", arguments[1]);
  const matrix = resolve(a, "logdet");
  const l = heldFactor(matrix, { op: "logdet", name: "a" });
  return logdetRule(matrix, l, heldInverse(l));
}
