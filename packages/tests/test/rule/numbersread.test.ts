/* Rules whose derivative reads the numbers of their arguments, and is an operation of what it is applied to: its transpose is one, too. */

import { vmap } from "@wengert/batch";
import { adjoint, grad, mul, pushforward, rule, sin, sum, type Tensor, tensor, type Value } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { compile, scan } from "@wengert/graph";
import { expect, test } from "vitest";

const sinOf = (x: Tensor) => tensor(x.data.map(Math.sin), x.shape);
const cosOf = (x: Tensor) => tensor(x.data.map(Math.cos), x.shape);

const rules: Readonly<Record<string, (x: Value) => Tensor>> = {
  adjoint: adjoint((x) => {
    const slope = cosOf(x);
    return [sinOf(x), (ybar) => [mul(ybar, slope)]];
  }),
  pushforward: pushforward((x) => {
    const slope = cosOf(x);
    return [sinOf(x), (dx) => mul(dx, slope)];
  }),
  "rule by pullback": rule({ name: "sine", impl: sinOf, vjp: (ybar, [x]) => [mul(ybar, cosOf(x))] }),
  "rule by pushforward": rule({ name: "sine", impl: sinOf, jvp: ([dx], [x]) => dx && mul(dx, cosOf(x)) }),
  "several outputs": (x) =>
    rule({
      name: "waves",
      impl: (x: Tensor) => ({ sine: sinOf(x), cosine: cosOf(x) }),
      vjp: ({ sine }, [x]) => [sine && mul(sine, cosOf(x))],
    })(x).sine,
};

const x = tensor([0.5, 0.6]);
const programs: Readonly<Record<string, (f: (x: Value) => Tensor) => (x: Tensor) => unknown>> = {
  jvp: (f) => (x) => jvp(f, [x], [tensor([1, 2])])[1],
  "jvp, unused": (f) => (x) => jvp((x: Tensor) => f(x) && mul(x, x), [x], [tensor([1, 2])])[1],
  grad: (f) => grad((x: Tensor) => sum(f(x))) as never,
  "grad, unused": (f) => grad((x: Tensor) => f(x) && sum(mul(x, x))) as never,
  "jvp in vmap": (f) => vmap((x: Tensor) => jvp(f, [x], [2])[1]),
  "grad in vmap": (f) => vmap(grad(f) as never),
  "vmap in jvp": (f) => (x) => jvp(vmap(f as never) as (x: Tensor) => Tensor, [x], [tensor([1, 2])])[1],
  "vmap in grad": (f) => grad((x: Tensor) => sum(vmap(f as never)(x) as Tensor)) as never,
  "loop in jvp": (f) => (x) =>
    jvp(
      (x: Tensor) => scan((c: Tensor, t: Tensor) => [mul(f(c), t), null] as const, x, x)[0],
      [x],
      [tensor([1, 2])],
    )[1],
  "loop in grad": (f) =>
    grad((x: Tensor) => sum(scan((c: Tensor, t: Tensor) => [mul(f(c), t), null] as const, x, x)[0])) as never,
};

test.each(Object.entries(programs))("%s", (_, program) => {
  const wanted = (program(sin)(x) as Tensor).toArray() as readonly number[];
  for (const f of Object.values(rules)) {
    const compiled = compile(program(f));
    for (const y of [program(f)(x), compiled(x), compiled(x), compiled(x)]) {
      const found = (y as Tensor).toArray() as readonly number[];
      for (const [i, value] of found.entries()) expect(value / wanted[i]).toBeCloseTo(1, 13);
    }
  }
});
