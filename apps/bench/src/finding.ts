import type { Evaluations } from "./evaluations/survey.ts";
import type { Timings } from "./run.ts";

/** What a run found out: times of a workload, or evaluations of minimizers. */
export type Finding = Timings | Evaluations;
