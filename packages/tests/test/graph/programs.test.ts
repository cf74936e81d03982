import { type Tensor, TracedValueError, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import {
  add,
  adjoint,
  checkpoint,
  detectAnomaly,
  div,
  exp,
  grad,
  greater,
  log,
  mul,
  nonDifferentiable,
  pushforward,
  rule,
  sin,
  sqrt,
  square,
  stopGradient,
  sub,
  sum,
  type Value,
  valueAndGrad,
  vjp,
  where,
} from "@wengert/core";
import { forwardDiff, hessian, hvp, jacobian, jvp } from "@wengert/forward";
import { CaptureError, compile } from "@wengert/graph";
import { cholesky, logdet, matmul, NotPositiveDefiniteError } from "@wengert/linalg";
import {
  freeze,
  gradient,
  hessianOf,
  jacobianOf,
  type Param,
  param,
  paramsOf,
  positive,
  thaw,
  withGradient,
} from "@wengert/params";
import { generator } from "@wengert/random";
import { describe, expect, test } from "vitest";
import { expectSame } from "./compiled.ts";

const f = (p: { a: Tensor; b: Tensor }, k: Value = 2): Tensor => sum(mul(p.a, exp(mul(k, sin(p.b)))));
const points = [1, 2, 3].map((k) => [{ a: 0.5 * k, b: tensor([0.1 * k, -1, 2]) }, k] as const);

describe("a compiled function gives the bits of the function", () => {
  test("gradients of trees, where numbers have numbers", () => {
    expectSame(grad(f as never) as never, points);
    expectSame(valueAndGrad(f as never) as never, points);
    expectSame(valueAndGrad(f as never, { argnums: [0, 1] }) as never, points);
  });

  test("second derivatives, Jacobians, products, in any order", () => {
    expectSame(
      hessian(f as never) as never,
      points.map(([p]) => [p]),
    );
    const g = (x: Tensor): Tensor => mul(x, sin(sum(square(x))));
    const xs = [1, 2, 3].map((k) => [tensor([k, 0.3, -2])]);
    expectSame(jacobian(g) as never, xs);
    expectSame(((x: Tensor) => hvp((z: Tensor) => sum(g(z)))(x, tensor([1, 2, 3]))) as never, xs);
    expectSame(((x: Tensor) => jvp((z: Tensor) => grad((w: Tensor) => sum(g(w)))(z), [x], [x])) as never, xs);
    expectSame(((x: Tensor) => grad((z: Tensor) => sum(grad((w: Tensor) => sum(g(w)))(z)))(x)) as never, xs);
    expectSame(vmap(grad((x: Tensor) => mul(x, sin(x)))) as never, xs);
  });

  test("∞ times what does not depend, and times a computed 0", () => {
    const safe = (x: Tensor): Tensor => sum(where(greater(x, 0), log(x), 0));
    const xs = [tensor([1, 0, -1]), tensor([0, 0, 0]), tensor([-1, 2, 3])].map((x) => [x]);
    expectSame(grad(safe) as never, xs);
    expectSame(hessian(safe) as never, xs);
    expectSame(((x: Tensor) => grad((z: Tensor) => sum(square(sqrt(z))))(x)) as never, xs);
    expectSame(((x: Value) => grad((z: Tensor) => where(greater(z, 0), log(z), 0))(x as number)) as never, [
      [1],
      [0],
      [-1],
    ]);
  });

  test("adjoints and pushforwards, in ops and in opaque code, again and again", () => {
    const inOps = adjoint((x: Tensor) => {
      const y = exp(x);
      return [y, (ybar: Tensor) => [mul(ybar, y)]];
    });
    const opaque = adjoint((x: Tensor) => {
      const y = tensor(x.data.map(Math.cosh), x.shape);
      return [
        y,
        (ybar: Tensor) => [
          tensor(
            ybar.data.map((v, i) => v * Math.sinh(x.data[i])),
            x.shape,
          ),
        ],
      ];
    });
    const pushed = pushforward((x: Tensor) => {
      const y = exp(x);
      return [y, (dx: Tensor) => mul(dx, y)];
    });
    const xs = [1, 2, 3].map((k) => [tensor([k, 0.3, -2])]);
    for (const op of [inOps, opaque, pushed]) expectSame(grad((x: Tensor) => sum(mul(x, op(sin(x))))) as never, xs);
    expectSame(hessian((x: Tensor) => sum(mul(x, inOps(sin(x))))) as never, xs);
  });

  test("rules of one's own, opaque or not", () => {
    const cube = rule({
      name: "cube",
      impl: (x: Tensor) => mul(x, mul(x, x)),
      vjp: (ybar, [x]) => [mul(ybar, mul(3, mul(x, x)))],
    });
    const opaque = rule({
      name: "opaque",
      impl: (x: Tensor) =>
        tensor(
          x.data.map((v) => v ** 3),
          x.shape,
        ),
      vjp: (ybar, [x]) => [mul(ybar, mul(3, mul(x, x)))],
    });
    const half = nonDifferentiable((x: Tensor) =>
      tensor(
        x.data.map((v) => Math.floor(v / 2)),
        x.shape,
      ),
    );
    const xs = [1, 2, 3].map((k) => [tensor([k, 0.3, -2])]);
    for (const op of [cube, opaque]) expectSame(grad((x: Tensor) => sum(mul(half(x), op(sin(x))))) as never, xs);
  });

  test("regions", () => {
    const xs = [1, 2, 3].map((k) => [tensor([k, 0.3, -2])]);
    const g = (x: Tensor): Tensor => sum(mul(x, exp(sin(x))));
    expectSame(grad(checkpoint(g)) as never, xs);
    expectSame(grad(forwardDiff(g)) as never, xs);
    expectSame(hessian(checkpoint(g)) as never, xs);
  });

  test("stopGradient, vjp's pullback called inside, aux", () => {
    const xs = [1, 2, 3].map((k) => [tensor([k, 0.3, -2])]);
    expectSame(grad((x: Tensor) => sum(mul(stopGradient(x), x))) as never, xs);
    expectSame(((x: Tensor) => vjp((z: Tensor) => mul(z, z), x)[1](x)) as never, xs);
    expectSame(
      valueAndGrad((x: Tensor) => [sum(square(x)), { twice: mul(2, x), name: "aux" }] as const, {
        hasAux: true,
      }) as never,
      xs,
    );
  });

  test("no numbers at all, and arguments that are one Tensor", () => {
    const g = (x: Tensor, y: Tensor): Tensor => sum(mul(x, exp(y)));
    const [a, b] = [tensor([1, 2]), tensor([3, 4])];
    expectSame(
      grad(g) as never,
      [
        [a, b],
        [b, a],
        [a, a],
        [b, b],
      ].slice(0, 2),
    );
    expectSame(grad(g) as never, [
      [a, a],
      [b, b],
    ]);
    const empty = tensor([], [0, 2]);
    expectSame(grad(g) as never, [[empty, tensor([], [0, 2])]]);
  });
});

describe("tags", () => {
  const model = { scale: param(2, positive()), shift: param(tensor([0.1, 0.2])), deep: [{ rate: param(0.3) }] };
  const loss = (): Tensor => sum(square(add(mul(model.scale, exp(model.deep[0].rate)), model.shift)));

  test("are read at each call", () => {
    const set = paramsOf(model);
    const compiled = compile(() => withGradient(loss, set));
    for (let k = 0; k < 5; k++) {
      set.assign(set.toVector().map((v) => v + 0.1));
      const [value, grads] = compiled();
      const [expected, wanted] = withGradient(loss, set);
      expect(value).toBe(expected);
      expect(grads.toVector()).toEqual(wanted.toVector());
      expect(grads.get(model.scale)).toBe(wanted.get(model.scale));
    }
    expect(compiled.stats()).toMatchObject({ hits: 3, captures: 2, eager: 0 });
  });

  test("that are frozen, or have another constraint, make another plan", () => {
    const set = paramsOf(model);
    const compiled = compile(() => gradient(loss, set));
    for (let k = 0; k < 3; k++) expect(compiled().params.params.length).toBe(3);
    freeze(model.shift);
    for (let k = 0; k < 3; k++) expect(compiled().params.params.length).toBe(2);
    thaw(model.shift);
    expect(compiled().params.params.length).toBe(3);
    expect(compiled.stats()).toMatchObject({ plans: 2 });
  });

  test("what is by tag comes back as it was", () => {
    const set = paramsOf(model);
    const plain = hessianOf(loss, set).toMatrix();
    const compiled = compile(() => hessianOf(loss, set));
    for (let k = 0; k < 3; k++) expect(compiled().toMatrix()).toEqual(plain);
    const rows = compile(() => jacobianOf(() => mul(model.scale, model.shift), set));
    const wanted = jacobianOf(() => mul(model.scale, model.shift), set).toMatrix();
    for (let k = 0; k < 3; k++) expect(rows().toMatrix()).toEqual(wanted);
  });

  test("a gradient of NaN explains itself at the values of its call", () => {
    const p = param(1);
    const compiled = compile(() => withGradient(() => square(sqrt(p)), paramsOf(p)));
    const set = paramsOf(p);
    for (const value of [1, 2, 3]) {
      set.assign(Float64Array.of(value));
      compiled();
    }
    set.assign(Float64Array.of(0));
    const [, grads] = compiled();
    set.assign(Float64Array.of(4));
    expect(grads.get(p as Param<number>)).toBeNaN();
    expect(grads.anomaly()?.op).toBe("sqrt");
  });

  test("passed as arguments, and closed over as well", () => {
    const p = param(2);
    const q = param(5);
    const g = (x: Value): Tensor => mul(x, square(p));
    const compiled = compile(((x: Value) => grad(g as never)(x as never)) as (x: unknown) => unknown);
    for (let k = 0; k < 3; k++) {
      expect(compiled(p)).toBe(grad(g as never)(p as never));
      expect(compiled(q)).toBe(grad(g as never)(q as never));
    }
  });

  test("an adjoint may close over one that nobody follows", () => {
    const c = param(3);
    const scaled = adjoint((x: Tensor) => [mul(c, x), (ybar: Tensor) => [mul(c, ybar)]]);
    const opaque = adjoint((x: Tensor) => [
      tensor(mul(c, x).data.slice(), x.shape),
      (ybar: Tensor) => [tensor(mul(c, ybar).data.slice(), x.shape)],
    ]);
    for (const op of [scaled, opaque]) {
      const compiled = compile(grad((x: Tensor) => sum(op(x))));
      for (let k = 0; k < 4; k++) {
        paramsOf(c).assign(Float64Array.of(k));
        expect(compiled(tensor([1, 2])).toArray()).toEqual([k, k]);
      }
    }
  });
});

describe("what would make a plan wrong is found", () => {
  const x = tensor([1, 2]);

  test.each([
    ["item", (v: Tensor) => (sum(v).item() > 0 ? v : mul(2, v))],
    ["data", (v: Tensor) => tensor(v.data)],
    ["if", (v: Tensor) => (greater(sum(v), 0).item() === 1 ? v : mul(2, v))],
    ["toArray", (v: Tensor) => v.toArray()],
  ])("numbers that are read: %s", (_name, g) => {
    expect(() => compile(g as (v: Tensor) => unknown)(x)).toThrow(TracedValueError);
  });

  test("the value of a tag", () => {
    const p = param(2);
    expect(() => compile(() => mul(p.value, x))()).toThrow(TracedValueError);
  });

  test("random draws", () => {
    const random = generator(1);
    const compiled = compile((v: Tensor) => add(v, random.normal([2])));
    expect(() => compiled(x)).toThrow(CaptureError);
    expect(() => compiled(x)).toThrow("hand them in");
  });

  test("clocks, Math.random, and what changes outside: in the second call", () => {
    let calls = 0;
    for (const changing of [() => Math.random(), () => performance.now(), () => ++calls]) {
      const compiled = compile((v: Tensor) => mul(changing(), v));
      compiled(x);
      expect(() => compiled(x)).toThrow(CaptureError);
    }
    let data = tensor([1, 2]);
    const compiled = compile((v: Tensor) => mul(data, v));
    compiled(x);
    data = tensor([1, 3]);
    expect(() => compiled(x)).toThrow("[2]");
  });

  test("a function that is returned, a Promise, a value of JavaScript that comes from numbers", () => {
    expect(() => compile((v: Tensor) => vjp((z: Tensor) => mul(z, z), v))(x)).toThrow(CaptureError);
    expect(() => compile((async (v: Tensor) => v) as never as (v: Tensor) => Tensor)(x)).toThrow("Promise");
    const count = nonDifferentiable((v: Tensor) => v.data.length);
    expect(() => compile((v: Tensor) => mul(count(v), v))(x)).toThrow(CaptureError);
  });

  test("detectAnomaly goes around it", () => {
    expect(() => compile((v: Tensor) => detectAnomaly(() => mul(v, v)))(x)).toThrow(CaptureError);
    const compiled = compile((v: Tensor) => sqrt(v));
    for (let k = 0; k < 3; k++) compiled(x);
    expect(() => detectAnomaly(() => compiled(tensor([-1, 2])))).toThrow("sqrt");
  });

  test("an answer to a question about numbers that has changed: the function itself is run", () => {
    // The columns of a Hessian are followed once more where one is NaN.
    const g = (v: Tensor): Tensor => sum(where(greater(v, 0), mul(v, log(v)), mul(v, v)));
    const compiled = compile(hessian(g));
    for (const at of [
      tensor([1, 2]),
      tensor([2, 1]),
      tensor([3, 1]),
      tensor([0, 1]),
      tensor([1, Number.POSITIVE_INFINITY]),
    ])
      expect(compiled(at)).toEqual(hessian(g)(at));
  });
});

describe("plans", () => {
  test("are kept for maxPlans forms of the arguments, the last used", () => {
    const compiled = compile((v: Tensor) => sum(v), { maxPlans: 2 });
    for (const n of [1, 2, 3, 3, 2, 1, 3, 3]) expect(compiled(tensor(new Float64Array(n).fill(1))).item()).toBe(n);
    expect(compiled.stats()).toMatchObject({ plans: 2, evicted: 3 });
  });

  test("a static leaf, the shape of a tag, and the kind of a leaf belong to the form", () => {
    const p = param(tensor([1, 2]));
    const compiled = compile((o: { k: Value; name: string }) => (o.name === "sum" ? mul(o.k, sum(p)) : mul(o.k, p)));
    for (let k = 0; k < 3; k++) {
      expect(compiled({ k: 2, name: "sum" }).item()).toBe(6);
      expect(compiled({ k: 2, name: "" }).toArray()).toEqual([2, 4]);
      expect(compiled({ k: tensor([[2], [1]]), name: "" }).toArray()).toEqual([
        [2, 4],
        [1, 2],
      ]);
    }
    expect(compiled.stats().plans).toBe(3);
  });

  test("one that throws in the middle leaves nothing open", () => {
    const compiled = compile(grad((a: Tensor) => logdet(a)));
    const good = tensor([
      [2, 1],
      [1, 2],
    ]);
    for (let k = 0; k < 3; k++) compiled(good);
    expect(() =>
      compiled(
        tensor([
          [1, 2],
          [2, 1],
        ]),
      ),
    ).toThrow(NotPositiveDefiniteError);
    expect(compiled(good)).toEqual(grad((a: Tensor) => logdet(a))(good));
    expect(grad((v: Tensor) => mul(v, v))(3)).toBe(6);
  });

  test("inside of transformations, of one another, and of themselves", () => {
    const inner = compile((v: Tensor) => mul(v, sin(v)));
    const outer = compile(grad((v: Tensor) => sum(inner(v))));
    const v = tensor([1, 2]);
    const wanted = grad((z: Tensor) => sum(mul(z, sin(z))))(v);
    for (let k = 0; k < 3; k++) {
      inner(v);
      expect(outer(v)).toEqual(wanted);
      expect(grad((z: Tensor) => sum(inner(z)))(v)).toEqual(wanted);
      expect(vmap(inner as never)(v as never)).toEqual(inner(v));
    }
    const depth: { f?: (v: Tensor) => Tensor } = {};
    const nested = rule({
      name: "nested",
      impl: (z: Tensor) => (z.data[0] > 2 ? mul(z, z) : (depth.f as (v: Tensor) => Tensor)(add(z, 1))),
      vjp: () => [null],
    });
    depth.f = compile((z: Tensor) => nested(add(z, 1)));
    for (let k = 0; k < 4; k++) expect(depth.f(tensor([0.5])).item()).toBe(3.5 ** 2);
  });

  test("closed over by what follows a value further out", () => {
    const g = grad((a: Tensor) => {
      const scaled = compile((v: Value) => mul(a, v));
      scaled(2);
      scaled(3);
      return add(scaled(4), mul(0, a));
    });
    expect(g(5)).toBe(4);
  });

  test("several of one function alive, interleaved", () => {
    const g = (v: Tensor): Tensor =>
      matmul(
        v,
        cholesky(
          add(
            v,
            tensor([
              [5, 0],
              [0, 5],
            ]),
          ),
        ),
      );
    const [a, b] = [compile(g), compile(g)];
    for (let k = 0; k < 4; k++) {
      const v = tensor([
        [1 + k, 0.5],
        [0.5, 2],
      ]);
      expect(a(v)).toEqual(g(v));
      expect(b(mul(2, v))).toEqual(g(mul(2, v)));
    }
  });

  test("results are of their own: what a plan returned before stays as it was", () => {
    const compiled = compile((v: Tensor) => ({ a: mul(2, v), b: div(v, 2), c: v, d: sub(v, v) }));
    const kept = [1, 2, 3, 4].map((k) => compiled(tensor([k, k])));
    for (const [i, { a, b, c }] of kept.entries()) {
      expect(a.toArray()).toEqual([2 * (i + 1), 2 * (i + 1)]);
      expect(b.toArray()).toEqual([(i + 1) / 2, (i + 1) / 2]);
      expect(c.toArray()).toEqual([i + 1, i + 1]);
    }
  });
});
