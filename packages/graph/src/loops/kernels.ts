import type { Tensor } from "@wengert/array";
import { fromData, presenceOf } from "@wengert/array/author";
import { callSite, isFollowing, isTraced } from "@wengert/trace";
import { simplified } from "../passes/simplify.ts";
import { type Callable, record } from "../plan/plan.ts";
import type { Stepped } from "./cell.ts";
import { LoopKernel } from "./kernel.ts";
import { either, type Known, knownOf } from "./known.ts";
import { type Extent, type Parts, partsMapped } from "./parts.ts";

/** For fewer steps, in all calls together, it does not pay to make code. */
const WORTHWHILE = 32;

/** For so many steps code may not hold, until it is made for these too. */
const MISSES = 4;

/** One step of a loop. */
export type Run = (outside: readonly Tensor[], carry: readonly Tensor[], entry: readonly Tensor[]) => Stepped;

/** Makes a loop into code, once it has run often enough. */
export class Kernels {
  readonly #run: Run;
  readonly #tests: boolean;
  #asked = 0;
  /** For so many steps the code did not hold, since more or less depends on anything. */
  #missed = 0;
  /** Null where there is none. */
  #kernel: LoopKernel | null | undefined;

  /** @param tests - whether the first that a step gives out says if the step is taken */
  constructor(run: Run, tests: boolean) {
    this.#run = run;
    this.#tests = tests;
  }

  /** The memory of the code. */
  get bytes(): number {
    return this.#kernel?.bytes ?? 0;
  }

  /**
   * The code of a loop whose steps are known to be the same; asked before each step. Undefined where there is none, or none yet.
   *
   * @param entry - an entry of the inputs
   * @param left - how many more steps would be run by it, as far as that is known
   */
  for(parts: Parts<Tensor>, entry: () => readonly Tensor[], extent: Extent, left: number): LoopKernel | undefined {
    if (this.#kernel === null || this.#asked++ + left < WORTHWHILE) return undefined;
    // Whoever is at work follows the operations themselves.
    if (isFollowing() || callSite() !== undefined) return undefined;
    const { outside, carry, inputs } = parts;
    if (outside.some(isTraced) || carry.some(isTraced) || inputs.some(isTraced)) return undefined;
    if (this.#kernel === undefined) this.#kernel = this.#made(parts, knownOfAll(parts), entry(), extent) ?? null;
    if (!this.#kernel?.fits(parts)) return undefined;
    if (!this.#kernel.holds(parts)) {
      if (++this.#missed < MISSES) return undefined;
      const known = partsMapped(knownOfAll(parts), this.#kernel.known, (a, b) => a.map((own, i) => either(own, b[i])));
      this.#kernel = this.#made(parts, known, entry(), extent) ?? null;
    }
    return this.#kernel ?? undefined;
  }

  #made(
    { outside, carry }: Parts<Tensor>,
    known: Parts<Known>,
    entry: readonly Tensor[],
    extent: Extent,
  ): LoopKernel | undefined {
    // What is given at two places now need not be one value in the next step.
    const given = [outside, carry, entry].map((xs) => xs.map(apart));
    const { program, results } = record(this.#run as unknown as Callable, given, true);
    if (results.plain === undefined) return undefined;
    const [o, c, e] = given.map((xs) => xs.map(({ shape }) => shape));
    const shapes = { outside: o, carry: c, inputs: e };
    return LoopKernel.of(
      { program: simplified(program), results: results.plain, shapes, known, tests: this.#tests },
      extent,
    );
  }
}

function knownOfAll(parts: Parts<Tensor>): Parts<Known> {
  return partsMapped(parts, parts, (xs) => xs.map(knownOf));
}

/** The same numbers as a value of its own. */
function apart(x: Tensor): Tensor {
  return fromData(Float64Array.from(x.data), x.shape);
}

/** Whether values are their numbers, and nothing else. */
export function areNumbers(xs: readonly Tensor[]): boolean {
  return xs.every(isNumbers);
}

function isNumbers(x: Tensor): boolean {
  return !isTraced(x) && presenceOf(x) === undefined;
}
