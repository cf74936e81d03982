import type { Tensor } from "@wengert/array";
import { fromData, presenceOf } from "@wengert/array/author";
import { callSite, isFollowing, isTraced } from "@wengert/trace";
import { LARGEST } from "../cells/layout.ts";
import { simplified } from "../passes/simplify.ts";
import { type Callable, record } from "../plan/plan.ts";
import type { Stepped } from "./cell.ts";
import { coversAll, type Known, knownOf } from "./known.ts";
import type { Extent, Parts } from "./parts.ts";
import { type Stage, Stages } from "./stages.ts";

/** For fewer steps, in all calls together, it does not pay to make code. */
const WORTHWHILE = 32;

/** So often code is looked for that there may not be, for other things that are known. */
const MISSES = 4;

/** One step of a loop. */
export type Run = (outside: readonly Tensor[], carry: readonly Tensor[], entry: readonly Tensor[]) => Stepped;

/** Makes a loop into code, once it has run often enough. */
export class Kernels {
  readonly #run: Run;
  readonly #tests: boolean;
  #asked = 0;
  /** The sizes of the arguments that there is code for. */
  #sizes: readonly number[] = [];
  /** Null where there is no code. */
  #stages: Stages | null | undefined;
  /** For what is known here there is none. */
  readonly #refused: Parts<Known>[] = [];

  /** @param tests - whether the first that a step gives out says if the step is taken */
  constructor(run: Run, tests: boolean) {
    this.#run = run;
    this.#tests = tests;
  }

  /** The memory of the code. */
  get bytes(): number {
    return this.#stages?.bytes ?? 0;
  }

  /**
   * The code of a loop whose steps are known to be the same, from one step on; asked before each step. Undefined where there is none, or none
   * yet.
   *
   * @param entry - an entry of the inputs
   * @param left - how many more steps would be run by it, as far as that is known
   */
  for(parts: Parts<Tensor>, entry: () => readonly Tensor[], extent: Extent, left: number): Stage | undefined {
    if (this.#stages === null || this.#asked++ + left < WORTHWHILE) return undefined;
    // Whoever is at work follows the operations themselves.
    if (isFollowing() || callSite() !== undefined) return undefined;
    const { outside, carry, inputs } = parts;
    if (outside.some(isTraced) || carry.some(isTraced) || inputs.some(isTraced)) return undefined;
    if (this.#stages === undefined) {
      this.#stages = this.#begun(parts, entry(), extent);
      this.#sizes = [...outside, ...carry, ...inputs].map(({ size }) => size);
    }
    if (this.#stages === null || !this.#fits(parts)) return undefined;
    const found = this.#stages.of(parts);
    if (found !== undefined) return found;
    const known = knownOfAll(parts, extent);
    if (this.#refused.some((refused) => coversAll(refused, known))) return undefined;
    const stage = this.#stages.from(known);
    if (stage === undefined && (this.#stages.isEmpty || this.#refused.push(known) === MISSES)) this.#stages = null;
    return stage;
  }

  #begun({ outside, carry }: Parts<Tensor>, entry: readonly Tensor[], extent: Extent): Stages | null {
    const xs = [...outside, ...carry, ...entry];
    if (xs.some(({ size }) => size === 0 || size > LARGEST)) return null;
    // What is given at two places now need not be one value in the next step.
    const given = [outside, carry, entry].map((all) => all.map(apart));
    const { program, results } = record(this.#run as unknown as Callable, given, true);
    if (results.plain === undefined) return null;
    const [o, c, e] = given.map((all) => all.map(({ shape }) => shape));
    const shapes = { outside: o, carry: c, inputs: e };
    return new Stages({ program: simplified(program), results: results.plain, shapes, tests: this.#tests }, extent);
  }

  #fits({ outside, carry, inputs }: Parts<Tensor>): boolean {
    return [...outside, ...carry, ...inputs].every(({ size }, i) => size === this.#sizes[i]);
  }
}

function knownOfAll({ outside, carry, inputs }: Parts<Tensor>, { length }: Extent): Parts<Known> {
  const whole = (x: Tensor): Known => knownOf(x, x.size);
  return {
    outside: outside.map(whole),
    carry: carry.map(whole),
    inputs: inputs.map((x) => knownOf(x, x.size / length)),
  };
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
