import { Followers, inFlight } from "../tasks/inflight.ts";
import type { Executor, Task } from "../tasks/task.ts";
import { attempt, messageOf, reportWithoutRun } from "./attempt.ts";
import type { Runnable } from "./objectives.ts";
import type { ObjectiveModule } from "./options.ts";
import { sharedStop } from "./stopsignal.ts";
import type { Attempt, StartReport, StartTask } from "./taskdata.ts";

type OnStart = (report: StartReport) => unknown;

/** How long iterations may block the event loop, in milliseconds. */
const longestTurn = 15;

/** Runs starts one after the other in this thread, with pauses in which timers, buttons and signals work. */
export async function runHere(
  tasks: readonly Attempt[],
  runnable: Runnable,
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
    const steps = attempt(runnable, task, signal);
    let step = steps.next();
    while (!step.done) {
      if (Date.now() - turned >= longestTurn) await turn();
      step = steps.next();
    }
    reports.push(step.value);
    onStart(step.value);
    await turn();
  }
  return reports;
}

/** Runs starts by an executor, which may work on many at once. */
export async function runInExecutor(
  tasks: readonly Attempt[],
  { module, name, params }: ObjectiveModule,
  start: Pick<StartTask, "start" | "paths">,
  executor: Executor,
  signal: AbortSignal | undefined,
  onStart: OnStart,
): Promise<StartReport[]> {
  const stop = sharedStop(signal);
  const travelling = { kind: "start", module: String(module), name, params, ...start, stop: stop.stop } as const;
  const stops = new Followers(signal);
  const reports: StartReport[] = [];
  const report = async (task: StartTask): Promise<StartReport> => {
    if (signal?.aborted) return reportWithoutRun(task, "aborted", "aborted by its signal before it began");
    try {
      const run = stops.during((soft) => executor.run(task, { signal: stop.signal(), stop: soft }));
      return checked((await Promise.race([run, stop.over])) as StartReport, task);
    } catch (error) {
      if (!signal?.aborted) return reportWithoutRun(task, "failed", messageOf(error));
      return reportWithoutRun(task, "aborted", "given up by its signal in the middle of an evaluation");
    }
  };
  function* sent(): Generator<StartTask> {
    for (const task of tasks) yield { ...task, ...travelling };
  }
  try {
    // Each start has a report, also where the executor fails, so that no failure ends the others.
    const reporting = { capacity: executor.capacity, run: (task: Task) => report(task as StartTask) };
    await inFlight(
      sent(),
      reporting,
      new AbortController().signal,
      () => undefined,
      (_, done) => {
        reports.push(done as StartReport);
        onStart(done as StartReport);
      },
    );
    return reports;
  } finally {
    stop.release();
    stops.end();
  }
}

/** The report of an executor, or of a failure if the executor returned something else. */
function checked(report: StartReport, task: Attempt): StartReport {
  if (report?.index === task.index && Array.isArray(report.x) && report.x.length === task.x.length) return report;
  return reportWithoutRun(task, "failed", "the executor gave back no report of this start");
}
