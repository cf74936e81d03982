import type { Tensor } from "@wengert/array";
import { elementsOf, fromData, presenceOf, sizeOf, withPresence } from "@wengert/array/author";
import { type Value, zerosLike } from "@wengert/rule";
import { constantWithAttributes, ruleWithAttributes } from "@wengert/rule/library";
import { lastLengths } from "../axes.ts";
import { select } from "../elementwise/where.ts";
import { onesLike } from "../kernels/presence.ts";
import { blocksOf } from "./blocks.ts";
import { gatherElements } from "./gatherelements.ts";

interface Places {
  /** How many last axes of x the positions count in. */
  readonly axes: number;
  /** How many last axes of the positions, and of what is put there, belong to one list. */
  readonly positionAxes: number;
}

/**
 * x with v_k at the positions p(k) in its last axes; of several for one place the last one stays.
 *
 *     dy = dx with dv_k at p(k)
 *     x̄ = ȳ with 0 at p(k), which does not depend on x;   v̄_k = ȳ_p(k), 0 for what did not stay
 */
export const replaceElements: (x: Value, v: Value, positions: Value, o: Places) => Tensor =
  /* @__PURE__ */ ruleWithAttributes({
    name: "replaceElements",
    held: [2],
    impl: (x: Tensor, v: Tensor, positions: Tensor, o: Places): Tensor => {
      const y = replaced(x, v, positions, o);
      const [p, q] = [presenceOf(x), presenceOf(v)];
      if (p === undefined && q === undefined) return y;
      return withPresence(y, replaced(p ?? onesLike(x), q ?? onesLike(v), positions, o));
    },
    jvp: ([dx, dv], [x, v, positions], _y, o) =>
      dx === undefined && dv === undefined
        ? undefined
        : replaceElements(dx ?? zerosLike(x), dv ?? zerosLike(v), positions, o),
    vjp: (ybar, [, v, positions], _y, o) => [
      () => replaceElements(ybar, zerosLike(v), positions, o),
      () => select(staying(positions, o), gatherElements(ybar, positions, o)),
      null,
    ],
  });

function replaced(x: Tensor, v: Tensor, positions: Tensor, { axes, positionAxes }: Places): Tensor {
  const own = lastLengths(x, axes);
  const lead = (t: Tensor, last: number): readonly number[] => t.shape.slice(0, t.ndim - last);
  const [n, m] = [sizeOf(own), sizeOf(lastLengths(positions, positionAxes))];
  const blocks = blocksOf("set", lead(x, axes), lead(positions, positionAxes));
  const values = blocksOf("set", blocks.shape, lead(v, positionAxes));
  const out = new Float64Array(values.count * n);
  for (let b = 0; b < values.count; b++) {
    const block = values.left(b);
    const [source, first, from] = [blocks.left(block) * n, blocks.right(block) * m, values.right(b) * m];
    out.set(elementsOf(x).subarray(source, source + n), b * n);
    for (let k = 0; k < m; k++) out[b * n + elementsOf(positions)[first + k]] = elementsOf(v)[from + k];
  }
  return fromData(out, [...values.shape, ...own]);
}

/** 1 for each of a list of positions that does not come again, else 0. */
const staying: (positions: Value, o: Places) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "staying",
  impl: (positions: Tensor, { positionAxes }: Places): Tensor => {
    const m = sizeOf(lastLengths(positions, positionAxes));
    const out = new Float64Array(positions.size);
    for (let first = 0; first < positions.size; first += m) {
      const seen = new Set<number>();
      for (let k = first + m - 1; k >= first; k--) {
        if (!seen.has(elementsOf(positions)[k])) out[k] = 1;
        seen.add(elementsOf(positions)[k]);
      }
    }
    return fromData(out, positions.shape);
  },
});
