export { AnomalyError, attributed, callSite, detectAnomaly, refuseNaNDerivative } from "./anomaly.ts";
export { bind, bindBelow } from "./bind.ts";
export { bindClosure } from "./bindclosure.ts";
export { bind1, bind2 } from "./bindfew.ts";
export { type Batching, type Outputs, type Parts, type Rule, ruleOf, type Value } from "./contract.ts";
export { Contribution } from "./contribution.ts";
export { asNumbers, isAbsent } from "./dependence.ts";
export { cotangentsOf, tangentsOf } from "./derivatives.ts";
export { Environment, standsForOther } from "./environment.ts";
export {
  CotangentShapeError,
  EscapedTracerError,
  FirstOrderOnlyError,
  MissingRuleError,
  refusePromise,
  UnknownLeafError,
} from "./errors.ts";
export { at, below, births, type Frame, type Handle, innermostFrame, type Source, within } from "./frame.ts";
export { guarded, type Span } from "./guard.ts";
export { alignedTo, insteadKey, isValue, type Leaves, leavesOf } from "./leaves.ts";
export { reuse } from "./memory.ts";
export { passing } from "./passing.ts";
export { CONSTANT, type Line, Recording } from "./recording.ts";
export { outputsLike, outputsOf, partsOf, Region } from "./region.ts";
export { beforeUse, Replay } from "./replay.ts";
export { resolve } from "./resolve.ts";
export { returnedCotangent, returnedCotangents, returnedTangent } from "./returned.ts";
export { rowsOf } from "./rows.ts";
export { isTag, ownKey, ownValue, type Tag, TagBase } from "./tag.ts";
export { addTangents, fits, inner, onesLike, zerosLike } from "./tangent.ts";
export { type Seed, Tape } from "./tape/tape.ts";
export {
  concrete,
  firstOrderOnly,
  Interpreter,
  isDifferentiated,
  isTraced,
  readsNumbers,
  Traced,
  withoutDerivatives,
} from "./traced.ts";
