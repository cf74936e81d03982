export { align } from "./align.ts";
export type { Static } from "./container.ts";
export { ArgumentError, CyclicTreeError, TreeMismatchError, TwoCopiesError, WengertError } from "./errors.ts";
export { type Flattened, flatten, type Structure, type UnflattenOptions, unflatten } from "./flatten.ts";
export { type Mapped, map } from "./map.ts";
export { broadcastPrefix } from "./prefix.ts";
export { type NodeChildren, type NodeHandlers, registerNode } from "./registry.ts";
export { childPath } from "./walk.ts";
