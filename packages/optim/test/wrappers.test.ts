import { ArgumentError, isTensor, type Tensor, tensor } from "@wengert/array";
import { add, square, sum } from "@wengert/ops";
import { param, paramsOf, withGradient } from "@wengert/params";
import { flatten, TreeMismatchError, unflatten } from "@wengert/tree";
import { describe, expect, it } from "vitest";
import {
  accumulate,
  adam,
  applyIfFinite,
  applyUpdates,
  chain,
  clipByGlobalNorm,
  clipByValue,
  ema,
  lookahead,
  mask,
  sgd,
  type Transformation,
  weightDecay,
} from "../src/index.ts";
import { exportedFrom } from "./exported.ts";

const table: Record<string, Transformation> = {
  clipByValue: clipByValue(0.5),
  clipByGlobalNorm: clipByGlobalNorm(0.5),
  weightDecay: weightDecay(0.1),
  accumulate: accumulate(adam(0.1), 2),
  ema: ema(0.9),
  lookahead: lookahead(adam(0.1), { steps: 2 }),
  mask: mask(adam(0.1), (path: string) => path === "a"),
  applyIfFinite: applyIfFinite(adam(0.1)),
};
const rows = Object.entries(table);
const start = { a: 2, b: tensor([1, -3]), name: "rbf" };
const slopes = { a: 4, b: tensor([2, -6]), name: null };

/** Updates for gradients one after the other, at the same parameters. */
function updates<G>(transformation: Transformation, grads: readonly G[], params: unknown): G[] {
  let state = transformation.init(params);
  return grads.map((g) => {
    const [update, next] = transformation.update(g, state, params);
    state = next;
    return update;
  });
}

describe("a wrapper", () => {
  it("has a row", () => {
    const wrappers = exportedFrom("transforms").filter((name) => !["applyUpdates", "chain"].includes(name));
    expect(Object.keys(table).sort()).toEqual(wrappers.sort());
  });

  it.each(rows)("resumes from a saved state bit for bit: %s", (_, transformation) => {
    let state = transformation.init(start);
    const step = (): unknown => {
      const [update, next] = transformation.update(slopes, state, start);
      state = next;
      return [update.a, update.b.toArray()];
    };
    for (let i = 0; i < 3; i++) step();
    const { leaves, structure } = flatten<number | Tensor>(state);
    const saved = JSON.parse(JSON.stringify(leaves.map((leaf) => (isTensor(leaf) ? leaf.toArray() : leaf))));
    const whole = [step(), step(), step()];
    state = unflatten(
      structure,
      (saved as unknown[]).map((leaf) => (Array.isArray(leaf) ? tensor(leaf) : leaf)),
    );
    expect([step(), step(), step()]).toEqual(whole);
  });

  it.each(rows)("stays where the gradient is zero, up to decay: %s", (name, transformation) => {
    const zero = { a: 0, b: tensor([0, 0]), name: null };
    const [update] = transformation.update(zero, transformation.init(start), start);
    const expected = name === "weightDecay" ? [0.2, 0.1, -0.3] : [0, 0, 0];
    for (const [i, u] of [update.a, ...update.b.data].entries()) expect(u).toBeCloseTo(expected[i], 15);
  });

  it.each(rows)("keeps shapes and leaves its inputs alone: %s", (_, transformation) => {
    const before = JSON.stringify([start, slopes]);
    const state = transformation.init(start);
    const begun = JSON.stringify(state);
    const [update, next] = transformation.update(slopes, state, start);
    const [, last] = transformation.update(slopes, next, start);
    expect(JSON.stringify([start, slopes])).toBe(before);
    expect(JSON.stringify(state)).toBe(begun);
    const outline = (text: string): string => text.replaceAll(/-?[\d.]+(e-?\d+)?/g, "0");
    expect(outline(JSON.stringify(last))).toBe(outline(begun));
    expect(update).toMatchObject({ a: expect.any(Number), name: null });
    expect(update.b.shape).toEqual([2]);
    expect(transformation.update({}, transformation.init({}), {})[0]).toEqual({});
  });

  it.each(rows)("does the same for a ParamSet: %s", (_, transformation) => {
    const model = { a: param(2), b: param(tensor([1, -3])) };
    const params = paramsOf(model);
    const [, grads] = withGradient((): Tensor => add(square(model.a), sum(square(model.b))), params);
    const [first, second] = updates(transformation, [grads, grads], params);
    const [plainFirst, plainSecond] = updates(transformation, [slopes, slopes], start);
    expect([first.get(model.a), ...first.get(model.b).data]).toEqual([plainFirst.a, ...plainFirst.b.data]);
    expect([second.get(model.a), ...second.get(model.b).data]).toEqual([plainSecond.a, ...plainSecond.b.data]);
  });

  it.each(rows)("leaves alone what has no gradient: %s", (_, transformation) => {
    const [update] = transformation.update({ ...slopes, b: null }, transformation.init(start), start);
    expect(update.b).toBeNull();
  });
});

