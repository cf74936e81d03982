import { eye, ones, type Tensor, TracedValueError, tensor, zeros } from "@wengert/array";
import { explainBatch, vmap } from "@wengert/batch";
import {
  adjoint,
  checkpoint,
  grad,
  jacrev,
  nonDifferentiable,
  pushforward,
  rule,
  stopGradient,
  surrogate,
  vjp,
} from "@wengert/core";
import { forwardDiff, hessian, hvp, jacfwd, jacobian, jvp } from "@wengert/forward";
import { cholesky, logdet, matmul, matvec, mT, outer } from "@wengert/linalg";
import { add, cos, exp, greater, mul, sin, square, sum, where } from "@wengert/ops";
import { param, paramsOf, withGradient } from "@wengert/params";
import { generator } from "@wengert/random";
import { describe, expect, test } from "vitest";

const xs = tensor([
  [0.3, -0.7, 1.1],
  [0.9, 0.4, -0.2],
  [-1.2, 0.8, 0.5],
  [0.1, 0.6, 1.7],
]);

const row = (x: Tensor, b: number): Tensor => tensor(x.data.slice(b * x.shape[1], (b + 1) * x.shape[1]));

type F = (x: Tensor) => Tensor;

/** The kinds of functions that a user may write, each of a vector. */
const kinds: Readonly<Record<string, F>> = {
  ops: (x) => mul(sin(x), exp(x)),
  "a rule written in ops": rule({
    name: "cube",
    impl: (x: Tensor) => mul(x, mul(x, x)),
    vjp: (ybar, [x]) => [mul(ybar, mul(3, square(x)))],
  }),
  "a rule of numbers, with derivatives in ops": rule({
    name: "numericCube",
    impl: (x: Tensor) =>
      tensor(
        x.data.map((v) => v ** 3),
        x.shape,
      ),
    vjp: (ybar, [x]) => [mul(ybar, mul(3, square(x)))],
    jvp: ([dx], [x]) => dx && mul(dx, mul(3, square(x))),
  }),
  "a rule that says how it batches": rule({
    name: "batchedCube",
    impl: (x: Tensor) =>
      tensor(
        x.data.map((v) => v ** 3),
        x.shape,
      ),
    vjp: (ybar, [x]) => [mul(ybar, mul(3, square(x)))],
    batch: "broadcast",
  }),
  "an adjoint": adjoint((x: Tensor) => {
    const e = exp(x);
    return [e, (ybar: Tensor) => [mul(ybar, e)]];
  }),
  "a pushforward": pushforward((x: Tensor) => [sin(x), (dx: Tensor) => mul(dx, cos(x))]),
  "a checkpoint": checkpoint((x: Tensor) => mul(x, sin(x))) as F,
  "a region of forward mode": forwardDiff((x: Tensor) => mul(x, sin(x))) as F,
  "a choice": (x) => where(greater(x, 0.2), mul(2, x), square(x)),
  "a matrix": (x) => logdet(add(outer(x, x), eye(3))),
  stopGradient: (x) => mul(stopGradient(x), x),
};

/** Derivatives of them, as functions of a vector. */
const transformations: Readonly<Record<string, (f: F) => F>> = {
  value: (f) => f,
  grad: (f) => grad((x: Tensor) => sum(f(x))) as unknown as F,
  jvp: (f) => (x) => jvp(f, [x], [ones([3])])[1],
  jacobian: (f) => jacobian(f) as unknown as F,
  hessian: (f) => hessian((x: Tensor) => sum(f(x))) as unknown as F,
  "grad of grad": (f) => grad((x: Tensor) => sum(square(grad((z: Tensor) => sum(f(z)))(x)))) as unknown as F,
};

function expectSame(actual: Tensor, expected: readonly Tensor[]): void {
  expect(actual.shape).toEqual([expected.length, ...expected[0].shape]);
  const all = expected.flatMap((x) => [...x.data]);
  for (const [i, v] of actual.data.entries()) expect(v).toBeCloseTo(all[i], 12);
}

