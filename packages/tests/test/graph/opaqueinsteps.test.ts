import { type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { adjoint, checkpoint, FirstOrderOnlyError, grad, pushforward, rule, valueAndGrad } from "@wengert/core";
import { forwardDiff, jvp } from "@wengert/forward";
import { compile, forLoop, scan, whileLoop } from "@wengert/graph";
import { add, cos, less, mul, sin, square, sum } from "@wengert/ops";
import { assign, type Grads, param, paramsOf, withGradient } from "@wengert/params";
import { describe, expect, test } from "vitest";
import { bitsOf, expectSame } from "./compiled.ts";

/*
 * Code in a step that reads numbers: it has one derivative, eagerly and compiled, and a second one is refused.
 */

type One = (c: Tensor) => Tensor;
type Two = (c: Tensor, w: Tensor) => Tensor;

const sines = (c: Tensor): Tensor => tensor(c.data.map(Math.sin), c.shape);
const along = (c: Tensor, d: Tensor): Tensor =>
  tensor(
    d.data.map((v, i) => v * Math.cos(c.data[i])),
    c.shape,
  );
const opaque = adjoint((c: Tensor) => [sines(c), (ybar: Tensor) => [along(c, ybar)]]);
const opaqueForward = pushforward((c: Tensor) => [sines(c), (dc: Tensor) => along(c, dc)]);
const opaqueRule = rule({
  name: "opaqueRule",
  impl: sines,
  jvp: ([dc], [c]) => dc && along(c, dc),
  vjp: (ybar, [c]) => [along(c, ybar)],
});

/** Opaque codes, and the modes in which they have a derivative. */
const bodies: readonly (readonly [name: string, f: One, reverse: boolean, forward: boolean])[] = [
  ["an adjoint", opaque, true, false],
  ["a pushforward", opaqueForward, false, true],
  ["a rule", opaqueRule, true, true],
  ["an adjoint in checkpoint", checkpoint(opaque), true, false],
  ["a pushforward in forwardDiff", forwardDiff(opaqueForward), true, true],
];

/** Loops, f in their steps. */
const loops: Record<string, (f: One) => Two> = {
  scan: (f) => (c, w) => {
    const [last, ys] = scan(
      (d: Tensor, x: Tensor) => {
        const next = f(mul(add(d, x), w));
        return [next, sum(next)];
      },
      c,
      tensor([0.1, 0.3, -0.2, 0.05]),
    );
    return add(sum(last), sum(ys));
  },
  forLoop: (f) => (c, w) => sum(forLoop(3, (i, d) => f(mul(add(d, i), w)), c)),
  whileLoop: (f) => (c, w) =>
    sum(
      whileLoop(
        ({ k }) => less(k, 3),
        ({ k, d }) => ({ k: add(k, 1), d: f(mul(d, w)) }),
        { k: 0, d: c },
        { maxSteps: 4 },
      ).d,
    ),
};

const points = [
  [tensor([0.4, -0.7]), tensor(0.9)],
  [tensor([-0.2, 1.1]), tensor(1.2)],
] as const;

const gradientOf = (f: Two): Two => valueAndGrad(f as never, { argnums: [0, 1] }) as never;
const tangentOf = (f: Two): Two => ((c: Tensor, w: Tensor) => jvp(f, [c, w], [cos(c), 0.3])) as never;

/** What the same in operations gives, where there is a derivative; else a refusal, compiled too. */
function expectLike(program: Two, inOps: Two, has: boolean): void {
  if (has) {
    for (const at of points) expect(bitsOf(() => program(...at))).toEqual(bitsOf(() => inOps(...at)));
    expectSame(program, points);
    return;
  }
  expect(() => program(...points[0])).toThrow(FirstOrderOnlyError);
  expect(() => compile(program)(...points[0])).toThrow(FirstOrderOnlyError);
}

describe.each(Object.entries(loops))("opaque code in a step of %s", (_loop, loop) => {
  test.each(bodies)("%s", (_name, f, reverse, forward) => {
    const [own, inOps] = [loop(f), loop(sin)];
    expectSame(own, points);
    expectLike(gradientOf(own), gradientOf(inOps), reverse);
    expectLike(tangentOf(own), tangentOf(inOps), forward);
    const second = gradientOf((c, w) => (tangentOf(own)(c, w) as unknown as readonly Tensor[])[1]);
    expectLike(second, second, false);
  });
});

test("an adjoint in a step may close over a parameter that nobody differentiates", () => {
  const [p, q] = [param(0.7), param(0.3)];
  const scaled = adjoint((c: Tensor) => [mul(sin(c), q), (ybar: Tensor) => [mul(mul(ybar, q), cos(c))]]);
  const loss = (): Tensor =>
    scan((c: Tensor) => [add(scaled(mul(c, p)), checkpoint(() => mul(0.1, square(p)))()), null], 0.4, null, {
      length: 5,
    })[0];
  const inOps = (): Tensor =>
    scan((c: Tensor) => [add(mul(sin(mul(c, p)), q), mul(0.1, square(p))), null], 0.4, null, { length: 5 })[0];
  const run = (f: () => Tensor) => (): readonly [number, Grads] => withGradient(f, paramsOf(p));
  const bits = ([value, grads]: readonly [number, Grads]): unknown => [value, Array.from(grads.toVector())];
  const [compiled, value] = [compile(run(loss)), compile(loss)];
  for (let k = 0; k < 4; k++) {
    expect(bits(compiled())).toEqual(bits(run(loss)()));
    expect(value().item()).toBe(loss().item());
    expect(run(loss)()[1].get(p)).toBeCloseTo(run(inOps)()[1].get(p), 13);
    assign(p, 0.8 + 0.1 * k);
    assign(q, 0.2 - 0.1 * k);
  }
  expect(compiled.stats().hits).toBe(2);
  expect(() => withGradient(loss, paramsOf(q))).toThrow(/closes over a parameter/);
  expect(() => compile(() => withGradient(loss, paramsOf(q)))()).toThrow(/closes over a parameter/);
});

test.each([
  ["checkpoint", checkpoint],
  ["forwardDiff", forwardDiff],
  [
    "grad",
    (f: One): One =>
      (d) =>
        grad((e: Tensor) => mul(e, f(e)))(d),
  ],
  ["grad in checkpoint", (f: One): One => checkpoint((d) => grad(checkpoint((e: Tensor) => mul(e, f(e))))(d))],
])("%s in a step of a loop that runs for many", (_name, region) => {
  const f: Two = (c, w) => {
    const g = (region as (f: One) => One)((d: Tensor) => sin(mul(d, w)));
    return scan((d: Tensor, x: Tensor) => [g(add(d, x)), g(d)], c, tensor([0.1, 0.2, 0.3]))[0];
  };
  const [xs, ws] = [tensor([0.1, 0.5]), tensor([0.3, 0.9])];
  for (const inAxes of [
    [0, 0],
    [0, null],
    [null, 0],
  ] as const) {
    const many = (one: Two): Two => {
      const of = vmap(one as never, { inAxes: inAxes as never }) as unknown as Two;
      return (x, w) => of(inAxes[0] === 0 ? x : tensor(0.4), inAxes[1] === 0 ? w : tensor(0.6));
    };
    for (const program of [many(f), many(gradientOf(f)), gradientOf((x, w) => sum(many(f)(x, w)))])
      expectSame(program, [
        [xs, ws],
        [ws, xs],
      ]);
  }
});

test.each([
  ["scan", (f: One, c: Tensor): Tensor => scan((d: Tensor) => [f(d), null], c, null, { length: 3 })[0] as Tensor],
  ["no loop", (f: One, c: Tensor): Tensor => f(c)],
])("forward mode through checkpoint, of what closes over values that nobody differentiates: %s", (_name, repeated) => {
  const p = param(0.9);
  // Its pullback can be transposed.
  const halved = adjoint((c: Tensor) => [sines(c), (ybar: Tensor) => [mul(0.5, ybar)]]);
  const bodies: readonly ((w: Tensor) => One)[] = [
    (w) => (c) => mul(w, sin(halved(mul(c, w)))),
    (w) => (c) => mul(cos(w), halved(mul(c, cos(w)))),
    () => (c) => mul(p, sin(halved(mul(c, p)))),
  ];
  const regions: readonly ((f: One) => One)[] = [
    (f) => checkpoint(f) as unknown as One,
    (f) => forwardDiff(checkpoint(f) as never) as unknown as One,
  ];
  for (const body of bodies) {
    for (const region of regions) {
      const f: Two = (c, w) => repeated(region(body(w)), c);
      const points = [0.4, 0.7].map((v) => [tensor(v), tensor(v + 0.2)]);
      expectSame((c: Tensor, w: Tensor) => jvp((c: Tensor) => f(c, w), [c], [tensor(1)])[1], points);
      expectSame((c: Tensor, w: Tensor) => grad((c: Tensor) => f(c, w))(c), points);
    }
  }
});
