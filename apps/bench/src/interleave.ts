import type { Job } from "./job.ts";

/** How long to measure. */
export interface Budget {
  /** A sample is at least so long, in seconds: many runs where one is short. */
  readonly sample: number;
  /** So many runs come first, one at a time: a function may be recorded in them, or compiled, so that they tell little of the others. */
  readonly firsts: number;
  /** What an engine compiles on the way runs at least so long before it is measured. */
  readonly warmUp: number;
  /** Rounds go on until this time is over, … */
  readonly total: number;
  /** … but there are never fewer, … */
  readonly fewest: number;
  /** … nor more. */
  readonly most: number;
  /** A job that takes longer for one run is slow: it takes part in two rounds only. */
  readonly patience: number;
}

/** A slow job is measured so often: what it takes differs by less than what it is behind the others. */
const SLOW_ROUNDS = 2;

/** What was measured of a job. */
export interface Measured {
  /** Seconds per run, one entry per round. */
  readonly samples: readonly number[];
  /** Runs per sample. */
  readonly calls: number;
  /** Whether one run is longer than the patience. */
  readonly slow: boolean;
}

/**
 * Measures jobs in turn, A B C A B C …, so that whatever else the machine does meets all of them alike.
 *
 * @param rest - called before each sample: collects garbage, so that nobody pays for somebody else's
 */
export async function interleave(
  jobs: readonly Job[],
  budget: Budget,
  rest: () => void = () => {},
): Promise<Measured[]> {
  const runs: { job: Job; calls: number; slow: boolean; samples: number[] }[] = [];
  for (const job of jobs) runs.push({ job, ...(await calibrate(job, budget)), samples: [] });
  const start = performance.now();
  for (let round = 0; round < budget.most; round++) {
    if (round >= budget.fewest && performance.now() - start > budget.total * 1000) break;
    for (const { job, calls, slow, samples } of runs) {
      if (slow && round >= SLOW_ROUNDS) continue;
      rest();
      samples.push((await job.sample(calls)) / calls);
    }
  }
  return runs.map(({ samples, calls, slow }) => ({ samples, calls, slow }));
}

/** Warms a job up, and finds how many runs make a sample: by its best time, which no interruption has prolonged. */
async function calibrate(
  job: Job,
  { sample, firsts, warmUp, patience }: Budget,
): Promise<{ calls: number; slow: boolean }> {
  let calls = 1;
  let best = Number.POSITIVE_INFINITY;
  let spent = 0;
  for (let run = 0; run < firsts; run++) {
    const seconds = await job.sample(calls);
    spent += seconds;
    best = Math.min(best, seconds);
    if (best > patience) return { calls, slow: true };
  }
  const least = job.compiled === true ? 0 : warmUp;
  while (spent < least || calls * best < sample) {
    calls = Math.min(10 * calls, Math.max(1, Math.ceil(sample / best)));
    const seconds = await job.sample(calls);
    spent += seconds;
    best = Math.min(best, seconds / calls);
  }
  return { calls, slow: false };
}
