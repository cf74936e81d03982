import type { Tensor } from "@wengert/array";
import { allocate, elementsOf, fromData, presenceOf, scalar, withPresence } from "@wengert/array/author";
import type { BlockKernels } from "@wengert/wasm";
import type { LoopCode, Reader } from "./code.ts";
import type { Sum } from "./forms.ts";

/** So many rows are added up as they come; more, by halves; and so many numbers of rows at a time. As the kernel of sums does it. */
const LEAF_ROWS = 128;
const ROWS_AT_A_TIME = 16384;

/** A loop over the elements of large arrays, block by block, through a small memory: what is computed on the way is never a whole array. */
export class Loop {
  readonly #code: LoopCode;
  readonly #size: number;
  readonly #sum: Sum | undefined;
  readonly #body: (n: number) => void;
  readonly #blocks: BlockKernels;
  readonly #shapes: readonly (readonly number[])[];
  #memory: Float64Array;
  #read: Float64Array[] = [];
  #written: Float64Array[] = [];
  #sums: Float64Array[] = [];
  /** Of readers of what repeats itself: how many elements are in their blocks. */
  #filled: number[] = [];

  /** @param shapes - of the outputs */
  constructor(
    code: LoopCode,
    size: number,
    sum: Sum | undefined,
    body: (n: number) => void,
    blocks: BlockKernels,
    shapes: readonly (readonly number[])[],
  ) {
    this.#code = code;
    this.#size = size;
    this.#sum = sum;
    this.#body = body;
    this.#blocks = blocks;
    this.#shapes = shapes;
    this.#memory = blocks.room(code.bytes);
  }

  /** The outputs; undefined where an input says of its elements which do not depend. */
  run(xs: readonly Tensor[]): readonly Tensor[] | undefined {
    for (let i = 0; i < xs.length; i++) if (presenceOf(xs[i]) !== undefined) return undefined;
    const { bytes, constants, singles, readers, writers, made } = this.#code;
    const memory = this.#blocks.room(bytes);
    this.#memory = memory;
    for (let i = 0; i < constants.length; i++) memory[constants[i][0]] = constants[i][1];
    for (let i = 0; i < singles.length; i++) memory[singles[i][0]] = xs[singles[i][1]].item();
    this.#read = readers.map(({ input }) => elementsOf(xs[input]));
    this.#filled = readers.map(() => 0);
    this.#written = writers.map(({ input }) => (input === undefined ? allocate(this.#size) : elementsOf(xs[input])));
    this.#traverse();
    const outputs = made.map(({ summed, elements, marks }, i): Tensor => {
      const arrays = summed ? this.#sums : this.#written;
      const shape = this.#shapes[i];
      const y = tensorOf(arrays[elements], shape);
      return marks === undefined ? y : withPresence(y, tensorOf(arrays[marks], shape));
    });
    this.#read = [];
    this.#written = [];
    this.#sums = [];
    return outputs;
  }

