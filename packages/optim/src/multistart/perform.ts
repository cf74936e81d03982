import { encode } from "../saved.ts";
import type { Space } from "../space.ts";
import { type Attempt, attempt, messageOf, type StartReport, type StartTask, unrun } from "./attempt.ts";
import { brakeOf } from "./brake.ts";
import type { Executor, MultiStartOptions, ObjectiveModule } from "./options.ts";

type OnStart = MultiStartOptions["onStart"];

/** How long iterations may go on without a turn of the event loop, in milliseconds. */
const patience = 15;

/** Runs starts one after the other in this thread, with turns of the event loop for timers, buttons and signals. */
export async function performHere(
  tasks: readonly Attempt[],
  space: Space<unknown, unknown>,
  signal: AbortSignal | undefined,
  onStart: OnStart,
): Promise<StartReport[]> {
  const reports: StartReport[] = [];
  let turned = Date.now();
  const turn = async (): Promise<void> => {
    await new Promise((resume) => setTimeout(resume));
    turned = Date.now();
  };
  for (const task of tasks) {
    const steps = attempt(space, task, signal);
    let step = steps.next();
    while (!step.done) {
      if (Date.now() - turned >= patience) await turn();
      step = steps.next();
    }
    reports.push(step.value);
    onStart?.(step.value);
    await turn();
  }
  return reports;
}

/** Runs starts by an executor, all at once as far as it can. */
export async function performElsewhere(
  tasks: readonly Attempt[],
  { module, name }: ObjectiveModule,
  start: unknown,
  executor: Executor,
  signal: AbortSignal | undefined,
  onStart: OnStart,
): Promise<StartReport[]> {
  const brake = brakeOf(signal);
  const travelling = { module: String(module), name, start: encode(start), stop: brake.stop };
  const report = async (task: StartTask): Promise<StartReport> => {
    if (signal?.aborted) return unrun(task, "aborted", "aborted by its signal before it began");
    try {
      return checked(await Promise.race([executor.run(task, { signal: brake.signal() }), brake.over]), task);
    } catch (error) {
      if (!signal?.aborted) return unrun(task, "failed", messageOf(error));
      return unrun(task, "aborted", "given up by its signal in the middle of an evaluation");
    }
  };
  try {
    return await Promise.all(
      tasks.map(async (task) => {
        const done = await report({ ...task, ...travelling });
        onStart?.(done);
        return done;
      }),
    );
  } finally {
    brake.release();
  }
}

/** Whether an executor gave back what the worker made. */
function checked(report: StartReport, task: Attempt): StartReport {
  if (report?.index === task.index && Array.isArray(report.x) && report.x.length === task.x.length) return report;
  return unrun(task, "failed", "the executor gave back no report of this start");
}
