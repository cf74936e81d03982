/* Tagged parameters under optimizers: frozen and thawed on the way, written and read, within their constraints. */
import { eye, isTensor, type Tensor, tensor } from "@wengert/array";
import { matmul, trace } from "@wengert/linalg";
import { add, mul, square, sub, sum } from "@wengert/ops";
import { adam, applyUpdates, minimize, momentum, type Transformation } from "@wengert/optim";
import {
  bounded,
  freeze,
  fromJSON,
  ordered,
  orthogonal,
  type Param,
  type ParamSet,
  param,
  paramsOf,
  positive,
  positiveDefinite,
  simplex,
  thaw,
  toJSON,
  withGradient,
} from "@wengert/params";
import { describe, expect, test } from "vitest";

const make = () => ({
  a: param(tensor([3, -2])),
  deep: { b: param(2, { constraint: positive() }), c: param(tensor([0.2, 0.3, 0.5]), { constraint: simplex() }) },
});
type Model = ReturnType<typeof make>;

/** Each parameter on its own, so that none notices what is done with the others. */
const lossOf = (model: Model) => (): Tensor =>
  add(sum(square(model.a)), add(square(sub(model.deep.b, 5)), sum(mul(model.deep.c, tensor([1, 2, 3])))));

const optimizers: readonly (readonly [string, Transformation])[] = [
  ["adam", adam(0.1)],
  ["momentum", momentum(0.05)],
];

interface Run {
  readonly model: Model;
  state: unknown;
}

function steps(optimizer: Transformation, run: Run, set: () => ParamSet, count: number): void {
  for (let i = 0; i < count; i++) {
    const [, grads] = withGradient(lossOf(run.model), set());
    const [updates, next] = optimizer.update(grads, run.state, set());
    applyUpdates(set(), updates);
    run.state = next;
  }
}

function started(optimizer: Transformation): Run {
  const model = make();
  return { model, state: optimizer.init(paramsOf(model)) };
}

const numbers = (model: Model): number[] => [...paramsOf(model).toVector()];
const valuesOf = (p: Param): number[] => (isTensor(p.value) ? [...p.value.data] : [p.value as number]);

/** What an optimizer remembers of the parameter that is to be frozen. */
const memoryOf = (state: unknown): unknown[] =>
  Object.entries(toJSON(state).entries).filter(([path]) => path.includes("deep.b"));

describe.each(optimizers)("freeze while %s runs", (_name, optimizer) => {
  test.each<[string, (model: Model) => () => ParamSet]>([
    [
      "one set throughout",
      (model) => {
        const set = paramsOf(model);
        return () => set;
      },
    ],
    ["a set for every step", (model) => () => paramsOf(model)],
  ])("%s", (_how, setOf) => {
    const [whole, held] = [started(optimizer), started(optimizer)];
    const sets = [setOf(whole.model), setOf(held.model)];
    steps(optimizer, whole, sets[0], 20);
    steps(optimizer, held, sets[1], 8);
    const before = valuesOf(held.model.deep.b);
    const memory = memoryOf(held.state);
    expect(memory.length).toBeGreaterThan(0);
    freeze(held.model, "deep.b");
    steps(optimizer, held, sets[1], 12);
    expect(valuesOf(held.model.deep.b)).toEqual(before);
    expect(memoryOf(held.state)).toEqual(memory);
    // The others went the way that they would have gone, to the last bit.
    expect(valuesOf(held.model.a)).toEqual(valuesOf(whole.model.a));
    expect(valuesOf(held.model.deep.c)).toEqual(valuesOf(whole.model.deep.c));
    thaw(held.model);
    steps(optimizer, held, sets[1], 5);
    expect(valuesOf(held.model.deep.b)).not.toEqual(before);
  });

  test("written and read between two steps, a run goes on bit for bit", () => {
    const [whole, cut] = [started(optimizer), started(optimizer)];
    steps(optimizer, whole, () => paramsOf(whole.model), 15);
    steps(optimizer, cut, () => paramsOf(cut.model), 6);
    const text = JSON.stringify([toJSON(cut.model), toJSON(cut.state)]);
    const [params, state] = JSON.parse(text);
    const next = started(optimizer);
    fromJSON(next.model, params);
    next.state = fromJSON(next.state, state);
    steps(optimizer, next, () => paramsOf(next.model), 9);
    expect(numbers(next.model)).toEqual(numbers(whole.model));
    expect(valuesOf(next.model.deep.c)).toEqual(valuesOf(whole.model.deep.c));
  });
});

describe("minimize", () => {
  test("leaves a frozen parameter where it is", () => {
    const model = make();
    const set = paramsOf(model);
    freeze(model, model.deep.b);
    const { success } = minimize(lossOf(model), set);
    expect(model.deep.b.value).toBe(2);
    for (const x of valuesOf(model.a)) expect(Math.abs(x)).toBeLessThan(1e-4);
    expect(success).toBe(true);
  });

  test("finds the optimum within every constraint", () => {
    const target = tensor([
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
    ]);
    const model = {
      inside: param(0.5, { constraint: bounded(0, 1) }),
      weights: param(tensor([0.2, 0.3, 0.5]), { constraint: simplex() }),
      cuts: param(tensor([-1, 0.5, 2]), { constraint: ordered() }),
      covariance: param(eye(3), { constraint: positiveDefinite() }),
      turn: param(eye(3), { constraint: orthogonal() }),
    };
    const wanted = {
      inside: tensor(0.9),
      weights: tensor([0.7, 0.2, 0.1]),
      cuts: tensor([0, 3, 3.5]),
      covariance: tensor([
        [2, 0.5, 0.1],
        [0.5, 1, 0],
        [0.1, 0, 3],
      ]),
    };
    const loss = (): Tensor => {
      const misses = Object.entries(wanted).map(([key, y]) => sum(square(sub(model[key as "inside"], y))));
      return misses.reduce(add, sub(3, trace(matmul(model.turn, target))));
    };
    const { value } = minimize(loss, paramsOf(model), { tolerance: 1e-9 });
    expect(value).toBeLessThan(1e-12);
    // Of the rotations, the one that is nearest: the transpose.
    for (const [k, x] of valuesOf(model.turn).entries())
      expect(x).toBeCloseTo(target.data[(k % 3) * 3 + Math.floor(k / 3)], 6);
    for (const [k, x] of valuesOf(model.weights).entries()) expect(x).toBeCloseTo(wanted.weights.data[k], 6);
  });
});
