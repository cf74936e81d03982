import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { mul } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { clustersOf, needsFrame } from "./clusters.ts";
import { cotangentsOf } from "./counted.ts";
import { refused, type Subject } from "./refused.ts";
import { transposed } from "./turning.ts";
import { part, refuseUnaligned, refuseUneven } from "./unequal.ts";

/*
 * What must hold for second derivatives of a function of eigenvalues or singular values where some of them count as one: the
 * cotangents c of these must be equal, as those of a function that is symmetric in them are. Each check passes a tensor on; a
 * further derivative of it is one of the third order, for which there is no formula there.
 */

/** Refuses to differentiate x further where values count as one. */
export const lastOrder: (x: Value, values: Value, o: Subject) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "repeatedValues",
  held: [1],
  impl: (x: Tensor, _values: Tensor, _o: Subject): Tensor => x,
  jvp: ([dx], [, values], _y, o) => (dx === undefined ? undefined : refuseClusters(dx, values, o)),
  vjp: (ybar, [, values], _y, o) => [refuseClusters(ybar, values, o), null],
});

const refuseClusters: (dx: Value, values: Value, o: Subject) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "repeatedValues",
  held: [1],
  impl: (dx: Tensor, values: Tensor, o: Subject): Tensor => {
    const k = values.shape[values.ndim - 1];
    for (let start = 0; start < values.size; start += k) {
      const found = clustersOf(values.data.subarray(start, start + k), o).find(needsFrame);
      if (found === undefined) continue;
      throw refused(o, values, start, [found.from, found.to - 1]);
    }
    return dx;
  },
  jvp: ([ddx], [, values], _y, o) => (ddx === undefined ? undefined : refuseClusters(ddx, values, o)),
  vjp: (ybar, [, values], _y, o) => [refuseClusters(ybar, values, o), null],
});

interface Checked extends Subject {
  /** The tangent of the cotangents is known: it is the last argument. */
  readonly moving: boolean;
}

/** Cotangents as they are; arguments c, values, u, vt, the direction along which the matrix moves, and the tangent of c. */
const evenRule: (...args: [...Value[], Checked]) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "repeatedValues",
  held: [1, 2, 3, 4, 5],
  impl: (...args: [...Tensor[], Checked]): Tensor => {
    const o = args[args.length - 1] as Checked;
    const [c, values, u, vt, s, dc] = args.slice(0, -1) as Tensor[];
    const [m, n] = s.shape.slice(-2);
    const k = values.shape[values.ndim - 1];
    const count = Math.max(c.size, values.size) / Math.max(1, k);
    const all = Math.max(count, s.size / Math.max(1, m * n));
    for (let b = 0; b < all; b++) {
      const direction = { rows: m, columns: n, data: part(s, b, m * n) };
      const moving = { u: part(u, b, m * k), v: transposed(k, n, part(vt, b, k * n)), direction };
      refuseUneven(o, values, b, moving, part(c, b, k), o.moving ? part(dc, b, k) : undefined);
    }
    return c;
  },
  jvp: ([dc], [, values], _y, o) => (dc === undefined ? undefined : refuseClusters(dc, values, o)),
  vjp: (cbar, [, values, ...rest], _y, o) => [refuseClusters(cbar, values, o), null, ...rest.map(() => null)],
}) as never;

/**
 * The cotangents c [..., k] of values, refused where the matrix moves so that it mixes the vectors of values that count as one
 * and c differs between them.
 *
 * @param vectors - u [..., m, k] and vt [..., k, n]
 * @param s - [..., m, n], the direction
 * @param dc - the tangent of c, where it is known
 * @throws {RepeatedValuesError}
 */
export function refuseUnequal(
  c: Tensor,
  values: Tensor,
  [u, vt]: readonly [Tensor, Tensor],
  s: Tensor,
  o: Subject,
  dc?: Tensor,
): Tensor {
  return evenRule(c, values, u, vt, s, dc ?? c, { ...o, moving: dc !== undefined });
}

