export { diagHessian } from "./diaghessian.ts";
export { hessian, hvp } from "./hessian.ts";
export { type ChunkOptions, jacfwd } from "./jacfwd.ts";
export { jacobian } from "./jacobian.ts";
export { derivative, jvp } from "./jvp.ts";
export { linearize } from "./linearize.ts";
export { forwardDiff } from "./region.ts";
