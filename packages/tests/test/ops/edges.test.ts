import { grad, type Tensor, tensor, type Value } from "@wengert/core";
import { derivative, hessian, jvp } from "@wengert/forward";
import * as ops from "@wengert/ops";
import { describe, expect, test } from "vitest";

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

/** The derivative of an elementwise op at points, by both modes, which must agree. */
function slopes(op: (x: Value) => Tensor, ...points: number[]): number[] {
  return points.map((x) => {
    const reverse = grad((x: Tensor) => op(x))(x);
    expect(derivative((x: Tensor) => op(x))(x).item()).toBe(reverse);
    return reverse;
  });
}

const gradient = (f: (x: Tensor) => Tensor, x: Tensor) => grad(f)(x).toArray();

describe("far out", () => {
  const composed = (x: Value) => ops.log1p(ops.exp(x));

  test("log(1 + eˣ) in one op", () => {
    expect(ops.softplus(tensor([-800, 800])).toArray()).toEqual([0, 800]);
    expect(slopes(ops.softplus, -800, 800)).toEqual([0, 1]);
    expect(slopes(composed, -800, -700, 0)).toEqual([0, Math.exp(-700), 0.5]);
  });

  test("sigmoid and its logarithm", () => {
    expect(ops.logSigmoid(tensor([-800, 800])).toArray()).toEqual([-800, -0]);
    expect(slopes(ops.logSigmoid, -800, 800)).toEqual([1, 0]);
    expect(slopes(ops.sigmoid, -800, 800)).toEqual([0, 0]);
    expect(slopes(ops.sigmoid, -700)[0] / Math.exp(-700)).toBeCloseTo(1, 14);
    expect(slopes(ops.tanh, -800, 800)).toEqual([0, 0]);
    expect(slopes(ops.tanh, 300)[0] / (4 * Math.exp(-600))).toBeCloseTo(1, 13);
  });

  test("gelu and silu, to infinity", () => {
    for (const op of [ops.gelu, ops.silu, (x: Value) => ops.gelu(x, { approximate: true })]) {
      expect(op(tensor([-800, 800, inf])).toArray()).toEqual([expect.closeTo(0, 300), 800, inf]);
      expect(slopes(op, -800, 800)).toEqual([expect.closeTo(0, 300), 1]);
    }
    expect([ops.gelu(-inf).item(), ops.silu(-inf).item()]).toEqual([0, 0]);
    expect(slopes(ops.gelu, -inf, inf)).toEqual([0, 1]);
    expect(slopes(ops.silu, -inf, inf)).toEqual([0, 1]);
  });

  test("logsumexp and softmax", () => {
    const x = tensor([-800, 0, 800]);
    expect(ops.logsumexp(x).item()).toBe(800);
    expect(gradient((x) => ops.logsumexp(x), x)).toEqual([0, 0, 1]);
    expect(ops.softmax(x).toArray()).toEqual([0, 0, 1]);
    expect(ops.logSoftmax(x).toArray()).toEqual([-1600, -800, 0]);
    expect(gradient((x) => ops.take(ops.logSoftmax(x), 0), x)).toEqual([1, 0, -1]);
    expect(gradient((x) => ops.take(ops.softmax(x), 2), x)).toEqual([0, 0, 0]);
    expect(ops.logsumexp(tensor([0, -50])).item()).toBe(Math.exp(-50));
  });

  test("impossible states (−∞) that do not count leave no NaN", () => {
    const states = (x: Tensor) => ops.stack([ops.logsumexp(ops.add(tensor([-inf, -inf]), x)), ops.take(x, 0)]);
    expect(gradient((x) => ops.logsumexp(states(x)), tensor([1, 2]))).toEqual([1, 0]);
    expect(ops.logaddexp(-inf, -inf).item()).toBe(-inf);
    expect(grad((x: Tensor) => ops.logaddexp(x, -inf))(3)).toBe(1);
    expect(grad((x: Tensor) => ops.logaddexp(x, 800))(-800)).toBe(0);
  });

  test("inverse hyperbolic functions and angles of huge numbers", () => {
    expect(slopes(ops.asinh, 1e200)[0] / 1e-200).toBeCloseTo(1, 14);
    expect(slopes(ops.acosh, 1e200)[0] / 1e-200).toBeCloseTo(1, 14);
    expect((grad((y: Tensor) => ops.atan2(y, 1e-200))(1e-200) as number) / 5e199).toBeCloseTo(1, 14);
    expect((grad((x: Tensor) => ops.atan2(1e200, x))(1e200) as number) / -5e-201).toBeCloseTo(1, 14);
  });
});

