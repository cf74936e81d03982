/* Every constraint's functions keep the promises of rules: value, both modes, and each of them twice. */
import { eye, type Tensor, tensor } from "@wengert/array";
import { type CheckRuleOptions, checkGrads, checkRule } from "@wengert/check";
import { grad } from "@wengert/core";
import { forwardDiff, hessian, jacobian, jvp } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import { add, exp, log, mul, sin, square, sum } from "@wengert/ops";
import * as params from "@wengert/params";
import { type Constraint, jacobianOf, type ParamSet, param, paramsOf, ravel, withGradient } from "@wengert/params";
import { describe, expect, test } from "vitest";

/** Numbers in (−1, 1) without pattern. */
function some(shape: readonly number[], seed: number = 1): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const data = Float64Array.from({ length: size }, (_, i) => Math.sin(12.9898 * (i + 1) ** 2 + 78.233 * seed));
  return tensor(data, shape);
}

const { bounded, positive } = params;
const softplus = positive({ transform: "softplus" });
const [below, above] = [bounded(2, Number.POSITIVE_INFINITY), bounded(Number.NEGATIVE_INFINITY, 2)];
const nowhere = bounded(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
const [lowerCholesky, positiveDefinite] = [params.lowerCholesky(), params.positiveDefinite()];
/** A reflection with two half turns: far from where the transform without signs is defined. */
const reflected = params.orthogonal().at?.(mul(-1, eye(3))) as Constraint;

/** The constraint, and points of its unconstrained space. One row at least for every constraint that is exported. */
const table: Record<string, readonly (readonly [Constraint, readonly Tensor[], CheckRuleOptions?])[]> = {
  unconstrained: [[params.unconstrained(), [some([2, 3])]]],
  positive: [
    [positive(), [some([2, 3]), tensor(0.5), tensor([])]],
    [softplus, [tensor([-4, -1, 0.3, 20])]],
  ],
  bounded: [
    // On both sides of where the formula changes, and not so close that a difference quotient would straddle it.
    [bounded(-2, 5), [tensor([-4, -1.1, -0.9, 0, 0.9, 1.1, 4]), tensor(0.5)]],
    [below, [some([3])]],
    [above, [some([3])]],
    [nowhere, [some([3])]],
  ],
  simplex: [[params.simplex(), [some([3]), some([2, 3]), tensor([]), tensor([1, -1, 0])]]],
  ordered: [[params.ordered(), [some([4]), some([2, 3]), some([1])]]],
  lowerCholesky: [[lowerCholesky, [some([6]), some([2, 3]), some([1])]]],
  positiveDefinite: [[positiveDefinite, [some([6]), some([2, 3]), some([1])], { symmetric: [0] }]],
  orthogonal: [
    [params.orthogonal(), [some([3]), some([2, 6]), tensor([])]],
    [reflected, [some([3])]],
  ],
};

describe.each(Object.entries(table))("%s", (name, rows) => {
  test.each(rows.flatMap(([constraint, xs, options], i) => xs.map((x, k) => [i, k, constraint, x, options] as const)))(
    "row %i, point %i",
    (_i, _k, constraint, x, options) => {
      checkRule((x: Tensor) => constraint.forward(x), [x], { name: `${name}.forward` });
      checkRule((x: Tensor) => constraint.logDet(x), [x], { name: `${name}.logDet` });
      const y = constraint.forward(x);
      checkRule((y: Tensor) => constraint.inverse(y), [y], { name: `${name}.inverse`, ...options });
    },
  );
});

test("every exported constraint stands in the table", () => {
  const made = Object.entries(params).flatMap(([name, make]) => {
    try {
      const value: unknown = (make as (...args: unknown[]) => unknown)(0, 1);
      return typeof (value as Constraint).logDet === "function" ? [name] : [];
    } catch {
      // Neither a constraint nor made of two numbers.
      return [];
    }
  });
  expect(Object.keys(table)).toEqual(expect.arrayContaining([...made, "positive"]));
  expect(made.length).toBeGreaterThanOrEqual(7);
});

/* Too close to a bound for difference quotients; but the derivatives of forward and inverse are reciprocal. */
test.each<[string, Constraint, readonly number[]]>([
  ["positive", positive(), [-700, -30, 30, 700]],
  ["softplus", softplus, [-700, -30, 30, 700]],
  ["bounded up to 0", bounded(-1, 0), [30, 700]],
  ["bounded from 0", bounded(0, 1), [-700, -30]],
])("derivatives far out: %s", (_name, constraint, xs) => {
  for (const x of xs) {
    const [y, dy] = jvp((x: Tensor) => constraint.forward(x), [x], [1]);
    const dx = grad((y: Tensor) => constraint.inverse(y))(y) as Tensor;
    // x is known to rounding; so is y, relative to its distance from the bound.
    expect(Math.abs(mul(dx, dy).item() - 1)).toBeLessThanOrEqual(1e-12);
  }
});

test("third derivatives through a constraint", () => {
  for (const constraint of [positiveDefinite, reflected, params.simplex(), params.ordered()]) {
    const f = (x: Tensor): Tensor => sum(sin(constraint.forward(x)));
    checkGrads(f, [some([3])], { order: 3, tolerance: 1e-6 });
  }
});

/** A model with every constraint, and one loss of it. */
function everything(): { model: Record<string, params.Param>; set: ParamSet; loss: () => Tensor } {
  const q = params.orthogonal();
  const model = {
    variance: param(1.5, { constraint: positive() }),
    mix: param(0.25, { constraint: bounded(-1, 1) }),
    weights: param(tensor([0.2, 0.3, 0.5]), { constraint: params.simplex() }),
    cuts: param(tensor([-1, 0.5, 2]), { constraint: params.ordered() }),
    factor: param(
      tensor([
        [1, 0],
        [0.5, 2],
      ]),
      { constraint: lowerCholesky },
    ),
    covariance: param(
      tensor([
        [2, 0.3],
        [0.3, 1],
      ]),
      { constraint: positiveDefinite },
    ),
    turn: param(
      tensor([
        [0, 1],
        [1, 0],
      ]),
      { constraint: q },
    ),
    free: param(tensor([0.1, -0.2])),
  };
  const loss = (): Tensor => {
    const { variance, mix, weights, cuts, factor, covariance, turn, free } = model;
    const at = linalg.matmul(linalg.matmul(turn, factor), free);
    const density = linalg.mvnLogDensity(at, mul(mix, free), linalg.addDiagonal(covariance, variance));
    return add(density, add(linalg.dot(weights, exp(cuts)), square(log(variance))));
  };
  return { model, set: paramsOf(model), loss };
}

describe("a model with every constraint", () => {
  const { model, set, loss } = everything();
  const explicit = (x: Tensor): Tensor => {
    const { unravel } = ravel(set.layout.split(set.toVector()));
    return set.standingFor(unravel(x), loss);
  };

  test("has the gradient and Hessian of the flat function", () => {
    const x = tensor(set.toVector());
    checkGrads(explicit, [x], { order: 2, tolerance: 1e-6 });
    const wanted = jacobian(explicit)(x);
    const [, grads] = withGradient(loss, set);
    close([...grads.toVector()], [...wanted.data]);
    close([...withGradient(forwardDiff(loss), set)[1].toVector()], [...wanted.data]);
  });

  test("has the Hessian as the Jacobian of its gradient", () => {
    const x = tensor(set.toVector());
    const H = hessian(explicit)(x);
    const gradient = (): Tensor => ravel([...withGradient(loss, set)[1].entries()].map(([, , part]) => part)).vector;
    close([...jacobianOf(gradient, set).toMatrix().data], [...H.data]);
  });

  test("keeps its parameters where they may be, however far they are moved", () => {
    for (const scale of [0.1, 1, 3]) {
      set.assign(set.toVector().map((_, i) => scale * Math.sin(7 * i)));
      for (const p of Object.values(model)) {
        const y = typeof p.value === "number" ? tensor(p.value) : p.value;
        expect(p.constraint?.accepts?.(y) ?? true).toBe(true);
      }
    }
  });
});

function close(got: readonly number[], wanted: readonly number[]): void {
  expect(got).toHaveLength(wanted.length);
  const scale = Math.max(1, ...wanted.map(Math.abs));
  for (const [i, x] of wanted.entries()) expect(Math.abs(got[i] - x)).toBeLessThanOrEqual(1e-11 * scale);
}
