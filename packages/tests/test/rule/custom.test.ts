import {
  add,
  adjoint,
  exp,
  grad,
  mul,
  ones,
  pushforward,
  rule,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
} from "@wengert/core";
import { forwardDiff, hessian, jvp } from "@wengert/forward";
import { param, paramsOf, withGradient } from "@wengert/params";
import { ruleWithAttributes } from "@wengert/rule";
import { describe, expect, test } from "vitest";

interface Model {
  readonly scale: Tensor;
  readonly parts: readonly Tensor[];
}

/** scale·Σ parts·y, and its exponential. */
const value = ({ scale, parts }: Model, y: Tensor): Tensor => mul(scale, sum(parts.map((p) => mul(p, y)).reduce(add)));

const byAdjoint = adjoint((m: Model, y: Tensor) => {
  const linear = value(m, y);
  return [
    { linear, exponential: exp(linear) },
    (bar: { linear: Tensor; exponential: Tensor }) => {
      const g = add(bar.linear, mul(bar.exponential, exp(linear)));
      const total = sum(m.parts.map((p) => mul(p, y)).reduce(add));
      return [
        { scale: mul(g, total), parts: m.parts.map(() => mul(mul(g, m.scale), sum(y))) },
        () => mul(mul(mul(g, m.scale), m.parts.reduce(add)), ones([2])),
      ];
    },
  ];
});

const byPushforward = pushforward((m: Model, y: Tensor) => {
  const linear = value(m, y);
  return [
    { linear, exponential: exp(linear) },
    (dm: Model, dy: Tensor) => {
      const parts = m.parts.map((p, i) => add(mul(dm.parts[i], y), mul(p, dy))).reduce(add);
      const dlinear = add(mul(dm.scale, sum(m.parts.map((p) => mul(p, y)).reduce(add))), mul(m.scale, sum(parts)));
      return { linear: dlinear, exponential: mul(exp(linear), dlinear) };
    },
  ];
});

const plain = (m: Model, y: Tensor) => {
  const linear = value(m, y);
  return { linear, exponential: exp(linear) };
};

const y = tensor([0.3, -0.2]);
const model = { scale: 0.5, parts: [0.7, 1.1] };

describe("custom rules over trees", () => {
  const loss = (f: typeof plain) => (m: Model) => {
    const { linear, exponential } = f(m, y);
    return add(mul(linear, linear), exponential);
  };

  test.each([
    ["adjoint", byAdjoint as unknown as typeof plain],
    ["pushforward", byPushforward as unknown as typeof plain],
  ])("%s: value, gradient and Hessian as composed", (_name, f) => {
    const [wanted, got] = [valueAndGrad(loss(plain))(model), valueAndGrad(loss(f))(model)];
    expect(got[0]).toBeCloseTo(wanted[0], 14);
    expect(got[1].scale).toBeCloseTo(wanted[1].scale, 14);
    for (const i of [0, 1]) expect(got[1].parts[i]).toBeCloseTo(wanted[1].parts[i], 14);
    const [h, hw] = [hessian(loss(f))(model), hessian(loss(plain))(model)];
    expect(h.scale.parts[1].item()).toBeCloseTo(hw.scale.parts[1].item(), 13);
    expect(h.parts[0].parts[1].item()).toBeCloseTo(hw.parts[0].parts[1].item(), 13);
    const [, dy] = jvp((y: Tensor) => f({ scale: tensor(0.5), parts: [tensor(1), tensor(2)] }, y).linear, [y], [y]);
    expect(dy.item()).toBeCloseTo(0.5 * 3 * 0.1, 14);
  });

  test("with tags for leaves, in regions too", () => {
    const tags = { scale: param(0.5), parts: [param(0.7), param(1.1)] };
    const wanted = grad(loss(plain))(model);
    for (const wrap of [(f: () => Tensor) => f, forwardDiff<[], Tensor>]) {
      const [, grads] = withGradient(
        wrap(() => byAdjoint(tags, y).exponential),
        paramsOf(tags),
      );
      const alone = grad((m: Model) => plain(m, y).exponential)(model);
      expect(grads.get(tags.scale)).toBeCloseTo(alone.scale, 14);
      expect(grads.get(tags.parts[1])).toBeCloseTo(alone.parts[1], 14);
    }
    expect(wanted.scale).toBeTypeOf("number");
  });
});

describe("what a body must return", () => {
  const x = tensor([1, 2, 3]);
  const g = tensor([2, 4, 6]);

  test("a gradient in place of a function is refused, and the message shows how it becomes one", () => {
    const body = () => [14, g];
    expect(() => adjoint(body as never)(x)).toThrow("it returned [14, a Tensor or parameter]");
    expect(() => adjoint(body as never)(x)).toThrow("(ybar) => [mul(ybar, g)]");
    expect(() => pushforward(body as never)(x)).toThrow("(dx) => sum(mul(g, dx))");
  });

  test("an array of numbers for the cotangent of a Tensor", () => {
    const f = adjoint((x) => [sum(mul(x, x)), () => [[2, 4, 6]] as never]);
    expect(() => grad(f)(x)).toThrow("is nested, the value one Tensor. Wrap numbers in arrays in tensor(...)");
  });

  test("what is undefined is asked for its name, not to be wrapped", () => {
    expect(() => mul((x as unknown as { length: Tensor }).length, 2)).toThrow("Is there a field of that name?");
    expect(() => mul([1, 2] as never, 2)).toThrow("Wrap numbers in arrays");
  });
});

describe("rules", () => {
  test("attributes go to value and derivatives alike", () => {
    const seen: number[] = [];
    const scale = ruleWithAttributes({
      name: "scale",
      impl: (x: Tensor, { by }: { by: number }) => mul(by, x),
      jvp: ([dx], _xs, _y, { by }) => {
        seen.push(by);
        return dx === undefined ? undefined : mul(by, dx);
      },
      vjp: (ybar, _xs, _y, { by }) => {
        seen.push(by);
        return [mul(by, ybar)];
      },
    });
    expect(grad((x) => scale(x, { by: 5 }))(1)).toBe(5);
    expect(jvp((x: Tensor) => scale(x, { by: 7 }), [1], [1])[1].item()).toBe(7);
    expect(seen).toEqual([5, 7]);
  });

  test("several outputs: absent cotangents are undefined", () => {
    const seen: unknown[] = [];
    const split = rule({
      name: "split",
      impl: (x: Tensor) => ({ half: mul(0.5, x), square: mul(x, x) }),
      vjp: ({ half, square }, [x]) => {
        seen.push([half === undefined, square === undefined]);
        const parts = [half && mul(0.5, half), square && mul(square, mul(2, x))].filter((part) => part !== undefined);
        return [parts.reduce((a, b) => add(a, b))];
      },
    });
    expect(grad((x) => split(x).half)(3)).toBe(0.5);
    expect(grad((x) => split(x).square)(3)).toBe(6);
    expect(grad((x) => add(split(x).half, split(x).square))(3)).toBe(6.5);
    expect(seen[0]).toEqual([false, true]);
    expect(seen[1]).toEqual([true, false]);
    expect(jvp((x: Tensor) => split(x).square, [3], [1])[1].item()).toBe(6);
  });
});
