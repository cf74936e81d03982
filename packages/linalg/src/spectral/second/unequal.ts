import type { Tensor } from "@wengert/array";
import { CLOSE, type Cluster, clustersOf, needsFrame } from "./clusters.ts";
import { cotangentsOf } from "./counted.ts";
import { type Counted, refused, type Subject, tooClose } from "./refused.ts";
import { blockOf, type Direction, largestOf, mixes, ROUNDING, restOf } from "./turning.ts";

/*
 * The checks of secondorder.ts, on numbers.
 */

// A difference of cotangents below this part of the largest is none; the gap between values that count as one makes as much.
const EVEN = 1.9e-9;
const VANISHED = 1e-6;
// What differs by more than this part has nothing to do with gaps.
const UNEVEN = 1e-5;
// A difference of cotangents above this part of them keeps its digits.
const KEPT = 1e-6;

/** A plain matrix that moves: its vectors, in k columns, and the direction. */
interface Moving {
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly direction: Direction;
}

/** The part of a tensor that belongs to matrix b. One with fewer leading axes is the same for all. */
export function part(x: Tensor, b: number, size: number): Float64Array {
  const start = (b * size) % Math.max(1, x.size);
  return x.data.subarray(start, start + size);
}

/** Refuses cotangents c that differ between values that count as one, where the matrix moves so that it mixes their vectors. */
export function refuseUneven(
  o: Subject,
  values: Tensor,
  b: number,
  moving: Moving,
  c: Float64Array,
  dc: Float64Array | undefined,
): void {
  const k = c.length;
  const start = (b * k) % Math.max(1, values.size);
  const own = values.data.subarray(start, start + k);
  const clusters = clustersOf(own, o);
  // Those of a quotient of equal values vanish at its kink.
  if (o.counted === "both ends" || (o.counted !== undefined && c.some((x) => x !== 0)))
    refuseCounted(o, values, start, moving, clusters);
  for (const cluster of clusters.filter(needsFrame)) {
    const [from, last] = [cluster.from, cluster.to - 1];
    const limit = EVEN * scaleOf(cluster, own, moving.direction, c, dc);
    const spread = spreadOf(c, cluster);
    // What is not a number is not compared: it comes out again.
    if (!(spread > 0) || !mixesCluster(cluster, k, moving)) continue;
    if (spread > (UNEVEN / EVEN) * limit) {
      throw refused(o, values, start, [from, last], cluster.zero ? NOT_EVEN : NOT_SYMMETRIC);
    }
    if (spread > limit || cluster.close) throw tooClose(o, values, start, from, last);
  }
  for (const [i, j] of doubtfulPairs(clusters, own)) {
    const difference = Math.abs(c[i] - c[j]);
    if (difference > KEPT * Math.max(Math.abs(c[i]), Math.abs(c[j]))) continue;
    if (difference === 0 && (dc === undefined || (dc[i] === 0 && dc[j] === 0))) continue;
    if (mixesPair(k, i, j, moving)) throw tooClose(o, values, start, i, j);
  }
}

/**
 * Refuses a direction that mixes the vectors of values that count as one, of which the operation makes use of some alone. What `max`
 * gives back for equal values is the same for all of these, so that cotangents do not show it.
 */
function refuseCounted(o: Subject, values: Tensor, start: number, moving: Moving, clusters: readonly Cluster[]): void {
  const k = values.shape[values.ndim - 1];
  const counted = cotangentsOf(o.counted as Counted, k);
  for (const cluster of clusters.filter(needsFrame)) {
    if (spreadOf(counted, cluster) === 0 || !mixesCluster(cluster, k, moving)) continue;
    throw refused(o, values, start, [cluster.from, cluster.to - 1], cluster.zero ? NOT_EVEN : NOT_SYMMETRIC);
  }
}

const NOT_SYMMETRIC =
  "so close that they count as one, but the function is not symmetric in them: it has no second derivative";
const NOT_EVEN = "zero but for rounding, where the function has a kink, and no second derivative";

/**
 * What differences of the cotangents of a cluster are small against: all cotangents; or, where these vanish as at the minimum of a
 * function, what a change of the values themselves makes of them.
 */
function scaleOf(
  { from, to, zero }: Cluster,
  values: Float64Array,
  direction: Direction,
  c: Float64Array,
  dc: Float64Array | undefined,
): number {
  if (zero) return largestOf(c.subarray(0, from));
  const most = largestOf(c);
  const size = largestOf(direction.data);
  if (dc === undefined || size === 0) return most;
  const moved = (largestOf(values.subarray(from, to)) / size) * largestOf(dc.subarray(from, to));
  return most < VANISHED * moved ? moved : most;
}

/** How far cotangents of a cluster differ; those of zeros, from 0. */
function spreadOf(c: Float64Array, { from, to, zero }: Cluster): number {
  let [least, most] = zero ? [0, 0] : [c[from], c[from]];
  for (let i = from; i < to; i++) [least, most] = [Math.min(least, c[i]), Math.max(most, c[i])];
  return most - least;
}

/** Refuses second derivatives along a direction whose frame is not known, and those that lose their digits. */
export function refuseUnaligned(o: Subject, values: Tensor, b: number, moving: Moving, k: number): void {
  const start = (b * k) % Math.max(1, values.size);
  const all = values.data.subarray(start, start + k);
  const clusters = clustersOf(all, o);
  for (const cluster of clusters.filter(needsFrame)) {
    const [from, last] = [cluster.from, cluster.to - 1];
    if (!o.framed) throw refused(o, values, start, [from, last]);
    if (cluster.close && mixesCluster(cluster, k, moving)) throw tooClose(o, values, start, from, last);
  }
  for (const [i, j] of doubtfulPairs(clusters, all)) {
    if (mixesPair(k, i, j, moving)) throw tooClose(o, values, start, i, j);
  }
}

/** Pairs of values that do not count as one, but lie close together for the size of the largest. */
function doubtfulPairs(clusters: readonly Cluster[], values: Float64Array): readonly (readonly [number, number])[] {
  const limit = CLOSE * largestOf(values);
  const pairs: [number, number][] = [];
  for (const [at, { to }] of clusters.entries()) {
    for (const { from, to: end } of clusters.slice(at + 1)) {
      if (Math.abs(values[from] - values[to - 1]) > limit) break;
      for (let i = clusters[at].from; i < to; i++) for (let j = from; j < end; j++) pairs.push([i, j]);
    }
  }
  return pairs;
}

/** Whether a direction mixes the vectors of a cluster; of zeros, whether it changes them at all. */
function mixesCluster({ from, to, zero }: Cluster, k: number, { u, v, direction }: Moving): boolean {
  if (zero) return largestOf(restOf(k, from, u, v, direction)) > ROUNDING * largestOf(direction.data);
  return mixes(to - from, blockOf(k, [from, to], u, v, direction), direction);
}

function mixesPair(k: number, i: number, j: number, { u, v, direction }: Moving): boolean {
  const { rows, columns, data } = direction;
  let total = 0;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const turns = u[r * k + i] * v[c * k + j] + u[r * k + j] * v[c * k + i];
      total += 0.5 * data[r * columns + c] * turns;
    }
  }
  return Math.abs(total) > ROUNDING * largestOf(data);
}
