/* Formulas inside transformations: they are calls of operations, so what holds for those holds for them. */

import { vmap } from "@wengert/batch";
import { checkGrads } from "@wengert/check";
import { math, mathWith } from "@wengert/formula";
import { forwardDiff, hessian, hvp, jacobian, jvp } from "@wengert/forward";
import {
  addDiagonal,
  cholesky,
  choleskyInverse,
  choleskySolve,
  diagonal,
  dot,
  logdet,
  pairwiseSquaredDistance,
  solve,
} from "@wengert/linalg";
import { exp, log, neg, stack, sum } from "@wengert/ops";
import { param, paramsOf, positive, withGradient } from "@wengert/params";
import { matern } from "@wengert/special";
import { describe, expect, it } from "vitest";
import {
  add,
  adjoint,
  grad,
  mul,
  outer,
  pushforward,
  sub,
  type Tensor,
  TracedValueError,
  tensor,
  type Value,
  valueAndGrad,
} from "wengert";

const squared = pairwiseSquaredDistance(tensor([[0], [0.5], [1.3], [2]]));
const y = tensor([0.1, 0.7, -0.3, 0.4]);

interface Theta<V> {
  readonly v: V;
  readonly l: V;
  readonly noise: V;
}

const at: Theta<number> = { v: -0.2, l: -0.4, noise: -2 };

/** The negative log marginal likelihood; its parameters are logarithms. */
function loss({ v, l, noise }: Theta<Value>): Tensor {
  const K = math`exp(${v}) * exp(-0.5 * ${squared} / exp(${l})^2) + exp(${noise}) * I(4)`;
  return math`0.5 * ${y}' * spd(${K}) \ ${y} + 0.5 * logdet(${K}) + 2 * log(2 * pi)`;
}

// Computed in multiple precision.
const value = 4.0899043891933619938;
const gradient = [0.971421590232911374, 0.673259412575610024, -0.0339195767645261067];
const second = [
  [0.332741951882828, -0.511522937833607, 0.187532042318694],
  [-0.511522937833607, 1.20160447894533, -1.34495697836131],
  [0.187532042318694, -1.34495697836131, 0.354691950011399],
];
const keys = ["v", "l", "noise"] as const;

describe("the likelihood of a Gaussian process", () => {
  it("has its value, gradient and Hessian", () => {
    const [f, g] = valueAndGrad(loss)(at);
    expect(f).toBeCloseTo(value, 13);
    const H = hessian(loss)(at);
    for (const [i, a] of keys.entries()) {
      expect(g[a]).toBeCloseTo(gradient[i], 13);
      for (const [k, b] of keys.entries()) expect(H[a][b].item()).toBeCloseTo(second[i][k], 12);
    }
  });

  it("has them by tags, which a formula takes as they are", () => {
    const model = {
      v: param(Math.exp(at.v), { constraint: positive() }),
      l: param(Math.exp(at.l), { constraint: positive() }),
      noise: param(Math.exp(at.noise), { constraint: positive() }),
    };
    const tag = mathWith(model);
    for (const K of [
      () => math`${model.v} * exp(-0.5 * ${squared} / ${model.l}^2) + ${model.noise} * I(4)`,
      () => tag`v * exp(-0.5 * ${squared} / l^2) + noise * I(4)`,
    ]) {
      const nll = () => math`0.5 * ${y}' * ${K()} \ ${y} + 0.5 * logdet(${K()}) + 2 * log(2 * pi)`;
      const [f, grads] = withGradient(nll, paramsOf(model));
      expect(f).toBeCloseTo(value, 13);
      for (const [i, key] of keys.entries()) expect(grads.get(model[key])).toBeCloseTo(gradient[i], 13);
    }
  });

  it("has them in forward mode, in forward mode inside reverse mode, and by adjoints and pushforwards of one's own", () => {
    const ones = { v: 1, l: 1, noise: 1 };
    const slope = gradient.reduce((sum, g) => sum + g);
    expect(jvp(loss, [at], [ones])[1].item()).toBeCloseTo(slope, 13);
    expect(grad(forwardDiff(loss))(at).l).toBeCloseTo(gradient[1], 13);
    const nll = adjoint((K, y) => {
      const L = cholesky(K);
      const a = choleskySolve(L, y);
      const f = math`0.5 * ${y} @ ${a} + sum(log(diagonal(${L}))) + 2 * log(2 * pi)`;
      return [f, (g) => [() => mul(mul(0.5, g), sub(choleskyInverse(L), outer(a, a))), () => mul(g, a)]];
    });
    const slopeOf = pushforward((K) => {
      const P = choleskyInverse(cholesky(K));
      const a = math`${P} @ ${y}`;
      const f = math`0.5 * ${y}' * ${a} + 0.5 * logdet(${K}) + 2 * log(2 * pi)`;
      return [f, (dK) => math`0.5 * (sum(${P} * ${dK}) - ${a}' * ${dK} * ${a})`];
    });
    const tag = mathWith({ nll, slopeOf, squared, y });
    const byAdjoint = ({ v, l, noise }: Theta<Value>) =>
      tag`K = exp(${v}) * exp(-0.5 * squared / exp(${l})^2) + exp(${noise}) * I(4); nll(K, y)`;
    const byPushforward = ({ v, l, noise }: Theta<Value>) =>
      tag`K = exp(${v}) * exp(-0.5 * squared / exp(${l})^2) + exp(${noise}) * I(4); slopeOf(K)`;
    for (const f of [byAdjoint, byPushforward]) {
      const [got, g] = valueAndGrad(f)(at);
      expect(got).toBeCloseTo(value, 13);
      for (const [i, key] of keys.entries()) expect(g[key]).toBeCloseTo(gradient[i], 13);
    }
    const product = hvp(byAdjoint)(at, ones);
    expect(product.noise.item()).toBeCloseTo(
      second[2].reduce((sum, h) => sum + h),
      12,
    );
  });
});

