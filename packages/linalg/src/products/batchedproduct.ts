import { kernels } from "@wengert/array";

/** The matrices of a batch: the first one's place, how far they stand apart along each axis, and how each is read. */
export interface Matrices {
  readonly data: Float64Array;
  readonly strides: readonly number[];
  readonly ld: number;
  readonly transposed: boolean;
}

/** C = op(A) op(B) for a batch, op(A) m×k and op(B) k×n. */
export interface Batched {
  readonly batch: readonly number[];
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: Matrices;
  readonly b: Matrices;
  /** Along axes with stride 0 the products are added up. */
  readonly c: Matrices;
}

/**
 * All products of a batch, in as few calls of the kernel as strides allow. The longest axis of the batch that can be an axis of the
 * matrices becomes one:
 *
 * - rows of A and C, where B is the same throughout, for instance of [n, 1, d] × [1, d, d];
 * - columns of B and C, likewise;
 * - the inner axis, where products are added up.
 *
 * @param o - all sizes positive
 */
export function multiplyBatch(o: Batched): void {
  const { gemm, gemmMany } = kernels();
  const whole = merged(o);
  // Axes that are added up lie inside the others only by chance: what has been written is known by the position on them.
  const summed = whole.batch.flatMap((length, axis) => (whole.c.strides[axis] === 0 && length > 1 ? [axis] : []));
  const axis = summed.length > 0 || gemmMany === undefined ? -1 : longest(whole.batch, () => true);
  if (gemmMany !== undefined && axis >= 0) {
    const { batch, m, n, k, a, b, c } = folded(whole, axis);
    const [count, aStep, bStep, cStep] = [whole.batch, whole.a.strides, whole.b.strides, whole.c.strides].map(
      (x) => x[axis],
    );
    eachPlace(batch, [a, b, c], ([p, q, r]) =>
      gemmMany(
        count,
        a.transposed,
        b.transposed,
        m,
        n,
        k,
        a.data,
        p,
        a.ld,
        aStep,
        b.data,
        q,
        b.ld,
        bStep,
        c.data,
        r,
        c.ld,
        cStep,
      ),
    );
    return;
  }
  const { batch, m, n, k, a, b, c } = whole;
  eachPlace(batch, [a, b, c], ([p, q, r], place) => {
    const beta = summed.some((axis) => place[axis] > 0) ? 1 : 0;
    gemm(a.transposed, b.transposed, m, n, k, 1, a.data, p, a.ld, b.data, q, b.ld, beta, c.data, r, c.ld);
  });
}

/** All positions in a batch, and where the matrices of each begin. */
function eachPlace(
  batch: readonly number[],
  matrices: readonly Matrices[],
  f: (starts: readonly number[], place: readonly number[]) => void,
): void {
  const place = batch.map(() => 0);
  const starts = matrices.map(() => 0);
  for (;;) {
    f(starts, place);
    let axis = batch.length - 1;
    for (; axis >= 0; axis--) {
      const back = ++place[axis] < batch[axis] ? 0 : batch[axis];
      for (const [i, { strides }] of matrices.entries()) starts[i] += strides[axis] * (1 - back);
      if (back === 0) break;
      place[axis] = 0;
    }
    if (axis < 0) return;
  }
}

function merged(given: Batched): Batched {
  let found = given;
  for (const fold of [rowsFold, columnsFold, innerFold]) {
    for (let next = fold(found); next !== undefined; next = fold(found)) found = next;
  }
  return found;
}

/** The longest axis of more than one matrix for which something holds; −1 if there is none. */
function longest(batch: readonly number[], holds: (axis: number) => boolean): number {
  let best = -1;
  for (const [axis, length] of batch.entries())
    if (length > 1 && holds(axis) && (best < 0 || length > batch[best])) best = axis;
  return best;
}

/** Rows of A and of C that are equally far apart, across matrices too. */
function rowsFold(o: Batched): Batched | undefined {
  const { batch, m, k, a, b, c } = o;
  // A column lies in memory as a row of one entry each, and a row as its transpose.
  const single = m === 1 && (!a.transposed || a.ld === 1 || k === 1);
  if (!single && (m === 1 || a.transposed)) return undefined;
  const axis = longest(
    batch,
    (t) =>
      b.strides[t] === 0 &&
      c.strides[t] > 0 &&
      (single ? a.strides[t] >= k : a.strides[t] === m * a.ld && c.strides[t] === m * c.ld),
  );
  if (axis < 0) return undefined;
  const [lda, ldc] = single ? [a.strides[axis], c.strides[axis]] : [a.ld, c.ld];
  return folded({ ...o, m: m * batch[axis], a: { ...a, ld: lda, transposed: false }, c: { ...c, ld: ldc } }, axis);
}

/** As rows of the transposed product, if C is a column, whose transpose lies in memory likewise. */
function columnsFold(o: Batched): Batched | undefined {
  const { m, n, a, b, c } = o;
  if (n !== 1 || c.ld !== 1) return undefined;
  const turned = rowsFold({
    ...o,
    m: n,
    n: m,
    a: { ...b, transposed: !b.transposed },
    b: { ...a, transposed: !a.transposed },
    c: { ...c, ld: m },
  });
  return turned;
}

/** Columns of A and rows of B that are equally far apart, across matrices that are added up. */
function innerFold(o: Batched): Batched | undefined {
  const { batch, m, n, k, a, b, c } = o;
  // One column is stored as one row of its transpose.
  const single = k === 1 && (a.transposed || a.ld === 1 || m === 1) && (!b.transposed || b.ld === 1 || n === 1);
  if (!single && (k === 1 || !a.transposed || b.transposed)) return undefined;
  const axis = longest(
    batch,
    (t) =>
      c.strides[t] === 0 &&
      (single ? a.strides[t] >= m && b.strides[t] >= n : a.strides[t] === k * a.ld && b.strides[t] === k * b.ld),
  );
  if (axis < 0) return undefined;
  const [lda, ldb] = single ? [a.strides[axis], b.strides[axis]] : [a.ld, b.ld];
  return folded(
    { ...o, k: k * batch[axis], a: { ...a, ld: lda, transposed: true }, b: { ...b, ld: ldb, transposed: false } },
    axis,
  );
}

/** Without the axis. */
function folded(o: Batched, axis: number): Batched {
  const without = (x: Matrices): Matrices => ({ ...x, strides: x.strides.toSpliced(axis, 1) });
  return { ...o, batch: o.batch.toSpliced(axis, 1), a: without(o.a), b: without(o.b), c: without(o.c) };
}
