/* What is written comes back: through JSON, through copies between threads, and to the reader of a console. */
import { inspect } from "node:util";
import { MessageChannel } from "node:worker_threads";
import { ArgumentError, eye, isTensor, type Tensor, tensor, zeros } from "@wengert/array";
import { grad, mul, TracedValueError } from "@wengert/core";
import { exp, log, square, sum } from "@wengert/ops";
import {
  bounded,
  type Constraint,
  freeze,
  fromJSON,
  fromTransferable,
  gradient,
  hessianOf,
  isParam,
  jacobianOf,
  lowerCholesky,
  ordered,
  orthogonal,
  type Param,
  param,
  paramsOf,
  positive,
  positiveDefinite,
  reviver,
  simplex,
  toTransferable,
  unconstrained,
} from "@wengert/params";
import { describe, expect, test } from "vitest";

const odd = tensor([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324, 0.1]);
const own: Constraint = { name: "cubes", forward: (x) => exp(x), inverse: (y) => log(y), logDet: (x) => sum(x) };
const tags: readonly Param[] = [
  param(3),
  param(-0),
  param(0.1, { name: "length", constraint: positive(), trainable: false }),
  param(Number.NaN),
  param(odd),
  param(zeros([0, 3])),
  param(2, positive({ transform: "softplus" })),
  param(0.3, bounded(0.1, 1)),
  param(0.3, bounded(0.1, Number.POSITIVE_INFINITY)),
  param(0.3, bounded(Number.NEGATIVE_INFINITY, 1)),
  param(0.3, unconstrained()),
  param(tensor([0.2, 0.3, 0.5]), simplex()),
  param(tensor([0.2, 0.3, 0.5]), ordered()),
  param(eye(2), lowerCholesky()),
  param(eye(2), positiveDefinite()),
  param(
    tensor([
      [0, 1],
      [1, 0],
    ]),
    orthogonal(),
  ),
] as never;

const throughJSON = (x: unknown): unknown => JSON.parse(JSON.stringify(x), reviver);
const throughClone = (x: unknown): unknown => fromTransferable(structuredClone(toTransferable(x)));

function same(a: unknown, b: unknown): void {
  if (isTensor(a) && isTensor(b)) {
    expect(b.shape).toEqual(a.shape);
    expect([...b.data]).toEqual([...a.data]);
  } else expect(b).toBe(a);
}

describe.each([
  ["JSON", throughJSON],
  ["structuredClone", throughClone],
])("%s", (_, through) => {
  test("gives tags back as they were", () => {
    for (const p of tags) {
      const { q } = through({ q: p }) as { q: Param };
      expect(isParam(q)).toBe(true);
      expect(q).not.toBe(p);
      same(p.value, q.value);
      expect([q.name, q.trainable, q.constraint?.name]).toEqual([p.name, p.trainable, p.constraint?.name]);
      const [a, b] = [p, q].map((one) => {
        const frozen = freezeNot(one);
        return [...paramsOf(frozen).toVector()];
      });
      expect(b).toEqual(a);
    }
  });

  test("gives Tensors back as they were, and what is beside them", () => {
    const tree = { x: odd, nested: [{ y: zeros([2, 0]) }, 3], name: "rbf", flag: true, none: null };
    const back = through(tree) as typeof tree;
    same(odd, back.x);
    expect((back.nested[0] as { y: Tensor }).y.shape).toEqual([2, 0]);
    expect([back.nested[1], back.name, back.flag, back.none]).toEqual([3, "rbf", true, null]);
  });

  test("gives tags that can be differentiated and moved", () => {
    const { p } = through({ p: param(3, positive()) }) as { p: Param<number> };
    expect(gradient(() => square(p), paramsOf(p)).get(p)).toBeCloseTo(18, 12);
    paramsOf(p).assign(Float64Array.of(0));
    expect(p.value).toBe(1);
  });

  test("refuses a constraint that it cannot make again", () => {
    for (const constraint of [
      own,
      { ...own, name: "positive" },
      { forward: own.forward, inverse: own.inverse, logDet: own.logDet },
    ]) {
      const p = param(2, { constraint, name: "odd" });
      const cubic: Constraint = {
        ...own,
        name: "positive",
        forward: (x) => mul(2, exp(x)),
        inverse: (y) => log(mul(0.5, y)),
      };
      if (constraint.name !== "positive") expect(() => through({ p })).toThrow(/"odd" has the constraint/);
      expect(() => through(param(2, cubic))).toThrow(ArgumentError);
    }
  });

  test("refuses values that are followed", () => {
    const p = param(3);
    expect(() => gradient(() => mul(p, JSON.stringify(through({ p })).length), paramsOf(p))).toThrow(TracedValueError);
    expect(() => grad((x) => mul(x, JSON.stringify(through({ x })).length))(3)).toThrow(TracedValueError);
  });
});