describe("at 0", () => {
  test("sqrt: ∞, and with a factor that is 0 no number", () => {
    expect(slopes(ops.sqrt, 0)).toEqual([inf]);
    expect(grad((x: Tensor) => ops.mul(0, ops.sqrt(x)))(0)).toBeNaN();
    expect(slopes(ops.cbrt, 0)).toEqual([inf]);
  });

  test("norms: the derivative of least norm", () => {
    expect(grad((x: Tensor, y: Tensor) => ops.hypot(x, y), { argnums: [0, 1] })(0, 0)).toEqual([0, 0]);
    expect(gradient((x) => ops.std(x), tensor([2, 2, 2]))).toEqual([0, 0, 0]);
    expect(jvp((x) => ops.std(x), [tensor([2, 2])], [tensor([1, 5])])[1].item()).toBe(0);
  });

  test("pow: x = 0, integer exponents, the exponent's half", () => {
    const power = (n: number) => (x: Value) => ops.pow(x, n);
    expect(slopes(power(0), -2, 0, 2)).toEqual([0, 0, 0]);
    expect(slopes(power(1), -2, 0)).toEqual([1, 1]);
    expect(slopes(power(2), -3, 0)).toEqual([-6, 0]);
    expect(slopes(power(3), -2, 0)).toEqual([12, 0]);
    expect(slopes(power(-1), -2)).toEqual([-0.25]);
    expect(slopes(power(0.5), 0)).toEqual([inf]);
    const second = (n: number) => derivative(derivative((x: Tensor) => ops.pow(x, n)));
    expect([1, 2, 3].map((n) => second(n)(0).item())).toEqual([0, 2, 0]);
    expect(second(3)(-2).item()).toBe(-12);
    expect(hessian((x: Tensor) => ops.sum(ops.pow(x, 2)))(tensor([0, -3])).toArray()).toEqual([
      [2, 0],
      [0, 2],
    ]);
    const exponent = (x: number) => slopes((y) => ops.pow(x, y), 0, 2);
    expect(exponent(0)).toEqual([0, 0]);
    expect(exponent(2)).toEqual([Math.LN2, 4 * Math.LN2]);
    expect(exponent(-2)).toEqual([nan, nan]);
  });

  test("x·log y and p·log p", () => {
    expect(grad((y: Tensor) => ops.xlogy(0, y))(0)).toBe(0);
    expect(grad((p: Tensor) => ops.xlogy(p, p))(1)).toBe(1);
    expect(gradient((p) => ops.sum(ops.where(ops.greater(p, 0), ops.mul(p, ops.log(p)), 0)), tensor([0, 1]))).toEqual([
      0, 1,
    ]);
  });
});

describe("products with zeros", () => {
  const product = (x: Tensor) => ops.prod(x);

  test("none, one, two", () => {
    expect(gradient(product, tensor([2, 3, 5]))).toEqual([15, 10, 6]);
    expect(gradient(product, tensor([2, 0, 5]))).toEqual([0, 10, 0]);
    expect(gradient(product, tensor([0, 0, 5]))).toEqual([0, 0, 0]);
    expect(gradient(product, tensor([0]))).toEqual([1]);
  });

  test("second derivatives", () => {
    expect(hessian(product)(tensor([0, 0, 5])).toArray()).toEqual([
      [0, 5, 0],
      [5, 0, 0],
      [0, 0, 0],
    ]);
    expect(hessian(product)(tensor([2, 0, 5])).toArray()).toEqual([
      [0, 5, 0],
      [5, 0, 2],
      [0, 2, 0],
    ]);
  });

  test("partial products", () => {
    const last = (x: Tensor) => ops.sum(ops.cumprod(x));
    expect(gradient(last, tensor([0, 3, 0, 5]))).toEqual([4, 0, 0, 0]);
    expect(hessian(last)(tensor([0, 0, 5])).toArray()).toEqual([
      [0, 6, 0],
      [6, 0, 0],
      [0, 0, 0],
    ]);
  });
});

describe("where", () => {
  const wild = [ops.log, ops.sqrt, ops.reciprocal, ops.rsqrt, ops.cbrt, (x: Value) => ops.div(0, x)];

  test("a branch that is not taken contributes exactly 0, at every order", () => {
    for (const f of wild) {
      const safe = (x: Value) => ops.where(ops.greater(x, 0), f(x), ops.square(x));
      expect(slopes(safe, 0, -2)).toEqual([0, -4]);
      expect(derivative(derivative((x: Tensor) => safe(x)))(0).item()).toBe(2);
      expect(grad((x: Tensor) => derivative((x: Tensor) => safe(x))(x))(0)).toBe(2);
      expect(derivative(derivative(derivative((x: Tensor) => safe(x))))(0).item()).toBe(0);
    }
  });

  test("nor does one that overflows", () => {
    const safe = (x: Value) => ops.where(ops.less(x, 100), ops.exp(x), x);
    expect(slopes(safe, 800)).toEqual([1]);
  });
});

