import { bare } from "../job.ts";
import type { Contender } from "../workload.ts";
import { contender, type Traits } from "./contender.ts";

/** The same mathematics in TypeScript without any library: the reference for everybody's result. */
export function byHand(run: () => ArrayLike<number>, traits: Traits = {}): Contender {
  return contender("TypeScript by hand", () => bare(run), traits);
}
