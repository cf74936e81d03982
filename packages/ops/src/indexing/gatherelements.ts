import type { Tensor } from "@wengert/array";
import { cleared, elementsOf, fromData, presenceOf, scalar, sizeOf, withPresence } from "@wengert/array/author";
import { type Value, zerosLike } from "@wengert/rule";
import { Contribution, ruleOfList, ruleWithAttributes } from "@wengert/rule/library";
import { lastLengths } from "../axes.ts";
import { carried, onesLike } from "../kernels/presence.ts";
import { blocksOf } from "./blocks.ts";

/*
 * Elements of a tensor by their positions in the row-major data of its last axes. The positions are a Tensor of integers.
 * They may depend on data (those of a sort, of an argmax), so they are an argument, which is held.
 */

interface Source {
  /** How many last axes of x the positions count in. */
  readonly axes: number;
  /** How many last axes of the positions belong to one list of them. */
  readonly positionAxes: number;
}

interface Target {
  readonly positionAxes: number;
  /** The last axes of the result, which the positions count in. */
  readonly shape: readonly number[];
}

/**
 * y_k = x_p(k); linear, with `scatterElements` as its transpose.
 *
 * @param x - [...b, ...n], `axes` of them n
 * @param positions - [...b, ...m] or [...m]: positions p(k) in n
 * @returns [...b, ...m]
 * @example
 * import { tensor } from "@wengert/array";
 * import { gatherElements } from "@wengert/ops/author";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * gatherElements(x, tensor([2, 0]), { axes: 1, positionAxes: 1 }).toArray(); // => [[3, 1], [6, 4]]
 * gatherElements(x, tensor([5, 0]), { axes: 2, positionAxes: 1 }).toArray(); // => [6, 1]
 */
export const gatherElements: (x: Value, positions: Value, o: Source) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "gatherElements",
  spelling: "moves",
  held: [1],
  impl: (x: Tensor, positions: Tensor, { axes, positionAxes }: Source): Tensor => {
    // One element of one tensor: a loop over x takes many of them.
    if (positions.ndim === 0 && x.ndim === axes && presenceOf(x) === undefined) {
      return scalar(elementsOf(x)[positions.item()]);
    }
    const own = lastLengths(positions, positionAxes);
    const blocks = blocksOf("gatherElements", leading(x, axes), leading(positions, positionAxes));
    const [n, m] = [sizeOf(lastLengths(x, axes)), sizeOf(own)];
    const [from, index] = [elementsOf(x), elementsOf(positions)];
    const out = new Float64Array(blocks.count * m);
    for (let b = 0; b < blocks.count; b++) {
      const [source, first] = [blocks.left(b) * n, blocks.right(b) * m];
      for (let k = 0; k < m; k++) out[b * m + k] = from[source + index[first + k]];
    }
    const y = fromData(out, [...blocks.shape, ...own]);
    return carried(y, x, (presence) => gatherElements(presence, positions, { axes, positionAxes }));
  },
  jvp: ([dx], [, positions], _y, o) => (dx === undefined ? undefined : gatherElements(dx, positions, o)),
  vjp: (ybar, [x, positions], _y, { axes, positionAxes }) => [
    readAt(x, ybar, positions, { positionAxes, shape: lastLengths(x, axes) }),
    null,
  ],
});

/** Who reads this many elements or more does not mind a pass over the whole tensor. */
const FEW = 1 / 8;

/** Whether a cotangent is that of few elements of x. */
export function isFew(ybar: Tensor, x: Tensor): boolean {
  return ybar.size <= FEW * x.size;
}

/** The cotangent of x from that of the elements at some positions, for a pullback. */
export function readAt(x: Tensor, ybar: Tensor, positions: Tensor, target: Target): never {
  const read: Read = { positions, target };
  return (
    isFew(ybar, x)
      ? new Contribution(ybar, read, x.size, scatteredReads)
      : () => scatterElements(ybar, positions, target)
  ) as never; // the engine's own: no author may return it
}

interface Read {
  readonly positions: Tensor;
  readonly target: Target;
}

function scatteredReads(reads: readonly Contribution<Read>[], onto: Tensor | undefined): Tensor {
  const pairs = reads.flatMap(({ ybar, where }) => [ybar, where.positions]);
  const targets = reads.map(({ where }) => where.target);
  return onto === undefined
    ? scatterList(pairs, { targets })
    : scatterList([onto, NONE, ...pairs], { targets: [WHOLE, ...targets] });
}