describe("a formula is the calls", () => {
  const A = tensor([
    [1, 2, -1],
    [0.5, 4, 3],
  ]);
  const K = tensor([
    [2, 1],
    [1, 3],
  ]);
  const x = tensor([0.3, -1.2]);
  const xs = stack([x, mul(x, 2), mul(x, -1)]);

  it("under vmap, where shapes are those of one example", () => {
    const formula = (x: Tensor) => math`${x}' * ${K} \ ${x} + sum((${x} @ ${A})[1:]^2) - (${x} * ${x}')[0, 1]`;
    const calls = (x: Tensor) => formula(x);
    const batch = vmap(formula)(xs);
    for (const i of [0, 1, 2]) {
      const one = calls(math`${xs}[${i}]`);
      expect(batch.data[i]).toBeCloseTo(one.item(), 13);
    }
    const gradients = vmap(grad(formula))(xs);
    for (const i of [0, 1, 2]) {
      const one = grad(formula)(math`${xs}[${i}]`);
      for (const k of [0, 1]) expect(gradients.data[2 * i + k]).toBeCloseTo(one.data[k], 12);
    }
  });

  it("in every mode and to second order", () => {
    checkGrads((x, a) => math`sum(${x}^3) + ${x}' * ${a} * ${a}' @ ${x}`, [x, A], { order: 2 });
    checkGrads((x) => math`where(${x} > 0, ${x}^2, exp(${x}))[::-1] @ ${x}`, [x], { order: 2 });
    checkGrads((k, x) => math`${x}' * (${k} + ${k}' + 3 * I(2)) \ ${x}`, [K, x], { order: 2 });
    checkGrads((k, x) => math`S = ${k} @ ${k}' + I(2); ${x}' * spd(S) \ ${x} / 2 + logdet(S)`, [K, x], { order: 2 });
    checkGrads((d) => mathWith({ matern })`sum(matern(${d}, 1.5) * ${d})`, [tensor([0.3, 1.7])], { order: 2 });
  });

  it("gives the same gradient to the last bit", () => {
    const formula = (x: Tensor, k: Tensor) => math`0.5 * ${x}' * ${k} \ ${x} + 0.5 * logdet(${k}) + sum(exp(-${x}))`;
    const calls = (x: Tensor, k: Tensor) =>
      add(add(dot(mul(0.5, x), solve(k, x)), mul(0.5, logdet(k))), sum(exp(neg(x))));
    expect(jacobian((x: Tensor) => formula(x, K))(x).toArray()).toEqual(
      jacobian((x: Tensor) => calls(x, K))(x).toArray(),
    );
    expect(grad(formula)(x, K).toArray()).toEqual(grad(calls)(x, K).toArray());
    const byHand = (x: Tensor) => sum(log(diagonal(cholesky(addDiagonal(K, exp(x))))));
    const written = (x: Tensor) => math`sum(log(diagonal(cholesky(${K} + exp(${x}) * I(2)))))`;
    expect(grad(written)(tensor(0.3)).toArray()).toEqual(grad(byHand)(tensor(0.3)).toArray());
  });

  it("an error inside of a transformation names the part, too", () => {
    expect(() => grad((x: Tensor) => math`sum(${x} @ ${tensor([1, 2, 3])})`)(x)).toThrow("^^^^^^^^^^^");
    expect(() => grad((x: Tensor) => math`sum(${A}[${x}[0]])`)(x)).toThrow(TracedValueError);
  });
});