describe.each(Object.entries(kinds))("%s", (_kind, f) => {
  test.each(Object.entries(transformations))("vmap of its %s", (_name, transform) => {
    const g = transform(f);
    expectSame(
      vmap(g)(xs),
      [0, 1, 2, 3].map((b) => g(row(xs, b))),
    );
  });

  test("grad of its vmap, and of the vmap of its vmap", () => {
    const expected = [0, 1, 2, 3].map((b) => grad((x: Tensor) => sum(f(x)))(row(xs, b)));
    expectSame(grad((x: Tensor) => sum(vmap(f)(x)))(xs), expected);
    const twice = tensor([...xs.data, ...xs.data], [2, 4, 3]);
    const both = grad((x: Tensor) => sum(vmap(vmap(f))(x)))(twice);
    expectSame(tensor(both.data.slice(12), [4, 3]), expected);
  });

  test("hessian of its vmap", () => {
    const h = hessian((x: Tensor) => sum(vmap(f)(x)))(xs);
    const expected = [0, 1, 2, 3].map((b) => hessian((x: Tensor) => sum(f(x)))(row(xs, b)));
    for (let b = 0; b < 4; b++)
      for (let i = 0; i < 3; i++)
        for (let j = 0; j < 3; j++)
          expect(h.data[(b * 3 + i) * 12 + b * 3 + j]).toBeCloseTo(expected[b].data[i * 3 + j], 11);
  });
});

describe("code that reads numbers", () => {
  const square1 = adjoint((x: Tensor) => [
    tensor(
      x.data.map((v) => v * v),
      x.shape,
    ),
    (ybar: Tensor) => [
      tensor(
        ybar.data.map((v, i) => 2 * v * x.data[i]),
        x.shape,
      ),
    ],
  ]);
  const pushed = pushforward((x: Tensor) => [
    tensor(
      x.data.map((v) => v * v),
      x.shape,
    ),
    (dx: Tensor) =>
      tensor(
        dx.data.map((v, i) => 2 * v * x.data[i]),
        x.shape,
      ),
  ]);

  test("has its own first derivative in a batch, and a batch has it", () => {
    const expected = [0, 1, 2, 3].map((b) => mul(2, row(xs, b)));
    expectSame(vmap(grad((x: Tensor) => sum(square1(x))) as unknown as F)(xs), expected);
    expectSame(grad((x: Tensor) => sum(vmap(square1)(x)))(xs), expected);
    expectSame(vmap((x: Tensor) => jvp(pushed, [x], [ones([3])])[1])(xs), expected);
    expectSame(jvp(vmap(pushed), [xs], [ones([4, 3])])[1], expected);
  });

  test("has it in batches inside each other, too", () => {
    const slopes = [0, 1, 2, 3].map((b) => mul(2, row(xs, b)));
    const diagonal = (J: Tensor): Tensor => tensor(Float64Array.from({ length: 3 }, (_, i) => J.data[i * 4]));
    for (const J of [vmap(jacrev(square1) as F)(xs), vmap(jacfwd(pushed) as F)(xs)]) {
      expect(J.shape).toEqual([4, 3, 3]);
      for (let b = 0; b < 4; b++)
        expect(diagonal(tensor(J.data.slice(9 * b, 9 * b + 9), [3, 3])).toArray()).toEqual(slopes[b].toArray());
    }
    expectSame(vmap(vmap(grad(square1) as unknown as F))(xs), slopes);
  });

  test("is reported as a loop", () => {
    expect(explainBatch((x: Tensor) => exp(square1(x)))(xs)).toEqual([
      { op: "adjoint", how: "loop", calls: 1 },
      { op: "exp", how: "one call", calls: 1 },
    ]);
  });

  test("has no second derivative, and says so", () => {
    expect(() => vmap(grad((x: Tensor) => sum(grad((z: Tensor) => sum(square1(z)))(x))))(xs)).toThrow(
      "opaque numeric code",
    );
  });

  test("in the function itself throws, and names the remedy", () => {
    expect(() => vmap((x: Tensor) => (greater(sum(x), 0).item() > 0 ? x : mul(2, x)))(xs)).toThrow(TracedValueError);
    expect(() => vmap((x: Tensor) => tensor(x.data))(xs)).toThrow("where(c, x, y)");
  });

  test("without a Tensor for a result is refused by name", () => {
    const count = nonDifferentiable(function positives(x: Tensor) {
      return x.data.filter((v) => v > 0).length;
    });
    expect(() => vmap((x: Tensor) => mul(x, count(x)))(xs)).toThrow("positives: impl must return a Tensor");
    const empty = nonDifferentiable(function nothing(_x: Tensor) {
      return {} as Tensor;
    });
    expect(() => vmap((x: Tensor) => empty(x))(xs)).toThrow("nothing: impl must return a Tensor");
  });
});

