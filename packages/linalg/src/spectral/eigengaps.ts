import type { Tensor } from "@wengert/array";
import { fromData, sizeOf } from "@wengert/array/author";
import { add, expandDims, mul, neg, reciprocal, square, sub } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { constant, ruleWithAttributes } from "@wengert/rule/library";
import { RepeatedValuesError } from "../errors.ts";
import { exponentOf } from "../lapack/scaling.ts";
import { dependsNot } from "../parts/absent.ts";
import type { ComplexTensor } from "./complex.ts";

interface Named {
  readonly op: string;
}

/**
 * x itself, which is a derivative, or what one is computed of. The check is part of that, so that a program that has been written
 * down makes it wherever it computes the derivative, also of eigenvalues alone.
 *
 * @throws {RepeatedValuesError} where eigenvalues coincide
 */
export const ofDistinct: (x: Value, re: Value, im: Value, o: Named) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "eig",
  held: [1, 2],
  impl: (x: Tensor, re: Tensor, im: Tensor, { op }: Named): Tensor => {
    if (!dependsNot(x)) refuseRepeated(op, re, im);
    return x;
  },
  jvp: ([dx], [, re, im], _y, o) => (dx === undefined ? undefined : ofDistinct(dx, re, im, o)),
  vjp: (ybar, [, re, im], _y, o) => [ofDistinct(ybar, re, im, o), null, null],
});

/** 1/(λⱼ − λᵢ), 0 on the diagonal, for distinct eigenvalues. */
export function inverseGaps({ re, im }: ComplexTensor): ComplexTensor {
  const n = re.shape[re.ndim - 1];
  const one = fromData(
    Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0)),
    [n, n],
  );
  const unit = unitOf(re, im);
  const [dr, di] = [re, im].map((x) => mul(unit, sub(expandDims(x, -2), expandDims(x, -1))));
  const size = mul(unit, reciprocal(add(add(square(dr), square(di)), one)));
  return { re: mul(dr, size), im: neg(mul(di, size)) };
}

/** For each matrix the power of two that makes its largest eigenvalue about 1, so that squares of gaps are in range. */
const unitOf: (re: Value, im: Value) => Tensor = /* @__PURE__ */ constant({
  name: "eig",
  impl: (re: Tensor, im: Tensor): Tensor => {
    const n = re.shape[re.ndim - 1];
    const shape = [...re.shape.slice(0, -1), 1, 1];
    const units = Float64Array.from({ length: sizeOf(shape) }, (_, b) => {
      const most = largestOf(re.data.subarray(b * n, (b + 1) * n), im.data.subarray(b * n, (b + 1) * n));
      // So that neither the power of two nor its reciprocal is out of range.
      return most === 0 ? 1 : 2 ** -Math.max(-1000, Math.min(1000, exponentOf(most)));
    });
    return fromData(units, shape);
  },
});

function largestOf(re: Float64Array, im: Float64Array): number {
  return re.reduce((most, value, i) => Math.max(most, Math.abs(value), Math.abs(im[i])), 0);
}

/** Refuses plain eigenvalues that coincide. */
function refuseRepeated(op: string, re: Tensor, im: Tensor): void {
  const n = re.shape[re.ndim - 1];
  for (let start = 0; start < re.size; start += n) {
    const at = (i: number): readonly [number, number] => [re.data[start + i], im.data[start + i]];
    let most = 0;
    for (let i = 0; i < n; i++) most = Math.max(most, Math.hypot(...at(i)));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const gap = Math.hypot(at(i)[0] - at(j)[0], at(i)[1] - at(j)[1]);
        if (gap > 8 * Number.EPSILON * n * most) continue;
        throw new RepeatedValuesError(
          `${op}: the eigenvalues ${j} and ${i} (counted from 0) are both ${at(j)[0]} + ${at(j)[1]}i: those of a general ` +
            "matrix have derivatives only while they are distinct. For a symmetric matrix use eigvalsh or matrixFunction.",
          op,
        );
      }
    }
  }
}
