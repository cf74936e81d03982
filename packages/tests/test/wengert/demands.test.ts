/*
 * The seven demands that the library was made for, on one problem of four points: a matrix K built from nested
 * parameters, and the negative log marginal likelihood f(K) of a Gaussian process, whose derivative is known.
 */

import { describe, expect, test } from "vitest";
import {
  add,
  addDiagonal,
  adjoint,
  cholesky,
  choleskyInverse,
  choleskySolve,
  diagonal,
  div,
  dot,
  exp,
  FirstOrderOnlyError,
  forwardDiff,
  grad,
  hessian,
  log,
  matvec,
  mul,
  neg,
  outer,
  type Param,
  type ParamSet,
  pairwiseSquaredDistance,
  param,
  paramsOf,
  positive,
  pushforward,
  square,
  sub,
  sum,
  surrogate,
  type Tensor,
  tensor,
  type Value,
  type Values,
  valueAndGrad,
  withGradient,
} from "wengert";

const X = tensor([[0], [0.5], [1.3], [2]]);
const y = tensor([0.1, 0.7, -0.3, 0.4]);
const theta = { kernel: { logVariance: -0.2, shape: [{ logLength: -0.4 }] }, logNoise: -2 };
type Theta = typeof theta;

const VALUE = 4.0899043891933619938;
const GRADIENT = [0.971421590232911374, 0.673259412575610024, -0.0339195767645261067];
const HESSIAN = [
  [0.332741951882828, -0.511522937833607, 0.187532042318694],
  [-0.511522937833607, 1.20160447894533, -1.34495697836131],
  [0.187532042318694, -1.34495697836131, 0.354691950011399],
];

/** K = v·exp(−d²/2ℓ²) + noise·I */
function covariance(t: Values<Theta>): Tensor {
  const squared = pairwiseSquaredDistance(X);
  const length = exp(t.kernel.shape[0].logLength);
  const k = mul(exp(t.kernel.logVariance), exp(neg(div(squared, mul(2, square(length))))));
  return addDiagonal(k, exp(t.logNoise));
}

const CONSTANT = 2 * Math.log(2 * Math.PI);

/** ½ yᵀK⁻¹y + ½ log|K| + ½ n log 2π, and what its derivative needs. */
function factored(K: Tensor, y: Tensor): { value: Tensor; a: Tensor; L: Tensor } {
  const L = cholesky(K);
  const a = choleskySolve(L, y);
  return { value: add(add(mul(0.5, dot(y, a)), sum(log(diagonal(L)))), CONSTANT), a, L };
}

const composed = (K: Value, y: Value): Tensor => factored(add(K, 0), add(y, 0)).value;

const byAdjoint = adjoint((K: Tensor, y: Tensor) => {
  const { value, a, L } = factored(K, y);
  return [value, (g) => [mul(mul(0.5, g), sub(choleskyInverse(L), outer(a, a))), mul(g, a)]];
});

const byPushforward = pushforward((K: Tensor, y: Tensor) => {
  const { value, a, L } = factored(K, y);
  const inverse = choleskyInverse(L);
  return [value, (dK, dy) => add(mul(0.5, sub(sum(mul(inverse, dK)), dot(a, matvec(dK, a)))), dot(a, dy))];
});

/** The same pushforward as numeric code that the library cannot see into. */
const byOpaquePushforward = pushforward((K: Tensor, y: Tensor) => {
  const { value, a, L } = factored(tensor(K.data, K.shape), tensor(y.data));
  const weights = sub(choleskyInverse(L), outer(a, a)).data;
  return [
    value.item(),
    (dK, dy) =>
      dK.data.reduce((total, dk, i) => total + 0.5 * weights[i] * dk, 0) +
      dy.data.reduce((total, d, i) => total + a.data[i] * d, 0),
  ];
});

