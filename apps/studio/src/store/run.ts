import type { End, Iteration, Problem } from "../worker/protocol.ts";
import type { Progress, Run } from "./document.ts";

/** A fit with one of its starts changed. */
export function withStart(run: Run, start: number, next: Progress): Run {
  return { ...run, starts: run.starts.map((one, i) => (i === start ? next : one)) };
}

/** The starts of a fit that can go on, by their numbers. */
export function unfinished({ starts }: Run): number[] {
  return starts.flatMap(({ end, problem }, i) => (end === undefined && problem === undefined ? [i] : []));
}

/** The last iteration of each start; undefined for one that has none. */
export function lastOf({ entries, starts }: Run): (Iteration | undefined)[] {
  const last: (Iteration | undefined)[] = starts.map(() => undefined);
  for (const entry of entries) last[entry.start] = entry;
  return last;
}

/** The last iteration of the start that is lowest now. */
export function leaderOf(run: Run): Iteration | undefined {
  return lastOf(run).reduce((best, one) => (one !== undefined && !(best && best.value <= one.value) ? one : best));
}

/** The evaluations of all starts: each counts its own. */
export function evaluationsOf(run: Run): number {
  return lastOf(run).reduce((total, entry) => total + (entry?.evaluations ?? 0), 0);
}

/** A fit that ends, with nothing left to go on from. */
export function endedWith(run: Run, end: End): Run {
  const starts = run.starts.map(({ state: _, ...one }) => one);
  return { ...run, status: "ended", starts, end };
}

/** A fit none of whose starts can go on: the best of them, or what went wrong in the first. */
export function settled(run: Run): Run {
  const ends = run.starts.flatMap(({ end }) => end ?? []);
  if (ends.length > 0) return endedWith(run, best(ends));
  return { ...run, status: "failed", problem: run.starts.find(({ problem }) => problem)?.problem };
}

/** The lowest of several points. */
export function best<T extends { readonly value: number }>(points: readonly T[]): T {
  return points.reduce((a, b) => (b.value < a.value ? b : a));
}

/** What is said of a start: how it ended, or that it goes on. */
export function sayingOf({ end, problem, state }: Progress, isRunning: boolean): string {
  if (end !== undefined) return end.message;
  if (problem !== undefined) return shortened(problem);
  if (isRunning) return state === undefined ? "waits for its turn" : "goes on";
  return state === undefined ? "not begun" : "can go on";
}

function shortened({ message }: Problem): string {
  return `left out: ${message.replace(/[.:][\s\S]*$/, "")}`;
}
