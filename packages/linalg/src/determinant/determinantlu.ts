import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { mul } from "@wengert/ops";
import { nonDifferentiable, type Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { perMatrix } from "../batch/batch.ts";
import { type Asked, contract, diagonalsOf, inverseLu } from "../factor/lufactors.ts";
import { mT } from "../parts/symmetric.ts";

/*
 * Determinants by LU factors. The derivatives of det A are of the size of its minors, and may be numbers where det A is beyond
 * them: then it is kept as y·2ᵉ, and what is made of y is multiplied by 2ᵉ last.
 */

interface Exponent {
  readonly exponent: number;
}

const DET: Asked = { op: "det", name: "a" };

/**
 * y = det A/2ᵉ = ± Π uᵢᵢ/2ᵉ, by Jacobi's formula
 *
 *     dy = y tr(A⁻¹ dA),   Ā = ȳ y A⁻ᵀ
 */
const reducedDet: (a: Value, lu: Value, pivots: Value, o: Exponent) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "det",
  impl: (_a: Tensor, lu: Tensor, pivots: Tensor, { exponent }: Exponent): Tensor => {
    const values = diagonalsOf(lu, pivots).map(({ sign, sizes }) => reducedProduct(sign, sizes, exponent));
    return fromData(Float64Array.from(values), lu.shape.slice(0, -2));
  },
  jvp: ([da], [a, lu, pivots], y) =>
    da === undefined ? undefined : mul(y, contract(inverseLu(a, lu, pivots, DET), da)),
  vjp: (ybar, [a, lu, pivots], y) => [
    mul(perMatrix(ybar), mul(perMatrix(y), mT(inverseLu(a, lu, pivots, DET)))),
    null,
    null,
  ],
});

/** det A = y·2ᵉ, where y is that of `reducedDet`. */
const raisedDet: (a: Value, lu: Value, pivots: Value, o: Exponent) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "det",
  impl: (a: Tensor, lu: Tensor, pivots: Tensor, o: Exponent): Tensor =>
    raised(reducedDet(a, lu, pivots, o), o.exponent),
  jvp: ([da], [a, lu, pivots], _y, o) =>
    da === undefined
      ? undefined
      : raised(mul(reducedDet(a, lu, pivots, o), contract(inverseLu(a, lu, pivots, DET), da)), o.exponent),
  vjp: (ybar, [a, lu, pivots], _y, o) => [
    raised(mul(perMatrix(mul(ybar, reducedDet(a, lu, pivots, o))), mT(inverseLu(a, lu, pivots, DET))), o.exponent),
    null,
    null,
  ],
});

/** det A of matrices whose factors are known. */
export function detLu(a: Value, lu: Value, pivots: Value): Tensor {
  const exponent = exponentOf(lu);
  return (exponent === 0 ? reducedDet : raisedDet)(a, lu, pivots, { exponent });
}

// Up to these exponents a determinant and its products with inverses are far from the ends of the numbers.
const MODERATE = 900;

/** 0, or the exponent of the largest determinant of a batch if that is large or small. */
const exponentOf: (lu: Value) => number = /* @__PURE__ */ nonDifferentiable((lu: Tensor): number => {
  const n = lu.shape[lu.ndim - 1];
  let most = Number.NEGATIVE_INFINITY;
  for (let start = 0; start < lu.size; start += n * n) {
    let exponent = 0;
    for (let i = 0; i < n; i++) exponent += Math.log2(Math.abs(lu.data[start + i * (n + 1)]));
    most = Math.max(most, exponent);
  }
  return Number.isFinite(most) && Math.abs(most) > MODERATE ? Math.round(most) : 0;
});

/** sign·Π sizes/2ᵉ, without overflow on the way where e is the exponent of that product. */
function reducedProduct(sign: number, sizes: Float64Array, e: number): number {
  if (e === 0) return sizes.reduce((y, size) => y * size, sign);
  let [y, exponent] = [sign, -e];
  for (const size of sizes) {
    y *= size;
    if (y === 0 || !Number.isFinite(y)) return y;
    const own = Math.floor(Math.log2(Math.abs(y)));
    y = raisedNumber(y, -own);
    exponent += own;
  }
  return raisedNumber(y, exponent);
}

function raisedNumber(y: number, e: number): number {
  return stepsOf(e).reduce((x, step) => x * 2 ** step, y);
}

/** x·2ᵉ, in steps that are numbers. */
function raised(x: Tensor, e: number): Tensor {
  return stepsOf(e).reduce((y, step) => mul(y, 2 ** step), x);
}

function stepsOf(e: number): readonly number[] {
  const count = Math.ceil(Math.abs(e) / 960);
  return Array.from({ length: count }, (_, i) => Math.trunc((e * (i + 1)) / count) - Math.trunc((e * i) / count));
}
