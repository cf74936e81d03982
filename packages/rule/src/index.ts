export { AnomalyError, blamed, callSite, detectAnomaly, refuseNaNDerivative } from "./anomaly.ts";
export { bind, bind1, bind2, bindBelow, resolve } from "./bind.ts";
export type { Cotangents, Outputs, Rule, RuleDefinition, Tangents, Value } from "./contract.ts";
export { adjoint, pushforward } from "./custom.ts";
export { Environment } from "./environment.ts";
export {
  CotangentShapeError,
  EscapedTracerError,
  FirstOrderOnlyError,
  MissingRuleError,
  UnknownLeafError,
} from "./errors.ts";
export { below, type Handle, isOutermost, within } from "./frame.ts";
export { alignedTo, isValue, type Leaves, leavesOf } from "./leaves.ts";
export { nonDifferentiable } from "./nondifferentiable.ts";
export { refusePromise } from "./promise.ts";
export { CONSTANT, type Line, Recording } from "./recording.ts";
export { outputsOf, partsOf, Region } from "./region.ts";
export { returnedCotangent, returnedCotangents, returnedTangent } from "./returned.ts";
export { rule, ruleWithAttributes } from "./rule.ts";
export { surrogate } from "./surrogate.ts";
export { isTag, type Tag, TagBase } from "./tag.ts";
export { addTangents, fits, inner, zerosLike } from "./tangent.ts";
export { concrete, Interpreter, isTraced, Traced } from "./traced.ts";
export type { Differential, Gradient, Inputs, Jacobian, Lifted, Unlifted, Values } from "./types.ts";
