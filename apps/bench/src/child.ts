import { apart } from "./apart/apart.ts";
import { evaluations, survey } from "./evaluations/survey.ts";
import type { Finding } from "./finding.ts";
import { budgets } from "./options.ts";
import { youngCollected } from "./rest.ts";
import { runWorkload } from "./run.ts";
import type { Scale, Workload } from "./workload.ts";
import { workloads } from "./workloads/index.ts";

/*
 * The process that workloads run in: `node child.js <scale> <workload> …`. For the record, it asks one process per contender.
 */

/** What it says to the program that started it. */
export type Message = { readonly show: string } | { readonly finding: Finding };

const tell = (message: Message): void => void process.send?.(message);
const hooks = { show: (show: string) => tell({ show }), rest: youngCollected };
const [scale, ...names] = process.argv.slice(2) as [Scale, ...string[]];
for (const workload of workloads.filter(({ name }) => names.includes(name))) {
  tell({
    finding: scale === "full" ? await inProcesses(workload) : await runWorkload(workload, scale, budgets[scale], hooks),
  });
}
if (names.includes(evaluations.name)) tell({ finding: await survey(hooks.show) });
process.disconnect?.();

/** Each contender in a process of its own, which rests there. */
async function inProcesses(workload: Workload): Promise<Finding> {
  const { workload: moved, close } = apart(workload);
  try {
    return await runWorkload(moved, scale, budgets[scale], { ...hooks, rest: () => {} });
  } finally {
    close();
  }
}