/** The tag itself, learned for the moment. */
function freezeNot(p: Param): Param {
  if (p.trainable) return p;
  const copy = JSON.parse(JSON.stringify(p), (key, value) => (key === "trainable" ? undefined : reviver(key, value)));
  return copy as Param;
}

describe("what is shared", () => {
  test("stays shared between threads, in Maps, Sets and cycles too", async () => {
    const p = param(2, { name: "shared" });
    const x = tensor([1, 2]);
    const model: Record<string, unknown> = {
      a: p,
      list: [p, x],
      map: new Map([["p", p]]),
      set: new Set([x]),
      when: new Date(0),
    };
    model["self"] = model;
    const { port1, port2 } = new MessageChannel();
    const arrived = new Promise((resolve) => port2.once("message", resolve));
    port1.postMessage(toTransferable(model));
    const back = fromTransferable<typeof model>(await arrived);
    port1.close();
    expect(back["self"]).toBe(back);
    expect((back["list"] as unknown[])[0]).toBe(back["a"]);
    expect((back["map"] as Map<string, unknown>).get("p")).toBe(back["a"]);
    expect((back["set"] as Set<unknown>).has((back["list"] as unknown[])[1])).toBe(true);
    expect(back["when"]).toEqual(new Date(0));
    expect(paramsOf(back).params.length).toBe(1);
  });

  test("buffers can be transferred without harm to the Tensor", () => {
    const x = tensor([1, 2]);
    const message = toTransferable(x) as { data: Float64Array };
    const moved = structuredClone(message, { transfer: [message.data.buffer] });
    expect(x.toArray()).toEqual([1, 2]);
    expect((fromTransferable(moved) as Tensor).toArray()).toEqual([1, 2]);
  });

  test("an instance that holds values is refused, since its class would be lost", () => {
    class Kernel {
      length = param(1);
    }
    expect(() => toTransferable({ k: new Kernel() })).toThrow(/a bare Kernel holds Tensors or parameters/);
  });

  test("a Tensor that was copied by itself says so where it is used", () => {
    expect(() => mul(structuredClone(tensor([1])) as never, 2)).toThrow(/toTransferable/);
  });
});

test("sets and gradients are written by path", () => {
  const model = { a: param(2), b: param(tensor([1, 2]), positive()) };
  const set = paramsOf(model);
  const other = { a: param(0), b: param(tensor([3, 4]), positive()) };
  fromJSON(other, JSON.parse(JSON.stringify(set)));
  expect([...paramsOf(other).toVector()]).toEqual([...set.toVector()]);
  const grads = gradient(() => mul(model.a, sum(model.b)), set);
  expect(JSON.stringify(grads)).toBe('{"a":3,"b":{"shape":[2],"data":[2,4]}}');
});

test("consoles print what things are", () => {
  const model = { a: param(2, { name: "scale" }), b: param(tensor([1, 2]), positive()) };
  const set = paramsOf(model);
  const loss = () => mul(square(model.a), sum(model.b));
  expect(inspect(model)).toBe('{ a: Param "scale" 2, b: Param [2] [1, 2] (positive) }');
  expect(inspect(set)).toBe(
    'ParamSet of 2 parameters, 3 numbers\n  a: Param "scale" 2\n  b: Param [2] [1, 2] (positive)',
  );
  expect(inspect(gradient(loss, set))).toBe("Grads\n  a: 12\n  b: [2] [4, 8]");
  expect(inspect(jacobianOf(loss, set))).toBe("ParamJacobian\n  a: Tensor []\n  b: Tensor [2]");
  expect(inspect(hessianOf(loss, set))).toContain("b, b: Tensor [2, 2]");
  freeze(model.a);
  expect(inspect(model.a)).toBe('Param "scale" 2 (frozen)');
  expect(inspect(param(tensor(Float64Array.from({ length: 100 }, (_, i) => i))))).toBe(
    "Param [100] [0, 1, 2, …, 97, 98, 99]",
  );
  // Browsers show the name, and behind it the fields.
  const tagOf = (x: unknown) => Object.prototype.toString.call(x);
  expect([model.a, set].map(tagOf)).toEqual(["[object Param]", "[object ParamSet]"]);
  expect(tagOf(tensor(1))).toMatch(/^\[object Tensor /);
  // Printing is not reading: it works while a tag is followed.
  gradient(
    () => (mul(model.b, inspect(model.b).length > 0 ? 1 : 0).shape.length === 1 ? sum(model.b) : 0),
    paramsOf(model.b),
  );
});