  #traverse(): void {
    const { block, adders } = this.#code;
    const size = this.#size;
    if (this.#sum === undefined) {
      const step = this.#wholePeriods(block);
      for (let i = 0; i < size; i += step) this.#block(i, Math.min(step, size - i));
      return;
    }
    const { before, length, after } = this.#sum;
    this.#sums = adders.map(() => allocate(before * after));
    if (after > 1) for (let b = 0; b < before; b++) this.#rows(b * length * after, length, this.#sums, b * after);
    else if (length <= block) this.#runs(before, length);
    else for (let b = 0; b < before; b++) this.#halves(b * length, length, this.#sums, b);
  }

  /** Of a block, as many elements as make up whole periods of what repeats itself. */
  #wholePeriods(most: number): number {
    let step = most;
    for (const { pattern } of this.#code.readers)
      if (pattern !== undefined && pattern.period <= step) step -= step % pattern.period;
    return step;
  }

  /** Short runs, several at a time. */
  #runs(count: number, length: number): void {
    const { block, adders } = this.#code;
    const together = Math.floor(block / length);
    for (let i = 0; i < count; i += together) {
      const some = Math.min(together, count - i);
      this.#block(i * length, some * length);
      for (let k = 0; k < adders.length; k++) {
        const { place, sums } = adders[k];
        this.#blocks.sumRuns(8 * place, some, length, 8 * sums);
        for (let j = 0; j < some; j++) this.#sums[k][i + j] = this.#memory[sums + j];
      }
    }
  }

  /** A long run: the sums of its halves, down to blocks. */
  #halves(from: number, n: number, out: readonly Float64Array[], to: number): void {
    const { block, adders } = this.#code;
    if (n <= block) {
      this.#block(from, n);
      for (let k = 0; k < adders.length; k++) {
        const { place, sums } = adders[k];
        this.#blocks.sumRuns(8 * place, 1, n, 8 * sums);
        out[k][to] = this.#memory[sums];
      }
      return;
    }
    const half = n >> 1;
    this.#halves(from, half, out, to);
    const rest = adders.map(() => new Float64Array(1));
    this.#halves(from + half, n - half, rest, 0);
    for (let k = 0; k < adders.length; k++) out[k][to] += rest[k][0];
  }

  /** Rows of the last axis, added up to one row of each output. */
  #rows(from: number, count: number, out: readonly Float64Array[], to: number): void {
    const { adders, block } = this.#code;
    const width = (this.#sum as Sum).after;
    if (count > LEAF_ROWS) {
      const half = count >> 1;
      this.#rows(from, half, out, to);
      const rest = adders.map(() => new Float64Array(width));
      this.#rows(from + half * width, count - half, rest, 0);
      for (let k = 0; k < adders.length; k++) for (let a = 0; a < width; a++) out[k][to + a] += rest[k][a];
      return;
    }
    const memory = this.#memory;
    for (const { sums } of adders) memory.fill(0, sums, sums + width);
    const together = Math.floor(ROWS_AT_A_TIME / width);
    // Rows are added four by four.
    const most = 4 * Math.floor(block / width / 4);
    for (let row = 0; row < count; row += together) {
      const some = Math.min(together, count - row);
      for (let r = 0; r < some; r += most) {
        const rows = Math.min(most, some - r);
        this.#block(from + (row + r) * width, rows * width);
        for (const { place, sums } of adders) this.#blocks.sumRows(8 * place, rows, width, 8 * sums);
      }
    }
    for (let k = 0; k < adders.length; k++) out[k].set(memory.subarray(adders[k].sums, adders[k].sums + width), to);
  }

  /** Computes n elements from number `from` on. */
  #block(from: number, n: number): void {
    const { readers, writers } = this.#code;
    const memory = this.#memory;
    for (let k = 0; k < readers.length; k++) this.#fill(readers[k], k, from, n);
    this.#body(n);
    for (let k = 0; k < writers.length; k++) {
      const { place, input } = writers[k];
      if (input !== undefined) continue;
      const out = this.#written[k];
      out.set(memory.subarray(place, place + n), from);
    }
  }

  #fill({ place, pattern }: Reader, k: number, from: number, n: number): void {
    const data = this.#read[k];
    if (pattern === undefined) {
      this.#memory.set(n === data.length ? data : data.subarray(from, from + n), place);
      return;
    }
    const { period } = pattern;
    const repeats = from % period === 0;
    if (repeats && this.#filled[k] >= n) return;
    pattern.fill(this.#memory, place, data, from, repeats ? Math.min(period, n) : n);
    // What is there is copied behind itself, twice as much each time.
    if (repeats)
      for (let done = period; done < n; done *= 2)
        this.#memory.copyWithin(place + done, place, place + Math.min(done, n - done));
    this.#filled[k] = repeats ? n : 0;
  }
}

function tensorOf(data: Float64Array, shape: readonly number[]): Tensor {
  return shape.length === 0 ? scalar(data[0]) : fromData(data, shape);
}
