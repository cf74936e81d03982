import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { add, mul, neg, sub } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { constant } from "@wengert/rule/library";
import { mT } from "../parts/transpose.ts";
import { product } from "../products/product.ts";

/** Complex numbers, as two tensors of one shape. */
export interface ComplexTensor {
  readonly re: Tensor;
  readonly im: Tensor;
}

/** The matrix C with V = S C: the identity, but for the blocks [1 1; i −i] of pairs. And its inverse. */
export function pairing(im: Tensor): readonly [ComplexTensor, ComplexTensor] {
  const { re: cr, im: ci, half } = pairingRule(im);
  return [
    { re: cr, im: ci },
    { re: mul(half, mT(cr)), im: neg(mul(half, mT(ci))) },
  ];
}

/** C, and the factors of its inverse. */
const pairingRule: (im: Value) => { readonly re: Tensor; readonly im: Tensor; readonly half: Tensor } =
  /* @__PURE__ */ constant({
    name: "eig",
    impl: (im: Tensor): { readonly re: Tensor; readonly im: Tensor; readonly half: Tensor } => {
      const n = im.shape[im.ndim - 1];
      const [re, imaginary] = [new Float64Array(im.size * n), new Float64Array(im.size * n)];
      for (const [at, value] of im.data.entries()) {
        const k = at % n;
        if (value === 0) re[at * n + k] = 1;
        if (value > 0) re.set([1, 1], at * n + k);
        if (value < 0) imaginary.set([1, -1], at * n + k - 1);
      }
      const shape = [...im.shape, n];
      const halves = im.data.map((value) => (value === 0 ? 1 : 0.5));
      return { re: fromData(re, shape), im: fromData(imaginary, shape), half: fromData(halves, [...im.shape, 1]) };
    },
  });

/** L X R, as matrices. */
export function between(l: ComplexTensor, x: ComplexTensor, r: ComplexTensor): ComplexTensor {
  return complexProduct(complexProduct(l, x, product), r, product);
}

/** The product by a real one, of matrices or of elements. */
export function complexProduct(
  a: ComplexTensor,
  b: ComplexTensor,
  by: (x: Tensor, y: Tensor) => Tensor,
): ComplexTensor {
  return { re: sub(by(a.re, b.re), by(a.im, b.im)), im: add(by(a.re, b.im), by(a.im, b.re)) };
}
