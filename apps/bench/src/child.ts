import { evaluations, survey } from "./evaluations/survey.ts";
import type { Finding } from "./finding.ts";
import { budgets } from "./options.ts";
import { runWorkload } from "./run.ts";
import type { Scale } from "./workload.ts";
import { workloads } from "./workloads/index.ts";

/*
 * The process that workloads run in: `node child.js <scale> <workload> …`.
 */

/** What it says to the program that started it. */
export type Message = { readonly show: string } | { readonly finding: Finding };

const tell = (message: Message): void => void process.send?.(message);
const hooks = {
  show: (show: string) => tell({ show }),
  // There when Node was started with --expose-gc. Only what is young: a full collection also throws compiled code away.
  rest: () => void globalThis.gc?.({ type: "minor", execution: "sync" }),
};
const [scale, ...names] = process.argv.slice(2);
for (const workload of workloads.filter(({ name }) => names.includes(name))) {
  tell({ finding: await runWorkload(workload, scale as Scale, budgets[scale as Scale], hooks) });
}
if (names.includes(evaluations.name)) tell({ finding: await survey(hooks.show) });
process.disconnect?.();
