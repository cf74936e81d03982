import { differenceOf, tolerances } from "./agree.ts";
import { type Budget, interleave } from "./interleave.ts";
import type { Job } from "./job.ts";
import { firstLine } from "./peers/contender.ts";
import { duration } from "./report/numbers.ts";
import { type Summary, summarize } from "./statistics.ts";
import { Absent, type Contender, type Scale, type Workload } from "./workload.ts";

/** One line of a table: what was measured, or why nothing was. */
export type Row = { readonly name: string } & (
  | {
      readonly seconds: Summary;
      /** Runs per sample. */
      readonly calls: number;
      readonly rate: number | undefined;
      /** How far the result is from the reference. */
      readonly difference: number;
    }
  | { readonly absent: string }
);

/** All contenders at one size. */
export interface Case {
  readonly n: number;
  readonly label: string;
  readonly rows: readonly Row[];
}

/** What a run of a workload found out. */
export interface Timings {
  readonly name: string;
  readonly title: string;
  readonly what: string;
  readonly rateUnit: string | undefined;
  readonly cases: readonly Case[];
}

/** What is done while a workload runs. */
export interface Hooks {
  /** Told what begins. */
  readonly show: (text: string) => void;
  /** Called before each sample. */
  readonly rest: () => void;
}

/**
 * Runs a workload at all sizes of a scale.
 *
 * @throws {Error} when a contender that is no peer fails: the reference, or Wengert itself
 */
export async function runWorkload(workload: Workload, scale: Scale, budget: Budget, hooks: Hooks): Promise<Timings> {
  const { name, title, what, rate } = workload;
  const cases: Case[] = [];
  const tooSlow = new Map<string, string>();
  for (const n of workload.sizes[scale]) cases.push(await runCase(workload, n, budget, tooSlow, hooks));
  return { name, title, what, rateUnit: rate?.unit, cases };
}

/** @param tooSlow - who is left out, and why; those who prove slow are added */
async function runCase(
  workload: Workload,
  n: number,
  budget: Budget,
  tooSlow: Map<string, string>,
  { show, rest }: Hooks,
): Promise<Case> {
  const label = workload.label(n);
  show(`${workload.title}, ${label}`);
  const ready = await prepareAll(workload.contenders(n), tooSlow);
  const present = ready.flatMap(({ job }) => (job === undefined ? [] : [job]));
  const measured = (await interleave(present, budget, rest)).values();
  const rows = ready.map(({ name, job, absent, difference }): Row => {
    if (job === undefined) return { name, absent };
    const { samples, calls, slow } = measured.next().value as Measured;
    const seconds = summarize(samples);
    if (slow) tooSlow.set(name, `left out: ${duration(seconds.median)} for one run at ${label}`);
    return { name, seconds, calls, rate: workload.rate?.of(n, seconds.median), difference };
  });
  for (const job of present) await job.close?.();
  const cannot = Object.entries(workload.cannot ?? {}).map(([name, reason]) => ({ name, absent: reason }));
  return { n, label, rows: [...rows, ...cannot] };
}

type Measured = Awaited<ReturnType<typeof interleave>>[number];
type Ready = { readonly name: string } & (
  | { readonly job: Job; readonly difference: number; readonly absent?: never }
  | { readonly job?: never; readonly difference?: never; readonly absent: string }
);

/** Prepares contenders, and keeps those whose result is that of the first. */
async function prepareAll(contenders: readonly Contender[], tooSlow: ReadonlyMap<string, string>): Promise<Ready[]> {
  const ready: Ready[] = [];
  let reference: ArrayLike<number> | undefined;
  for (const { name, precision = "f64", compares, prepare } of contenders) {
    const reason = tooSlow.get(name);
    if (reason !== undefined) {
      ready.push({ name, absent: reason });
      continue;
    }
    try {
      const job = await prepare();
      const result = await job.result();
      reference ??= result;
      const difference = differenceOf(reference, result, compares);
      // Not `difference > tolerance`: NaN disagrees.
      if (!(difference <= tolerances[precision])) throw new Error(`gives other numbers, off by ${difference}`);
      ready.push({ name, job, difference });
    } catch (error) {
      // A peer that fails is a finding. Wengert, and what it is held against, must not; only its BLAS may not be there.
      if ((name.startsWith("Wengert") || reference === undefined) && !(error instanceof Absent)) {
        throw new Error(`${name}: ${firstLine(error)}`, { cause: error });
      }
      ready.push({ name, absent: firstLine(error) });
    }
  }
  return ready;
}
