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
    objective: (z) => {
      const { gradient, ...others } = space.objective(times(z));
      return { ...others, gradient: gradient && times(gradient) };
    },
    curvature: (z) => {
      const product = space.curvature(times(z));
      return (v) => times(product(times(v)));
    },
  };
}

/** Bounds on x/s. */
export function scaledBounds({ lower, upper }: FlatBounds, s: Vector): FlatBounds {
  return { lower: lower.map((x, i) => x / s[i]), upper: upper.map((x, i) => x / s[i]) };
}
