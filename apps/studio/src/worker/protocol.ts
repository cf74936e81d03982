import type { Started } from "@wengert/gp-app/model";
import type { MinimizeState } from "wengert";
import type { Pictures } from "./pictures.ts";
import type { Task } from "./task.ts";

export type { Task } from "./task.ts";

/** How to learn. */
export interface Method {
  readonly name: MethodChoice;
  readonly iterations: number;
  /** So many starts: the first where the parameters are, the others at random about it, side by side. */
  readonly starts: number;
  readonly seed: number;
}

/** The methods that can be chosen. */
export type MethodChoice = "lbfgs" | "bfgs" | "cg" | "nelder-mead" | "adam";

/** One start of a fit: its number, where to go on, and when to pause. */
export interface Start {
  readonly start: number;
  readonly state: MinimizeState | undefined;
  /** Pauses after so many iterations. */
  readonly most: number | undefined;
}

/** A start of a fit after an iteration. Values are in the units of the data. */
export interface Iteration {
  readonly start: number;
  readonly iteration: number;
  readonly value: number;
  readonly gradientNorm: number;
  readonly evaluations: number;
  readonly values: readonly number[];
}

/** What a worker answers, by the kind of the question. */
export interface Questions extends Pictures {
  readonly posterior: { readonly ask: Task & Places; readonly answer: PosteriorAnswer };
  readonly samples: { readonly ask: SamplesAsk; readonly answer: SamplesAnswer };
  readonly parts: { readonly ask: Task & Places; readonly answer: PartsAnswer };
  readonly residuals: { readonly ask: Task; readonly answer: ResidualsAnswer };
}

/** Where something is asked for: one array for each input. */
export interface Places {
  readonly places: readonly Float64Array[];
}

/** The kinds of questions. */
export type Kind = keyof Questions;

/** What is expected at places. The deviations include the noise. */
export interface PosteriorAnswer {
  readonly mean: Float64Array;
  readonly std: Float64Array;
  /** The negative log likelihood of the observations, with what the priors add. */
  readonly objective: number;
}

/** For draws of the process before it has seen data. */
export interface SamplesAsk extends Places {
  readonly covariance: Started;
  readonly seed: number;
  readonly count: number;
}

/** The draws, and the deviation that each of them has at each place. */
export interface SamplesAnswer {
  readonly draws: readonly Float64Array[];
  readonly std: Float64Array;
}

/** What each term of a sum contributes, in the order of its parts. */
export interface PartsAnswer {
  readonly parts: readonly { readonly name: string; readonly mean: Float64Array; readonly std: Float64Array }[];
}

/** Each observation against what all others say of it. */
export interface ResidualsAnswer {
  /** Divided by the deviation that they expect. */
  readonly standardized: Float64Array;
  /** In units of y. */
  readonly raw: Float64Array;
  /** Where the standardized ones, in ascending order, would lie if they were normal. */
  readonly quantiles: Float64Array;
}

/** A question with its kind. */
export type Asked = { [K in Kind]: { readonly kind: K; readonly ask: Questions[K]["ask"] } }[Kind];

/** What the page sends. */
export type ToWorker =
  | { readonly kind: "ask"; readonly id: number; readonly question: Asked }
  | { readonly kind: "forget"; readonly id: number }
  | {
      readonly kind: "learn";
      readonly run: number;
      readonly task: Task;
      readonly method: Method;
      readonly start: Start;
    }
  | { readonly kind: "ping" };

/** What a worker sends. */
export type FromWorker =
  /** An answer may be followed by better ones, until one has no more. */
  | { readonly kind: "answer"; readonly id: number; readonly answer: Questions[Kind]["answer"]; readonly more: boolean }
  | { readonly kind: "refused"; readonly id: number; readonly problem: Problem }
  | { readonly kind: "iteration"; readonly run: number; readonly entry: Iteration; readonly state: MinimizeState }
  | { readonly kind: "paused"; readonly run: number; readonly start: number }
  | { readonly kind: "ended"; readonly run: number; readonly end: End }
  | { readonly kind: "failed"; readonly run: number; readonly start: number; readonly problem: Problem }
  | { readonly kind: "alive" };

/** How a start ended. Values are in the units of the data. */
export interface End {
  readonly start: number;
  readonly value: number;
  readonly values: readonly number[];
  readonly message: string;
}

/** What went wrong, in a sentence that says what to do. */
export interface Problem {
  readonly name: string;
  readonly message: string;
}