describe("ties share, kinks are as documented", () => {
  test("max and min, whole and along axes", () => {
    const x = tensor([
      [3, 3, 1],
      [2, 0, 2],
    ]);
    expect(gradient((x) => ops.max(x), x)).toEqual([
      [0.5, 0.5, 0],
      [0, 0, 0],
    ]);
    expect(gradient((x) => ops.sum(ops.max(x, { axis: 1 })), x)).toEqual([
      [0.5, 0.5, 0],
      [0.5, 0, 0.5],
    ]);
    expect(gradient((x) => ops.min(x), tensor([1, 1, 1, 1]))).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(gradient((x) => ops.max(x), tensor([1, nan, 5]))).toEqual([nan, nan, nan]);
  });

  test("maximum, minimum, clip", () => {
    const both = (f: (x: Value, y: Value) => Tensor) => grad((x: Tensor, y: Tensor) => f(x, y), { argnums: [0, 1] });
    expect(both(ops.maximum)(2, 2)).toEqual([0.5, 0.5]);
    expect(both(ops.maximum)(2, 3)).toEqual([0, 1]);
    expect(both(ops.minimum)(2, 2)).toEqual([0.5, 0.5]);
    expect(slopes((x) => ops.clip(x, -1, 1), -2, -1, 0, 1, 2)).toEqual([0, 0.5, 1, 0.5, 0]);
    expect(slopes((hi) => ops.clip(5, -1, hi), 2)).toEqual([1]);
  });

  test("abs, sign, relu, rounding", () => {
    expect(slopes(ops.abs, -2, 0, 2)).toEqual([-1, 0, 1]);
    expect(slopes(ops.sign, -2, 0, 2)).toEqual([0, 0, 0]);
    expect(slopes(ops.relu, -2, 0, 2)).toEqual([0, 0, 1]);
    for (const op of [ops.floor, ops.ceil, ops.round]) expect(slopes(op, -1.5, 0, 2)).toEqual([0, 0, 0]);
    expect(slopes((x) => ops.remainder(x, 3), 7, -7)).toEqual([1, 1]);
    expect(slopes((y) => ops.remainder(7, y), 3, -3)).toEqual([-2, 3]);
  });

  test("sort: equal elements keep their order", () => {
    expect(gradient((x) => ops.take(ops.sort(x), 1), tensor([5, 2, 2]))).toEqual([0, 0, 1]);
  });
});

test("derivatives of sinc, against 60-digit values", () => {
  const points = [1e-9, 1e-3, 0.05, 0.3, 0.65, 0.9, 1.4, 10.3];
  const wanted = [
    [
      -3.289868133696453e-9, -0.0032898648867278964, -0.16408789296847298, -0.9020281301388888, -1.3697278346369697,
      -1.178165467869117, -0.06627199013707347, 0.054639174203150266,
    ],
    [
      -3.289868133696453, -3.289858392793072, -3.2655516040338544, -2.4584852862661744, -0.09188289448740505,
      1.5394726848616678, 2.228840103582645, -0.2573670091809645,
    ],
    [
      1.9481818206800487e-8, 0.01948179531659038, 0.971232377182926, 5.24749315292437, 7.317469719606775,
      5.297926138140398, -2.5976034450382466, -0.4882628044056602,
    ],
    [
      19.481818206800487, 19.48174953618773, 19.31041593280768, 13.648773849855683, -2.5278216392158677,
      -12.900264584508133, -13.641648359069013, 2.62501514410455,
    ],
  ];
  let f: (x: Tensor) => Tensor = (x) => ops.sinc(x);
  for (const [order, row] of wanted.entries()) {
    f = derivative(f);
    for (const [i, x] of points.entries()) {
      const error = Math.abs(f(x as never).item() - row[i]) / Math.max(Math.abs(row[i]), 1e-9);
      expect(error, `order ${order + 1} at ${x}`).toBeLessThan(1e-12);
    }
  }
});

test("masks, positions and truth are plain through all levels", () => {
  const f = (x: Tensor): Tensor => {
    const decisions = [
      ops.greater(x, 1),
      ops.finiteMask(x),
      ops.nanMask(x),
      ops.argmax(x),
      ops.argmin(x),
      ops.any(x),
      ops.all(x),
    ];
    expect(decisions.map((decision) => decision.toArray())).toEqual([[0, 1], [1, 1], [0, 0], 1, 0, 1, 1]);
    return ops.sum(ops.square(ops.take(x, ops.argmax(x))));
  };
  const x = tensor([0.5, 3]);
  expect(gradient(f, x)).toEqual([0, 6]);
  expect(hessian(f)(x).toArray()).toEqual([
    [0, 0],
    [0, 2],
  ]);
});