describe("clipping", () => {
  it("keeps elements within a limit", () => {
    expect(updates(clipByValue(3), [slopes], start)[0]).toMatchObject({ a: 3 });
    expect(updates(clipByValue(3), [slopes], start)[0].b.toArray()).toEqual([2, -3]);
  });

  it("keeps the norm over all leaves within a limit", () => {
    const [long] = updates(clipByGlobalNorm(1), [slopes], start);
    expect(Math.hypot(long.a, ...long.b.data)).toBeCloseTo(1, 6);
    expect(long.a / long.b.data[0]).toBeCloseTo(2, 12);
    // As PyTorch: the factor is 1/(norm + 1e-6).
    expect(long.a).toBeCloseTo(4 / (Math.sqrt(16 + 4 + 36) + 1e-6), 15);
    expect(updates(clipByGlobalNorm(100), [slopes], start)[0]).toEqual(slopes);
    expect(updates(clipByGlobalNorm(1), [{ a: 0 }], { a: 0 })[0]).toEqual({ a: 0 });
  });
});

describe("clipping of gradients of any size", () => {
  it.each([1e200, 1e308, 1e-200, 5e-324])("keeps the direction of two elements of %d", (size) => {
    const [large] = updates(clipByGlobalNorm(1), [{ a: size, b: size }], { a: 0, b: 0 });
    expect(large.a).toBe(large.b);
    if (size > 1) expect(large.a).toBeCloseTo(Math.SQRT1_2, 12);
    else expect(large.a).toBe(size);
  });

  it("shows an element that is not finite, for applyIfFinite to leave the step out", () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const [{ a, b }] = updates(clipByGlobalNorm(1), [{ a: wrong, b: 1 }], { a: 0, b: 0 });
      expect([a, b]).toEqual([Number.NaN, Number.isNaN(wrong) ? Number.NaN : 0]);
      const [safe] = updates(applyIfFinite(clipByGlobalNorm(1)), [{ a: wrong, b: 1 }], { a: 0, b: 0 });
      expect(safe).toEqual({ a: 0, b: 0 });
    }
    expect(updates(clipByValue(1), [{ a: Number.NaN, b: 3 }], { a: 0, b: 0 })[0]).toEqual({ a: Number.NaN, b: 1 });
  });
});

describe("accumulate", () => {
  it("steps once for several gradients, with their mean", () => {
    const grads = [1, 2, 6, 3, 3, 3].map((a) => ({ a }));
    expect(updates(accumulate(sgd(1), 3), grads, { a: 0 }).map(({ a }) => a)).toEqual([0, 0, -3, 0, 0, -3]);
    const [adamAlone] = updates(adam(0.1), [{ a: 3 }], { a: 0 });
    expect(updates(accumulate(adam(0.1), 3), grads, { a: 0 })[2].a).toBeCloseTo(adamAlone.a, 12);
  });

  it("refuses a number of steps that is none", () => {
    for (const steps of [0, 1.5, Number.NaN]) expect(() => accumulate(sgd(1), steps)).toThrowError(ArgumentError);
  });
});

