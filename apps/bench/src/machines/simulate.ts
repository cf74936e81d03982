/** A sum over shards on many workers, all times in milliseconds. */
export interface Machines {
  readonly workers: number;
  readonly shards: number;
  /** The time that a worker computes for a shard. */
  readonly compute: number;
  /** What a task costs the program and Redis, which do one thing at a time. */
  readonly serial: number;
  /** The way to a worker, and the way back. */
  readonly latency: number;
}

/**
 * The time of one evaluation. The program hands out the shards one after the other; each goes to the worker that is free first; results
 * are taken one after the other, in the order in which they arrive. Half of the serial time is for handing out, half for taking.
 */
export function evaluationTime({ workers, shards, compute, serial, latency }: Machines): number {
  const free = new Float64Array(workers);
  const arrivals: number[] = [];
  for (let i = 1; i <= shards; i++) {
    let first = 0;
    for (let w = 1; w < workers; w++) if (free[w] < free[first]) first = w;
    const begin = Math.max(free[first], (i * serial) / 2 + latency);
    free[first] = begin + compute;
    arrivals.push(free[first] + latency);
  }
  let now = (shards * serial) / 2;
  for (const arrival of arrivals.sort((a, b) => a - b)) now = Math.max(now, arrival) + serial / 2;
  return now;
}

/** How much of what the workers could do is done: the time of all shards on one, over the time that they take, all together. */
export function efficiency(machines: Machines): number {
  return (machines.shards * machines.compute) / (machines.workers * evaluationTime(machines));
}

/** Where more workers do not help: with a shard for each, T(W) ≈ C/W + W·serial + 2·latency is least at W = √(C/serial). */
export function bestWorkers(whole: number, serial: number): number {
  return Math.sqrt(whole / serial);
}