test("a surrogate has its proxy's first derivative in a batch", () => {
  const f = (x: Tensor): Tensor => sum(surrogate(square(x), mul(3, x)));
  expect(vmap(grad(f))(xs).data.every((v) => v === 3)).toBe(true);
  expect(grad((x: Tensor) => sum(vmap(f)(x)))(xs).data.every((v) => v === 3)).toBe(true);
});

describe("parameters", () => {
  const scale = param(2);
  const shift = param(tensor([1, 2, 3]));
  const f = (x: Tensor): Tensor => sum(mul(scale, sin(add(x, shift))));

  test("are shared by the examples, and differentiated outside", () => {
    const [value, grads] = withGradient(() => sum(vmap(f)(xs)), paramsOf({ scale, shift }));
    const each = [0, 1, 2, 3].map((b) => withGradient(() => f(row(xs, b)), paramsOf({ scale, shift })));
    expect(value).toBeCloseTo(
      each.reduce((total, [v]) => total + v, 0),
      12,
    );
    expect(grads.get(scale)).toBeCloseTo(
      each.reduce((total, [, g]) => total + g.get(scale), 0),
      12,
    );
    for (let i = 0; i < 3; i++)
      expect(grads.get(shift).data[i]).toBeCloseTo(
        each.reduce((total, [, g]) => total + g.get(shift).data[i], 0),
        12,
      );
  });

  test("have a gradient for each example inside", () => {
    const set = paramsOf({ scale, shift });
    const per = vmap((x: Tensor) => {
      const [, grads] = withGradient(() => f(x), set);
      return { scale: grads.get(scale) as unknown as Tensor, shift: grads.get(shift) };
    })(xs);
    const each = [0, 1, 2, 3].map((b) => withGradient(() => f(row(xs, b)), set)[1]);
    expectSame(
      per.shift,
      each.map((g) => g.get(shift)),
    );
    expectSame(
      per.scale,
      each.map((g) => tensor(g.get(scale) as number)),
    );
  });

  test("are mapped where they are mapped arguments, closed over too", () => {
    const y = vmap((s: Tensor) => mul(s, shift))(shift);
    expect(y.toArray()).toEqual([1, 4, 9]);
  });
});

describe("sizes", () => {
  test("one example, and none", () => {
    const f: F = (x) => sum(mul(x, sin(x)));
    expect(vmap(f)(ones([1, 3])).shape).toEqual([1]);
    expect(vmap(grad(f))(zeros([0, 3])).shape).toEqual([0, 3]);
    expect(vmap(cholesky)(zeros([0, 3, 3])).shape).toEqual([0, 3, 3]);
    expect(vmap(kinds["a rule of numbers, with derivatives in ops"])(zeros([0, 3])).shape).toEqual([0, 3]);
  });
});

test("products of one Hessian with many vectors are the vmap of one", () => {
  const f = (x: Tensor): Tensor => sum(mul(sin(x), exp(x)));
  const x = row(xs, 0);
  const H = hessian(f)(x);
  const products = vmap((v: Tensor) => hvp(f)(x, v))(xs);
  expectSame(
    products,
    [0, 1, 2, 3].map((b) => matvec(H, row(xs, b))),
  );
});

test("the pullback of several cotangents is the vmap of the pullback", () => {
  const [, pullback] = vjp((x: Tensor) => matmul(x, mT(xs)), row(xs, 0));
  const J = vmap((ybar: Tensor) => pullback(ybar)[0])(
    tensor([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ]),
  );
  expect(J.toArray()).toEqual(xs.toArray());
});

describe("random numbers", () => {
  test("drawn inside are refused, with the remedy", () => {
    const g = generator(1);
    expect(() => vmap((x: Tensor) => add(x, g.normal(0, 1, [3])))(xs)).toThrow("Draw outside");
    expect(vmap((x: Tensor, z: Tensor) => add(x, z))(xs, g.normal(0, 1, [4, 3])).shape).toEqual([4, 3]);
  });
});
