export {
  AnomalyError,
  addTangents,
  CotangentShapeError,
  detectAnomaly,
  EscapedTracerError,
  FirstOrderOnlyError,
  MissingRuleError,
  type Outputs,
  resolve,
  type Tag,
  UnknownLeafError,
  type Value,
  zerosLike,
} from "@wengert/trace";
export { adjoint, pushforward } from "./custom.ts";
export type { Cotangents, RuleDefinition, Tangents } from "./definition.ts";
export { linear } from "./linear.ts";
export { nonDifferentiable } from "./nondifferentiable.ts";
export { rule, ruleWithAttributes } from "./rule.ts";
export { surrogate } from "./surrogate.ts";
export type { Differential, Gradient, Inputs, Jacobian, Lifted, Unlifted, Values, Widened } from "./types.ts";