/**
 * y_j = Σ x_k over the k with p(k) = j: the transpose of `gatherElements`.
 *
 * @param x - [...b, ...m]
 * @param positions - [...b, ...m] or [...m]: positions p(k) in the shape of the result
 * @returns [...b, ...shape]
 * @example
 * import { tensor } from "@wengert/array";
 * import { scatterElements } from "@wengert/ops/author";
 *
 * const y = scatterElements(tensor([10, 20, 30]), tensor([0, 2, 0]), { positionAxes: 1, shape: [4] });
 * y.toArray(); // => [40, 0, 20, 0]
 */
export function scatterElements(x: Value, positions: Value, { positionAxes, shape }: Target): Tensor {
  return scatterList([x, positions], { targets: [{ positionAxes, shape }] });
}

interface Targets {
  /** Of each pair. All have one result, of which they may count in other numbers of last axes. */
  readonly targets: readonly Target[];
}

/** Of a pair whose x is as large as the result, and has no positions: each element stands at its own. */
const WHOLE: Target = { positionAxes: -1, shape: [] };

/** The presence of a number. */
const ONE: Tensor = /* @__PURE__ */ scalar(1);

/** In place of positions. Not of no elements: such values are not spelled out. */
const NONE: Tensor = /* @__PURE__ */ fromData(/* @__PURE__ */ new Float64Array(1), [1]);

/**
 * The sum of many of these, in one array: x₁, p₁, x₂, p₂, … to y_j = Σ_i Σ x_ik over the k with p_i(k) = j. They are added up in
 * their order.
 *
 *     jvp   the same sum of dx₁, dx₂, …, zeros where there is no tangent
 *     vjp   x̄ᵢ = gatherElements(ȳ, pᵢ)
 */
const scatterList: (pairs: readonly Value[], o: Targets) => Tensor = /* @__PURE__ */ ruleOfList({
  name: "scatterElements",
  spelling: "sums",
  held: { includes: (position) => position % 2 === 1 },
  impl: (pairs, o: Targets) => {
    // What no position reaches does not depend on x.
    const marks = pairs.map((x, i) => (i % 2 === 0 ? (presenceOf(x) ?? (x.ndim === 0 ? ONE : onesLike(x))) : x));
    return withPresence(scattered(pairs, o), scattered(marks, o));
  },
  jvp: (dxs, pairs, _y, o) =>
    scatterList(
      pairs.map((x, i) => dxs[i] ?? (i % 2 === 0 ? zerosLike(x) : x)),
      o,
    ),
  vjp: (ybar, pairs, _y, { targets }) =>
    targets.flatMap((target, i) => [
      () => (isWhole(target) ? ybar : gatherElements(ybar, pairs[2 * i + 1], sourceOf(target))),
      null,
    ]),
});

/** Attributes are plain data, which may have been copied. */
function isWhole({ positionAxes }: Target): boolean {
  return positionAxes < 0;
}

function sourceOf({ shape, positionAxes }: Target): Source {
  return { axes: shape.length, positionAxes };
}

function scattered(pairs: readonly Tensor[], { targets }: Targets): Tensor {
  let out: Float64Array | undefined;
  let shape: readonly number[] = [];
  for (const [i, target] of targets.entries()) {
    if (isWhole(target)) continue;
    const [x, positions] = [pairs[2 * i], pairs[2 * i + 1]];
    if (out !== undefined && x.ndim === 0) {
      out[positions.item()] += x.item();
      continue;
    }
    const own = lastLengths(positions, target.positionAxes);
    const blocks = blocksOf("scatterElements", leading(x, own.length), leading(positions, own.length));
    const [n, m] = [sizeOf(target.shape), sizeOf(own)];
    if (out === undefined) {
      out = cleared(blocks.count * n);
      shape = [...blocks.shape, ...target.shape];
      const first = elementsOf(pairs[0]);
      if (isWhole(targets[0])) for (let k = 0; k < out.length; k++) out[k] += first[k];
    }
    const [from, index] = [elementsOf(x), elementsOf(positions)];
    for (let b = 0; b < blocks.count; b++) {
      const [source, first] = [blocks.left(b) * m, blocks.right(b) * m];
      for (let k = 0; k < m; k++) out[b * n + index[first + k]] += from[source + k];
    }
  }
  return fromData(out as Float64Array, shape);
}

function leading({ shape }: Tensor, last: number): readonly number[] {
  return shape.slice(0, shape.length - last);
}
