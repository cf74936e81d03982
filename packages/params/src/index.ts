export { type Constraint, type PositiveOptions, positive } from "./constraint.ts";
export { ConstraintError, UnknownParamError } from "./errors.ts";
export { Grads } from "./grads.ts";
export { isParam, type Param, type ParamOptions, param } from "./param.ts";
export { ParamSet, paramsOf } from "./paramset.ts";
export { gradient, withGradient } from "./withgradient.ts";
