import type { Frame } from "./frame.ts";

/** The operation under way, and the innermost frame where it was called. */
interface Calling {
  op: string;
  home: Frame | undefined;
}

/** A rule is computed beneath all that follow its arguments, where they are out of sight. Here they can be found. */
export const calling: Calling = { op: "", home: undefined };
