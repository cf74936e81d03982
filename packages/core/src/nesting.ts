import { type Frame, innermostFrame } from "@wengert/trace";

/*
 * Functions inside each other, however many, on a call stack that ends after some ten thousand calls. A function that is
 * called too far inside is put off: the run is given up, the function called from its start, and the run made again,
 * where the call then has its result. So functions are run more than once, and must not have side effects.
 */

/** Further inside than this, calls are put off. */
const DEEPEST = 50;

/** One run of a function. */
interface Run {
  /** Where it was begun: calls that are made inside of other transformations are not its own. */
  readonly frame: Frame | undefined;
  /** Whether functions inside are just called. */
  readonly direct: boolean;
  /** The results of calls that were put off, in the order of the calls. */
  readonly results: readonly unknown[];
  next: number;
  depth: number;
  /** The call that is to be made before the run can go on. */
  wanted: (() => unknown) | undefined;
}

let current: Run | undefined;

/** Whether a call belongs to a run whose functions are just called. */
export function isDirect(): boolean {
  return current?.direct === true && current.frame === innermostFrame();
}

/** Calls a function as part of such a run. */
export function callInside(f: () => unknown): unknown {
  const run = current as Run;
  if (run.depth < DEEPEST) {
    run.depth++;
    try {
      return f();
    } finally {
      run.depth--;
    }
  }
  if (run.next < run.results.length) return run.results[run.next++];
  run.wanted ??= f;
  throw putOff;
}

/** It does not matter whether somebody catches it on its way: the run is given up. */
const putOff: Error = /* @__PURE__ */ new Error("checkpoint: this call is made again later; do not catch this.");

interface Pending {
  readonly f: () => unknown;
  readonly results: unknown[];
}

/**
 * Runs a function.
 *
 * @param direct - whether the functions inside that ask `isDirect` are just called
 */
export function run(f: () => unknown, direct: boolean): unknown {
  const outer = current;
  const frame = innermostFrame();
  const pending: Pending[] = [{ f, results: [] }];
  try {
    for (;;) {
      const { f, results } = pending[pending.length - 1];
      const own: Run = { frame, direct, results, next: 0, depth: 0, wanted: undefined };
      current = own;
      const value = attempt(f, own);
      if (own.wanted !== undefined) pending.push({ f: own.wanted, results: [] });
      else if (pending.length === 1) return value;
      else {
        pending.pop();
        pending[pending.length - 1].results.push(value);
      }
    }
  } finally {
    current = outer;
  }
}

function attempt(f: () => unknown, own: Run): unknown {
  try {
    return f();
  } catch (error) {
    if (own.wanted === undefined) throw error;
    return undefined;
  }
}
