import type { Tensor } from "@wengert/array";
import { allocate, deferred, sameShape } from "@wengert/array/author";
import { type Equation, evaluate, same } from "../trees/equation.ts";
import { elementsOf } from "../trees/fused.ts";
import type { Leaf } from "../trees/leaf.ts";
import { type Direction, directed, givenUpdates } from "../trees/pending.ts";

/*
 * Adam's step of one leaf of plain numbers in one pass: its moments, its direction, and what the rest of the chain makes of that.
 */

/** The pass goes block by block: what one loop has written, the next finds in the processor's nearest cache. */
const BLOCK = 512;

/** The numbers of a step: β₁, β₂, ε, and what corrects for the initial means of 0, 1/(1 - β₁ᵗ) and 1/√(1 - β₂ᵗ). */
export interface AdamNumbers {
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly c1: number;
  readonly c2: number;
}

/** Of one leaf: the mean gradient, the mean square, and with amsgrad the largest mean square. */
export type Moments<T> = readonly [mean: T, meanSquare: T, largest?: T];

interface Start {
  readonly g: Float64Array;
  /** What is still to be done to the gradient. */
  readonly equation: Equation;
  readonly before: Moments<Float64Array>;
}

class AdamStep implements Direction {
  readonly #numbers: AdamNumbers;
  /** Until the step is done. */
  #from: Start | undefined;
  #moments: Moments<Float64Array> | undefined;

  constructor(g: Float64Array, equation: Equation, before: Moments<Float64Array>, numbers: AdamNumbers) {
    this.#numbers = numbers;
    this.#from = { g, equation, before };
  }

  /** The moments after the step. */
  get moments(): Moments<Float64Array> {
    return this.#moments ?? this.#run();
  }

  write(out: Float64Array, equation: Equation, onto: Float64Array | undefined): void {
    if (this.#moments === undefined) {
      this.#run(out, equation, onto);
      return;
    }
    const [mean, meanSquare, largest = meanSquare] = this.#moments;
    for (let from = 0; from < out.length; from += BLOCK) {
      const to = Math.min(from + BLOCK, out.length);
      writeDirection(out, mean, largest, this.#numbers, from, to);
      evaluate(out, out, equation, onto, from, to);
    }
  }

  /** The pass. Without `out`, for the moments alone. */
  #run(out?: Float64Array, equation: Equation = same, onto?: Float64Array): Moments<Float64Array> {
    const { g, equation: given, before } = this.#from as Start;
    const [m, v, largest] = before;
    const [mean, meanSquare] = [allocate(g.length), allocate(g.length)];
    const most = largest && allocate(g.length);
    // Where nobody wants the direction it is written to where the mean is written afterwards.
    const direction = out ?? mean;
    const isScaled = given.p === undefined && given.rate === 1;
    for (let from = 0; from < g.length; from += BLOCK) {
      const to = Math.min(from + BLOCK, g.length);
      if (!isScaled) evaluate(direction, g, given, undefined, from, to);
      const [x, factor] = isScaled ? [g, given.factor] : [direction, 1];
      writeStep(direction, mean, meanSquare, x, factor, m, v, this.#numbers, from, to);
      if (most && largest) for (let i = from; i < to; i++) most[i] = Math.max(largest[i], meanSquare[i]);
      if (out === undefined) continue;
      if (most) writeDirection(out, mean, most, this.#numbers, from, to);
      evaluate(out, out, equation, onto, from, to);
    }
    this.#moments = most ? [mean, meanSquare, most] : [mean, meanSquare];
    this.#from = undefined;
    return this.#moments;
  }
}

/** The step for the gradient factor·x: m ← β₁m + (1 - β₁)g, v ← β₂v + (1 - β₂)g², and the direction m c₁/(√v c₂ + ε). */
function writeStep(
  direction: Float64Array,
  mean: Float64Array,
  meanSquare: Float64Array,
  x: Float64Array,
  factor: number,
  m: Float64Array,
  v: Float64Array,
  { beta1, beta2, eps, c1, c2 }: AdamNumbers,
  from: number,
  to: number,
): void {
  const [rest1, rest2] = [1 - beta1, 1 - beta2];
  for (let i = from; i < to; i++) {
    const g = factor * x[i];
    const a = beta1 * m[i] + rest1 * g;
    const b = beta2 * v[i] + rest2 * (g * g);
    direction[i] = (a * c1) / (Math.sqrt(b) * c2 + eps);
    mean[i] = a;
    meanSquare[i] = b;
  }
}

/** m c₁/(√v c₂ + ε) */
function writeDirection(
  out: Float64Array,
  mean: Float64Array,
  meanSquare: Float64Array,
  { eps, c1, c2 }: AdamNumbers,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) out[i] = (mean[i] * c1) / (Math.sqrt(meanSquare[i]) * c2 + eps);
}

/** The direction and the moments of a leaf, computed when they are read; undefined where operations have to see the leaf. */
export function adamStep(
  g: Leaf,
  before: Moments<Leaf>,
  numbers: AdamNumbers,
): readonly [direction: Leaf, ...Moments<Leaf>] | undefined {
  const updates = givenUpdates(g);
  const moments = elementsOf(before as readonly Leaf[]);
  const { shape } = g as Tensor;
  if (updates === undefined || moments === undefined || !sameShape(shape, (before[0] as Tensor).shape))
    return undefined;
  const step = new AdamStep(updates.x, updates.equation, moments as unknown as Moments<Float64Array>, numbers);
  const next = moments.map((_, k) => deferred({ compute: () => step.moments[k] as Float64Array }, shape));
  return [directed(step, g as Tensor), ...(next as unknown as Moments<Leaf>)];
}
