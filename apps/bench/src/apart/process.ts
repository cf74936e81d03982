import type { Job } from "../job.ts";
import { youngCollected } from "../rest.ts";
import { Absent, type Contender } from "../workload.ts";
import { workloads } from "../workloads/index.ts";
import type { Answers, Failure, Question } from "./question.ts";

/*
 * The process of one contender: `node process.js <workload> <contender>`. It ends when whoever asks has gone.
 */

const [workload, name] = process.argv.slice(2);
let job: Job | undefined;

/** While others work, caches and memory cool down. So a turn begins with a sample that does not count, where the last one took little time. */
const BRIEF = 0.2;
let brief = false;

process.on("message", async (question: Question) => {
  process.send?.(await answerTo(question).catch(failure));
});

async function answerTo(question: Question): Promise<Answers[Question["want"]]> {
  if (question.want === "prepare") {
    job = await contenderAt(question.n).prepare();
    return { compiled: job.compiled === true };
  }
  if (job === undefined) throw new Error("nothing is prepared");
  if (question.want === "result") return { numbers: Float64Array.from(await job.result()) };
  if (question.want === "sample") {
    if (brief) await job.sample(question.calls);
    youngCollected();
    const seconds = await job.sample(question.calls);
    brief = seconds < BRIEF;
    return { seconds };
  }
  await job.close?.();
  job = undefined;
  brief = false;
  return {};
}

function contenderAt(n: number): Contender {
  const found = workloads.find((one) => one.name === workload)?.contenders(n);
  const contender = found?.find((one) => one.name === name);
  if (contender === undefined) throw new Error(`${workload} has no contender ${name} at ${n}`);
  return contender;
}

const failure = (error: unknown): Failure => ({
  error: error instanceof Error ? error.message : String(error),
  absent: error instanceof Absent,
});
