export { hessian, hvp } from "./hessian.ts";
export { type ChunkOptions, type Jacobian, jacfwd } from "./jacfwd.ts";
export { derivative, jvp } from "./jvp.ts";
export { forwardDiff } from "./region.ts";