describe("ema", () => {
  it("averages what it is given, from the first value on", () => {
    const grads = [1, 2, 4].map((a) => ({ a }));
    const weights = [0.25, 0.5, 1];
    const averaged = updates(ema(0.5), grads, { a: 0 })[2].a;
    expect(averaged).toBeCloseTo((0.25 * 1 + 0.5 * 2 + 1 * 4) / weights.reduce((x, y) => x + y), 14);
    expect(updates(ema(0.5, { debias: false }), grads, { a: 0 })[2].a).toBe(0.125 + 0.5 + 2);
  });
});

describe("lookahead", () => {
  it("goes back towards where it started from, every few steps", () => {
    const optimizer = lookahead(sgd(1), { steps: 3, rate: 0.25 });
    let [x, state] = [{ a: 10 }, optimizer.init({ a: 10 })];
    const path: number[] = [];
    for (let i = 0; i < 6; i++) {
      const [update, next] = optimizer.update({ a: 1 }, state, x);
      [x, state] = [applyUpdates(x, update), next];
      path.push(x.a);
    }
    expect(path).toEqual([9, 8, 9.25, 8.25, 7.25, 8.5]);
  });

  it("needs the parameters", () => {
    const optimizer = lookahead(sgd(1));
    expect(() => optimizer.update({ a: 1 }, optimizer.init({ a: 1 }))).toThrowError(/lookahead.*third argument/);
    expect(() => weightDecay(1).update({ a: 1 }, null)).toThrowError(ArgumentError);
    expect(() => lookahead(sgd(1), { steps: 0 })).toThrowError(ArgumentError);
  });
});

describe("mask", () => {
  const params = { w: { u: 1, v: [2, 3] }, bias: 4 };
  const grads = { w: { u: 1, v: [1, 1] }, bias: 1 };

  it("chooses by a tree of booleans, by branch, or by path", () => {
    const expected = { w: { u: 1.5, v: [2, 2.5] }, bias: 1 };
    for (const where of [
      { w: true, bias: false },
      { bias: false, w: { v: [true, true], u: true } },
      (path: string) => path.startsWith("w"),
    ]) {
      expect(updates(mask(weightDecay(0.5), where), [grads], params)[0]).toEqual(expected);
    }
    expect(updates(mask(weightDecay(0.5), true), [grads], params)[0].bias).toBe(3);
    expect(updates(mask(weightDecay(0.5), false), [grads], params)[0]).toEqual(grads);
  });

  it("passes the others on through a chain of several", () => {
    const model = { w: param(2), bias: param(4) };
    const set = paramsOf(model);
    const [, g] = withGradient(() => add(square(model.w), square(model.bias)), set);
    const optimizer = mask(chain(weightDecay(1), sgd(0.5, { momentum: 0.5 })), (path: string) => path === "w");
    const [update] = updates(optimizer, [g], set);
    expect([update.get(model.w), update.get(model.bias)]).toEqual([-3, 8]);
  });

  it("says where the choice does not fit", () => {
    const transformation = mask(weightDecay(0.5), { w: true });
    expect(() => updates(transformation, [grads], params)).toThrowError(TreeMismatchError);
    expect(() => updates(transformation, [grads], params)).toThrowError(/^mask: where does not fit: .*whole branch\.$/);
  });
});

describe("applyIfFinite", () => {
  it("leaves out a step that is not finite, and its memory", () => {
    const safe = applyIfFinite(adam(0.1));
    const grads = [{ a: 1 }, { a: Number.NaN }, { a: Number.POSITIVE_INFINITY }, { a: 2 }];
    const steps = updates(safe, grads, { a: 0 }).map(({ a }) => a);
    const clean = updates(adam(0.1), [{ a: 1 }, { a: 2 }], { a: 0 }).map(({ a }) => a);
    expect(steps).toEqual([clean[0], 0, 0, clean[1]]);
    expect(safe.update({ a: Number.NaN }, safe.init({ a: 0 }))[1]).toMatchObject({ running: 1, total: 1 });
  });

  it("lets it show after too many in a row", () => {
    const nans = [Number.NaN, Number.NaN, Number.NaN].map((a) => ({ a }));
    const steps = updates(applyIfFinite(sgd(1), 2), nans, { a: 0 }).map(({ a }) => a);
    expect(steps).toEqual([0, 0, Number.NaN]);
  });
});
