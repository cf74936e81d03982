#!/usr/bin/env node
import { evaluations, perTask } from "./measure.ts";
// What many machines cost and bring: `node apps/bench/dist/machines/cli.js [size]`, where 1 is as large as the results that are kept.
import { bestWorkers, efficiency, evaluationTime } from "./simulate.ts";

const size = Number(process.argv[2] ?? 1);
const out = (line: string): void => void process.stdout.write(`${line}\n`);
const shown = (x: number): string => x.toPrecision(3);

const tiny = Math.max(50, Math.round(10_000 * size));
const { ours, bare } = await perTask(tiny, 8, 3);
out(
  `# Many machines\n\n${tiny} tiny tasks at concurrency 8: ${shown(ours)} ms a task, bare BullMQ ${shown(bare)} ms; ratio ${shown(ours / bare)}.\n`,
);

const rows = Math.max(1000, Math.round(1e7 * size));
const shards = 16;
const { queue, threads } = await evaluations(rows, shards, 3);
out(`Logistic regression of ${rows} rows in ${shards} shards, value and gradient, ratios to one thread:\n`);
out("| workers | threads, speed-up | queue, speed-up | queue, efficiency |\n| ---: | ---: | ---: | ---: |");
for (const [i, workers] of [1, 2].entries()) {
  const speed = threads[0] / queue[i];
  out(`| ${workers} | ${shown(threads[0] / threads[i])} | ${shown(speed)} | ${shown(speed / workers)} |`);
}

const whole = threads[0];
out(`\nSimulated, with ${shown(whole)} ms of computation and ${shown(ours)} ms for a task in the program and Redis:\n`);
out("| workers | latency (ms) | speed-up | efficiency |\n| ---: | ---: | ---: | ---: |");
for (const workers of [2, 16, 64, 256, 1000]) {
  for (const latency of [0.2, 1, 20]) {
    const machines = {
      workers,
      shards: Math.max(shards, workers),
      compute: whole / Math.max(shards, workers),
      serial: ours,
      latency,
    };
    out(`| ${workers} | ${latency} | ${shown(whole / evaluationTime(machines))} | ${shown(efficiency(machines))} |`);
  }
}
out(`\nMore workers than √(C/serial) = ${Math.round(bestWorkers(whole, ours))} do not help.`);
