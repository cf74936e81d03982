import { broadcastShapes, fromData, type Tensor } from "@wengert/array";
import { nonDifferentiable, rule, type Value } from "@wengert/rule";
import { expand, map1, map2 } from "./broadcast.ts";
import { elementwise2 } from "./elementwise.ts";
import { broadcastTo, sumTo } from "./shape.ts";

type Comparison = (x: Value, y: Value) => Tensor;

/** A comparison: 1 where it holds, else 0. A plain Tensor through all transformations, so `.item()` can be read. */
function comparison(name: string, holds: (x: number, y: number) => boolean): Comparison {
  return nonDifferentiable((x: Tensor, y: Tensor) => map2(name, (a, b) => (holds(a, b) ? 1 : 0), x, y));
}

/** 1 where x = y, else 0. */
export const equal: Comparison = /* @__PURE__ */ comparison("equal", (x, y) => x === y);

/** 1 where x ≠ y, else 0. */
export const notEqual: Comparison = /* @__PURE__ */ comparison("notEqual", (x, y) => x !== y);

/** 1 where x > y, else 0. */
export const greater: Comparison = /* @__PURE__ */ comparison("greater", (x, y) => x > y);

/** 1 where x ≥ y, else 0. */
export const greaterEqual: Comparison = /* @__PURE__ */ comparison("greaterEqual", (x, y) => x >= y);

/** 1 where x < y, else 0. */
export const less: Comparison = /* @__PURE__ */ comparison("less", (x, y) => x < y);

/** 1 where x ≤ y, else 0. */
export const lessEqual: Comparison = /* @__PURE__ */ comparison("lessEqual", (x, y) => x <= y);

/** 1 where x is finite, else 0. */
export const finiteMask: (x: Value) => Tensor = /* @__PURE__ */ nonDifferentiable((x: Tensor) =>
  map1((a) => (Number.isFinite(a) ? 1 : 0), x),
);

const whereRule: (c: Value, x: Value, y: Value) => Tensor = /* @__PURE__ */ rule({
  name: "where",
  impl: (c: Tensor, x: Tensor, y: Tensor): Tensor => {
    const shape = broadcastShapes("where", c.shape, x.shape, y.shape);
    const [mask, a, b] = [c, x, y].map((t) => expand(t, shape).data);
    return fromData(
      mask.map((m, i) => (m !== 0 ? a[i] : b[i])),
      shape,
    );
  },
  jvp: ([, dx, dy], [c], z) =>
    dx === undefined && dy === undefined ? undefined : broadcastTo(whereRule(c, dx ?? 0, dy ?? 0), z.shape),
  vjp: (zbar, [c, x, y]) => [
    null,
    () => sumTo(whereRule(c, zbar, 0), x.shape),
    () => sumTo(whereRule(c, 0, zbar), y.shape),
  ],
});

/**
 * x where c is not 0, else y; all three broadcast.
 *
 * Both sides are computed. The one that is not taken contributes exactly 0 to every derivative, even where its own
 * derivative is infinite or NaN.
 *
 * @example
 * import { greater, log, where } from "@wengert/ops";
 * import { grad } from "@wengert/core";
 *
 * grad((x) => where(greater(x, 0), log(x), 0))(0); // => 0
 */
export const where: (c: Value, x: Value, y: Value) => Tensor = (c, x, y) => whereRule(notEqual(c, 0), x, y);

/** The greater of x and y, NaN if one is; where they are equal each gets half of the derivative. */
export const maximum: Comparison = /* @__PURE__ */ elementwise2("maximum", Math.max, [
  (x, y) => share(greater(x, y), equal(x, y)),
  (x, y) => share(less(x, y), equal(x, y)),
]);

/** The lesser of x and y, NaN if one is; where they are equal each gets half of the derivative. */
export const minimum: Comparison = /* @__PURE__ */ elementwise2("minimum", Math.min, [
  (x, y) => share(less(x, y), equal(x, y)),
  (x, y) => share(greater(x, y), equal(x, y)),
]);

function share(wins: Tensor, ties: Tensor): Tensor {
  return map2("share", (win, tie) => win + tie / 2, wins, ties);
}
