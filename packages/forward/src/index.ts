export { diagHessian } from "./diaghessian.ts";
export { type HessianFunction, type HessianProduct, hessian, hvp } from "./hessian.ts";
export { type ChunkOptions, type JacobianFunction, jacfwd } from "./jacfwd.ts";
export { jacobian } from "./jacobian.ts";
export { derivative, jvp } from "./jvp.ts";
export { linearize } from "./linearize.ts";
export { forwardDiff } from "./region.ts";
