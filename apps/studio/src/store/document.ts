import type { Decimal } from "@wengert/gp-app/model";
import type { MinimizeState } from "wengert";
import type { Node } from "../model/tree.ts";
import type { End, Iteration, Method, Problem } from "../worker/protocol.ts";

/** All that a page works on: what is saved, undone and exported. It is never changed, only replaced. */
export interface Document {
  readonly source: Source;
  readonly tree: Node;
  readonly method: Method;
  /** How far the forecast goes beyond the last x, in units of x. */
  readonly horizon: number;
  readonly run: Run | undefined;
}

/** Where the data come from. */
export type Source = { readonly kind: "example"; readonly id: string } | OwnSource;

/** A table of one's own, with the columns that are read. Its text is kept beside the document. */
export interface OwnSource {
  readonly kind: "own";
  /** Under which its text is kept. */
  readonly id: string;
  readonly file: string;
  readonly x: readonly string[];
  readonly y: string;
  readonly timeUnit: string;
  readonly decimal: Decimal | undefined;
  /** Of so many neighbouring rows, one was taken; undefined for all of them. */
  readonly every?: number | undefined;
}

/** A fit, from its beginning on. */
export interface Run {
  readonly status: "running" | "paused" | "ended" | "failed";
  /** The covariance where it began. */
  readonly before: Node;
  /** Of all starts, as they came. */
  readonly entries: readonly Iteration[];
  readonly seconds: number;
  /** How far each of its starts is. */
  readonly starts: readonly Progress[];
  /** The best of its starts. */
  readonly end: End | undefined;
  readonly problem: Problem | undefined;
}

/** A start of a fit: what it takes to go on with it, in another page too, or how it ended. */
export interface Progress {
  readonly state?: MinimizeState;
  readonly end?: End;
  readonly problem?: Problem;
}

/** How a fit is done unless something else is chosen. */
export const defaultMethod: Method = { name: "lbfgs", iterations: 1000, starts: 1, seed: 1 };