/**
 * The second derivatives of singular values s [..., k] along two directions; of those that the operation makes no use of, 0.
 *
 * Forward mode over forward mode sees no cotangents, and so no kink; this is what the operation itself knows.
 *
 * @param vectors - u [..., m, k] and vt [..., k, n]
 * @throws {RepeatedValuesError} at a kink
 */
export function countedOnly(
  curvature: Tensor,
  s: Tensor,
  vectors: readonly [Tensor, Tensor],
  [e, g]: readonly [Tensor, Tensor],
  o: Subject,
): Tensor {
  if (o.counted === undefined) return curvature;
  const k = s.shape[s.ndim - 1];
  const cotangents = fromData(cotangentsOf(o.counted, k), [k]);
  // Both directions: for a kink it is enough that one of them leads to either side of it.
  const [along, across] = [e, g].map((direction) => refuseUnequal(cotangents, s, vectors, direction, o));
  return mul(mul(along, across), curvature);
}

/** A direction as it is; arguments e, values, u, vt. */
const alignedRule: (e: Value, values: Value, u: Value, vt: Value, o: Subject) => Tensor =
  /* @__PURE__ */ ruleWithAttributes({
    name: "repeatedValues",
    held: [1, 2, 3],
    impl: (e: Tensor, values: Tensor, u: Tensor, vt: Tensor, o: Subject): Tensor => {
      const [m, n] = e.shape.slice(-2);
      const k = values.shape[values.ndim - 1];
      const count = Math.max(e.size / Math.max(1, m * n), values.size / Math.max(1, k));
      for (let b = 0; k > 0 && b < count; b++) {
        const direction = { rows: m, columns: n, data: part(e, b, m * n) };
        const moving = { u: part(u, b, m * k), v: transposed(k, n, part(vt, b, k * n)), direction };
        refuseUnaligned(o, values, b, moving, k);
      }
      return e;
    },
    jvp: ([de], [, values], _y, o) => (de === undefined ? undefined : refuseClusters(de, values, o)),
    vjp: (ebar, [, values], _y, o) => [refuseClusters(ebar, values, o), null, null, null],
  }) as never;

/**
 * A direction e, refused where a matrix moves along it and along another one, and values that count as one have no frame that is
 * known for both.
 *
 * @param vectors - u [..., m, k] and vt [..., k, n], not in any frame
 * @throws {RepeatedValuesError}
 */
export function refuseOtherFrame(e: Tensor, values: Tensor, [u, vt]: readonly [Tensor, Tensor], o: Subject): Tensor {
  return alignedRule(e, values, u, vt, o);
}

/** Cotangents as they are, refused where values that count as one got them from several directions, each with its own frame. */
export const refuseShared: (c: Value, values: Value, uses: Value, o: Subject) => Tensor =
  /* @__PURE__ */ ruleWithAttributes({
    name: "repeatedValues",
    held: [1, 2],
    impl: (c: Tensor, values: Tensor, uses: Tensor, o: Subject): Tensor => {
      const k = values.shape[values.ndim - 1];
      for (let b = 0; b < uses.size && k > 0; b++) {
        if (uses.data[b] <= 1) continue;
        const start = (b * k) % values.size;
        const found = clustersOf(values.data.subarray(start, start + k), o).find(needsFrame);
        if (found === undefined) continue;
        throw refused(o, values, start, [found.from, found.to - 1], SEVERAL);
      }
      return c;
    },
    jvp: ([dc], [, values], _y, o) => (dc === undefined ? undefined : refuseClusters(dc, values, o)),
    vjp: (cbar, [, values], _y, o) => [refuseClusters(cbar, values, o), null, null],
  });

const SEVERAL =
  "so close that they count as one, and gradients along several directions are differentiated together: differentiate them one " +
  "by one, or forward over reverse as hvp does";