const byOpaqueAdjoint = adjoint((K: Tensor, y: Tensor) => {
  const { value, a, L } = factored(tensor(K.data, K.shape), tensor(y.data));
  const weights = sub(choleskyInverse(L), outer(a, a));
  return [value.item(), (g) => [mul(0.5 * g.item(), weights), mul(g.item(), a)]];
});

type Likelihood = (K: Value, y: Value) => Tensor;
const likelihoods: Record<string, Likelihood> = {
  "composed ops": composed,
  "a custom adjoint": byAdjoint,
  "a pushforward": byPushforward,
};

function close(got: readonly number[], wanted: readonly number[], tolerance: number): void {
  for (const [i, value] of wanted.entries()) {
    expect(Math.abs(got[i] - value)).toBeLessThanOrEqual(tolerance * Math.abs(value));
  }
}

const flat = (g: { kernel: { logVariance: number; shape: { logLength: number }[] }; logNoise: number }): number[] => [
  g.kernel.logVariance,
  g.kernel.shape[0].logLength,
  g.logNoise,
];

/** Value, gradient and Hessian of a loss over the explicit tree. */
function checkExplicit(loss: (t: Values<Theta>) => Value): void {
  const [value, gradient] = valueAndGrad(loss)(theta);
  close([value], [VALUE], 1e-12);
  close(flat(gradient), GRADIENT, 1e-12);
  const h = hessian(loss)(theta);
  const rows = [h.kernel.logVariance, h.kernel.shape[0].logLength, h.logNoise];
  for (const [i, row] of rows.entries()) {
    const blocks = [row.kernel.logVariance, row.kernel.shape[0].logLength, row.logNoise];
    close(
      blocks.map((block) => block.item()),
      HESSIAN[i],
      1e-9,
    );
  }
}

/** The same model with tags in place of the numbers. */
function tagged(): { model: Values<Theta>; tags: Param<number>[]; set: ParamSet } {
  const tags = [param(-0.2), param(-0.4), param(-2)];
  const [logVariance, logLength, logNoise] = tags;
  const model = { kernel: { logVariance, shape: [{ logLength }] }, logNoise };
  return { model, tags, set: paramsOf(model) };
}

/** Value, gradient and Hessian of a loss over tags; the Hessian row by row, by the gradient of the gradient. */
function checkImplicit(make: (model: Values<Theta>) => () => Value): void {
  const { model, tags, set } = tagged();
  const loss = make(model);
  const [value, grads] = withGradient(loss, set);
  close([value], [VALUE], 1e-12);
  close(
    tags.map((tag) => grads.get(tag)),
    GRADIENT,
    1e-12,
  );
  for (const [i, tag] of tags.entries()) {
    const [, row] = withGradient(() => withGradient(loss, set)[1].get(tag), set);
    close(
      tags.map((tag) => row.get(tag)),
      HESSIAN[i],
      1e-9,
    );
  }
}

describe("1. a custom adjoint of a matrix argument", () => {
  test("from the cotangent of the scalar to the cotangent of the matrix", () => {
    const K = covariance(theta);
    const { a, L } = factored(K, y);
    const wanted = mul(0.5, sub(choleskyInverse(L), outer(a, a)));
    close([...grad((K: Tensor) => byAdjoint(K, y))(K).data], [...wanted.data], 1e-12);
    checkExplicit((t) => byAdjoint(covariance(t), y));
  });

  test("forward over reverse of it, and as opaque code to first order", () => {
    const loss = (t: Values<Theta>): Tensor => byOpaqueAdjoint(covariance(t), y);
    close(flat(valueAndGrad(loss)(theta)[1]), GRADIENT, 1e-12);
    expect(() => hessian(loss)(theta)).toThrow(FirstOrderOnlyError);
  });
});

describe("2. a rule given as a pushforward", () => {
  test("reverse mode comes from transposing it", () => {
    checkExplicit((t) => byPushforward(covariance(t), y));
  });

  test("also with implicit parameters", () => {
    checkImplicit((model) => () => byPushforward(covariance(model), y));
  });
});

