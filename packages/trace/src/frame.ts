import type { Tensor } from "@wengert/array";
import { TwoCopiesError } from "@wengert/tree";
import type { Outputs, Rule } from "./contract.ts";
import type { Tag } from "./tags/tag.ts";

/** What stands for a value and must be looked up: a traced value, or a tag. */
export type Handle = Tensor | Tag;

/** What changes by being used and can be put back, such as a generator of random numbers. */
export interface Source {
  /** Notes the present state; the function that is returned puts it back. */
  mark(): () => void;
}

/**
 * One entry of the stack of levels. Asked from the innermost outwards what a handle stands for; the first frame that
 * knows, decides.
 */
export abstract class Frame {
  /** The next frame outwards. */
  beneath: Frame | undefined = undefined;
  /** Position on the stack, 1 for the outermost. */
  depth = 0;

  /** Hears that a source is about to be used. Throws for a transformation whose program cannot have such uses in it. */
  uses: ((source: Source, op: string) => void) | undefined = undefined;

  /**
   * Whether the memory of what it computes for a transformation inside of it may be used again when that transformation lets go of it: it
   * keeps no values itself, and says `notLending` where somebody else may.
   */
  readonly lets?: boolean;

  /** Hears that a tag is about to get another value of its own. Throws for a transformation whose program cannot have that in it. */
  changes?(op: string): void;

  /** Hears that the program looks at what a tag is, apart from its value: its form. */
  notices?(tag: Tag): void;

  /** Computes what a rule holds, for a transformation that knows how long it is needed. */
  residual?(rule: Rule, xs: readonly Tensor[], attributes: object | undefined): Outputs;

  /** What a handle stands for in this frame, or undefined to ask further out. */
  abstract lookup(handle: Handle): Tensor | undefined;

  /** Whether a tag stands for another value than its own in this frame, or undefined to ask further out. */
  standsIn(_tag: Tag): boolean | undefined {
    return undefined;
  }
}

/** What is done while anomalies are being looked for. */
export interface Watcher {
  /** Throws when an operation has made NaN. */
  refuseNaN(op: string, xs: readonly Tensor[], y: Outputs): void;
  /** Throws when a derivative of an operation is NaN. */
  refuseNaNDerivative(
    op: string,
    bars: readonly unknown[],
    xs: readonly Tensor[],
    derivatives: readonly unknown[],
    site?: string,
  ): void;
  /** What to throw for an error from the derivative of an operation. */
  attributed(op: string, error: unknown, transposed: boolean, site?: string): unknown;
  /** Where the user's code is. */
  callSite(): string;
}

/** Runs a function where tags among the leaves of trees stand for what a transformation follows in their place. */
type Passing = <T>(
  op: string,
  trees: readonly { readonly given: readonly (number | Handle)[] }[],
  lifted: readonly (readonly Tensor[])[],
  f: () => T,
) => T;

interface Stack {
  readonly protocol: number;
  readonly version: string;
  top: Frame | undefined;
  /** How many traced values there have been: tells what existed before something began. */
  births: number;
  /** How many `detectAnomaly` are at work. */
  watches: number;
  /** What they do, once there has been one. */
  watcher: Watcher | undefined;
  /** What is done with the tags that a transformation is passed, once there has been a tag. */
  passing: Passing | undefined;
}

const PROTOCOL = 1;
const VERSION = "0.0.0";

/** The one stack of the program, shared by all copies of this package that speak the same protocol. */
function shared(): Stack {
  const home = globalThis as unknown as Record<symbol, Stack | undefined>;
  const key = Symbol.for("@wengert/rule");
  home[key] ??= {
    protocol: PROTOCOL,
    version: VERSION,
    top: undefined,
    births: 0,
    watches: 0,
    watcher: undefined,
    passing: undefined,
  };
  if (home[key].protocol !== PROTOCOL) {
    throw new TwoCopiesError(
      `Two versions of @wengert/trace that cannot work together are loaded: ${home[key].version} and ${VERSION}. ` +
        "Let all @wengert packages have one version (npm ls @wengert/trace shows who brings the other).",
      "import",
    );
  }
  return home[key];
}

export const stack: Stack = /* @__PURE__ */ shared();

/** The innermost entry of the stack of levels, undefined when nothing is at work. */
export function innermostFrame(): Frame | undefined {
  return stack.top;
}

/** Whether no transformation is at work, nor anything else that handles are looked up in. */
export function isOutermost(): boolean {
  return stack.top === undefined;
}

/** Whether a transformation is at work that follows values. */
export function isFollowing(): boolean {
  for (let at = stack.top; at !== undefined; at = at.beneath) if ("process" in at) return true;
  return false;
}

/** Opens a frame, runs `f` and closes it again, whatever happens. */
export function within<F extends Frame, T>(frame: F, f: (frame: F) => T): T {
  const outer = stack.top;
  frame.beneath = outer;
  frame.depth = outer === undefined ? 1 : outer.depth + 1;
  stack.top = frame;
  try {
    return f(frame);
  } finally {
    stack.top = outer;
  }
}

/** Runs `f` as if the frame and all that is inside it were not there. */
export function below<T>(frame: Frame, f: () => T): T {
  const top = stack.top;
  stack.top = frame.beneath;
  try {
    return f();
  } finally {
    stack.top = top;
  }
}

/** Runs `f` as if nothing were inside the frame. */
export function at<T>(frame: Frame, f: () => T): T {
  const { top } = stack;
  stack.top = frame;
  try {
    return f();
  } finally {
    stack.top = top;
  }
}

/** The outermost frame, if it is the only transformation at work. */
export function onlyInterpreter(frame: Frame | undefined): Frame | undefined {
  let at = frame;
  while (at?.beneath !== undefined) {
    if ("process" in at) return undefined;
    at = at.beneath;
  }
  return at;
}

/** The operation under way, and the innermost frame where it was called. */
interface Calling {
  op: string;
  home: Frame | undefined;
}

/** A rule is computed beneath all that follow its arguments, where they are out of sight. Here they can be found. */
export const calling: Calling = { op: "", home: undefined };
