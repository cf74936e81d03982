import type { Tensor } from "@wengert/array";
import { deferralOf, elementsOf, presenceOf, useAllocator } from "@wengert/array/author";
import { fromLeft, longer, reuse, toLeft } from "@wengert/trace";
import type { Step } from "../capture/program.ts";

/** Shorter arrays come from JavaScript: they cost less than the bookkeeping (measured). */
const SHORTEST = 256;

/** Tests may ask for less. */
function isLong(length: number): boolean {
  return length >= SHORTEST || length >= reuse.shortest;
}

/** An array of a run, and how many values are in it. */
interface Piece {
  readonly array: Float64Array;
  values: number;
  /** Of what the last gradient left, for one operation. */
  readonly goesBack: boolean;
}

/**
 * The memory of a plan for large values. A value's array is used again as soon as nothing reads it any more, in the same run and in
 * those that follow; what a run returns is not among them.
 */
export class Space {
  /** Arrays that nobody uses, by their length. */
  readonly #spare = new Map<number, Float64Array[]>();
  readonly #used = new Map<ArrayBufferLike, Piece>();
  /** Of values whose elements are computed when they are first read, what they will be computed from. */
  readonly #sources = new Map<Tensor, readonly Tensor[]>();
  #fresh: Piece[] = [];
  #bytes = 0;

  /** What it keeps between two runs, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The values of a step. */
  compute(step: Step, xs: readonly Tensor[]): readonly Tensor[] {
    // Whoever else computes may keep what it is given and what it makes.
    if (step.parts === undefined && step.rule?.builtIn !== true) {
      for (let i = 0; i < xs.length; i++) this.keep(xs[i]);
      return step.compute(xs);
    }
    const before = useAllocator(this.#take);
    let ys: readonly Tensor[];
    try {
      ys = step.compute(xs);
    } finally {
      useAllocator(before);
    }
    if (this.#used.size > 0) this.#settle(xs, ys);
    return ys;
  }

  /** A value is read no more. */
  drop(x: Tensor): void {
    this.#eachOf(x, (piece) => {
      piece.values--;
      if (piece.values === 0) this.#free(piece);
    });
    this.#sources.delete(x);
  }

  /** A value is somebody else's from now on. */
  keep(x: Tensor): void {
    this.#eachOf(x, ({ array }) => this.#used.delete(array.buffer));
  }

  /** At the end of a run. @param failed - somebody may still have what was computed */
  end(failed: boolean): void {
    // Most runs are of small values only.
    if (this.#used.size === 0 && this.#sources.size === 0 && this.#fresh.length === 0) return;
    if (!failed) for (const piece of this.#used.values()) this.#free(piece);
    this.#used.clear();
    this.#sources.clear();
    this.#fresh = [];
  }

  readonly #take = (length: number, brief: boolean = false): Float64Array | undefined => {
    if (!isLong(length)) return undefined;
    let array = this.#spare.get(length)?.pop() ?? (brief ? longer(this.#spare, length) : undefined);
    let goesBack = false;
    if (array !== undefined) this.#bytes -= array.byteLength;
    else {
      array = fromLeft(length, brief);
      goesBack = brief && array !== undefined;
    }
    array ??= new Float64Array(length);
    if (reuse.scrub) array.fill(Number.NaN);
    const piece = { array, values: 0, goesBack };
    this.#used.set(array.buffer, piece);
    this.#fresh.push(piece);
    return array.length === length ? array : array.subarray(0, length);
  };

  /** After a step: arrays that are not in its values are free again. */
  #settle(xs: readonly Tensor[], ys: readonly Tensor[]): void {
    for (const y of ys) {
      if (y === undefined) continue;
      if (deferralOf(y) !== undefined) {
        this.#sources.set(
          y,
          xs.flatMap((x) => this.#sources.get(x) ?? [x]),
        );
        // What the step has made it may need for that.
        for (const { array } of this.#fresh) this.#used.delete(array.buffer);
      }
      this.#eachOf(y, (piece) => {
        piece.values++;
      });
    }
    for (const piece of this.#fresh) if (piece.values === 0) this.#free(piece);
    this.#fresh = [];
  }

  #eachOf(x: Tensor, f: (piece: Piece) => void): void {
    if (this.#used.size === 0) return;
    for (const source of this.#sources.get(x) ?? [x]) this.#each(source, f);
  }

  #each(x: Tensor, f: (piece: Piece) => void): void {
    if (!isLong(x.size) || deferralOf(x) !== undefined) return;
    const piece = this.#used.get(elementsOf(x).buffer);
    if (piece !== undefined) f(piece);
    const presence = presenceOf(x);
    if (presence !== undefined && presence !== x) this.#each(presence, f);
  }

  #free(piece: Piece): void {
    const { array } = piece;
    if (this.#used.get(array.buffer) !== piece) return;
    this.#used.delete(array.buffer);
    if (reuse.scrub) array.fill(Number.NaN);
    if (piece.goesBack) {
      toLeft(array);
      return;
    }
    this.#bytes += array.byteLength;
    const same = this.#spare.get(array.length);
    if (same === undefined) this.#spare.set(array.length, [array]);
    else same.push(array);
  }
}
