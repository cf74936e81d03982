export {
  ArgumentError,
  arange,
  eye,
  full,
  isTensor,
  type Kernels,
  kernels,
  linspace,
  type NestedArray,
  ones,
  ShapeError,
  type Tensor,
  TracedValueError,
  type TypedArray,
  tensor,
  useKernels,
  WengertError,
  zeros,
} from "@wengert/array";
export * from "@wengert/ops";
export {
  AnomalyError,
  adjoint,
  CotangentShapeError,
  type Differential,
  detectAnomaly,
  EscapedTracerError,
  FirstOrderOnlyError,
  type Gradient,
  type Inputs,
  type Jacobian,
  type Lifted,
  MissingRuleError,
  nonDifferentiable,
  type Outputs,
  pushforward,
  type RuleDefinition,
  rule,
  ruleWithAttributes,
  surrogate,
  UnknownLeafError,
  type Unlifted,
  type Value,
  type Values,
  type Widened,
} from "@wengert/rule";
export { CyclicTreeError, registerNode, TreeMismatchError, TwoCopiesError } from "@wengert/tree";
export { checkpoint } from "./checkpoint.ts";
export { IndependentLossError, NonScalarLossError } from "./errors.ts";
export { type GradOptions, grad, valueAndGrad } from "./grad.ts";
export type {
  GradientAndAuxFunction,
  GradientFunction,
  ValueAndGradientFunction,
  ValueAuxAndGradientFunction,
} from "./gradientfunction.ts";
export { jacrev } from "./jacrev.ts";
export { stopGradient } from "./stopgradient.ts";
export { vjp } from "./vjp.ts";