describe("3. nested parameters, explicit", () => {
  test.each(Object.entries(likelihoods))("%s", (_name, nll) => {
    checkExplicit((t) => nll(covariance(t), y));
  });
});

describe("4. nested parameters, implicit", () => {
  test.each(Object.entries(likelihoods))("%s", (_name, nll) => {
    checkImplicit((model) => () => nll(covariance(model), y));
  });

  test("a tag in two places is one parameter", () => {
    const shared = param(-0.4);
    const model = { kernel: { logVariance: shared, shape: [{ logLength: shared }] }, logNoise: -2 };
    const set = paramsOf(model);
    expect(set.params).toEqual([shared]);
    const [, grads] = withGradient(() => byAdjoint(covariance(model), y), set);
    const apart = grad((t: Values<Theta>) => byAdjoint(covariance(t), y))({
      kernel: { logVariance: -0.4, shape: [{ logLength: -0.4 }] },
      logNoise: -2,
    });
    close([grads.get(shared)], [apart.kernel.logVariance + apart.kernel.shape[0].logLength], 1e-12);
  });

  test("a positive tag learns its logarithm", () => {
    const options = { constraint: positive() };
    const [variance, length, noise] = [-0.2, -0.4, -2].map((value) => param(Math.exp(value), options));
    const set = paramsOf([variance, length, noise]);
    const loss = (): Tensor => {
      const model = {
        kernel: { logVariance: log(variance), shape: [{ logLength: log(length) }] },
        logNoise: log(noise),
      };
      return byAdjoint(covariance(model), y);
    };
    close([...withGradient(loss, set)[1].toVector()], GRADIENT, 1e-12);
  });
});

describe("5. forward mode inside reverse mode", () => {
  test.each(Object.entries(likelihoods))("%s", (_name, nll) => {
    checkExplicit(forwardDiff((t: Values<Theta>) => nll(covariance(t), y)));
    checkExplicit((t) => nll(forwardDiff(covariance)(t), y));
  });
});

describe("6. a forward region sees tags and what it closes over", () => {
  test.each(Object.entries(likelihoods))("%s", (_name, nll) => {
    checkImplicit((model) => forwardDiff(() => nll(covariance(model), y)));
    checkImplicit((model) => () => nll(forwardDiff(() => covariance(model))(), y));
    checkExplicit((t) => forwardDiff(() => nll(covariance(t), y))());
  });

  test("an opaque pushforward serves reverse mode with implicit parameters", () => {
    const { model, tags, set } = tagged();
    const loss = forwardDiff(() => byOpaquePushforward(covariance(model), y));
    const [value, grads] = withGradient(loss, set);
    close([value], [VALUE], 1e-12);
    close(
      tags.map((tag) => grads.get(tag)),
      GRADIENT,
      1e-12,
    );
    expect(() => withGradient(() => withGradient(loss, set)[1].get(tags[0]), set)).toThrow(FirstOrderOnlyError);
    expect(() => withGradient(() => byOpaquePushforward(covariance(model), y), set)).toThrow(FirstOrderOnlyError);
  });
});

describe("7. a surrogate", () => {
  const loss = (t: Values<Theta>): Tensor => {
    const K = covariance(t);
    return surrogate(mul(2, composed(K, y)), byAdjoint(K, y));
  };

  test("the value of one, the derivative of the other", () => {
    const [value, gradient] = valueAndGrad(loss)(theta);
    close([value], [2 * VALUE], 1e-12);
    close(flat(gradient), GRADIENT, 1e-12);
  });

  test("a second derivative throws", () => {
    expect(() => hessian(loss)(theta)).toThrow(FirstOrderOnlyError);
    const { model, tags, set } = tagged();
    expect(() => withGradient(() => withGradient(() => loss(model), set)[1].get(tags[0]), set)).toThrow(
      FirstOrderOnlyError,
    );
  });
});
