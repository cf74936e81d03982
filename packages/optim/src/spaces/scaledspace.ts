import type { Residuals } from "../leastsquares/residualproblem.ts";
import type { Objective } from "../minimize/problem.ts";
import type { FlatBounds } from "./flatbounds.ts";
import type { Space } from "./space.ts";
import type { Vector } from "./vector.ts";

/** The same objective over z = x/s, whose gradient is s g and whose Hessian is s H s. */
export function scaledSpace(space: Space<unknown, unknown>, s: Vector): Space<unknown, unknown> {
  const times = (z: Vector): Vector => z.map((zi, i) => zi * s[i]);
  const over = (x: Vector): Vector => x.map((xi, i) => xi / s[i]);
  return {
    ...space,
    start: () => over(space.start()),
    ...(space.present && {
      present: {
        trainable: space.present.trainable,
        values: () => over((space.present as { values: () => Vector }).values()),
      },
    }),
    finish: (z) => space.finish(times(z)),
    at: (z) => space.at(times(z)),
    gradient: (g) => space.gradient(over(g)),
    tree: (z) => space.tree(times(z)),
    vector: (tree) => over(space.vector(tree)),
    valueOnly: (z) => space.valueOnly(times(z)),
    firstNaN: (z) => space.firstNaN(times(z)),
    objective: scaledObjective(space.objective, s),
    curvature: (z) => {
      const product = space.curvature(times(z));
      return (v) => times(product(times(v)));
    },
  };
}

/** The same function over z = x/s, with its gradient s g. */
export function scaledObjective(objective: Objective, s: Vector): Objective {
  const times = (z: Vector): Vector => z.map((zi, i) => zi * s[i]);
  return (z) => {
    const { gradient, ...others } = objective(times(z));
    return { ...others, gradient: gradient && times(gradient) };
  };
}

/** The same functions over z = x/s, with the columns of their Jacobian times s. */
export function scaledResiduals({ residual, jacobian, firstNaN }: Residuals, s: Vector): Residuals {
  const times = (z: Vector): Vector => z.map((zi, i) => zi * s[i]);
  return {
    residual: (z) => residual(times(z)),
    jacobian: (z) => {
      const columns = jacobian(times(z));
      const m = columns.length / z.length;
      return columns.map((entry, k) => entry * s[Math.floor(k / m)]);
    },
    ...(firstNaN && { firstNaN: (z: Vector) => firstNaN(times(z)) }),
  };
}

/** Bounds on x/s. */
export function scaledBounds({ lower, upper }: FlatBounds, s: Vector): FlatBounds {
  return { lower: lower.map((x, i) => x / s[i]), upper: upper.map((x, i) => x / s[i]) };
}
