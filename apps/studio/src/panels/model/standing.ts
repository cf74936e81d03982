import type { GroupNode } from "../../model/tree.ts";

/** Where a node stands among its siblings. */
export interface Standing {
  readonly parent: GroupNode;
  readonly index: number;
}
