export { AnomalyError, detectAnomaly } from "./anomaly.ts";
export { halfRuleOf, ruleOf } from "./authored/authored.ts";
export { whereDepends } from "./authored/depending.ts";
export { cotangentsOf, forEachValue, listOf, tangentsOf } from "./authored/derivatives.ts";
export { returnedCotangent, returnedCotangents, returnedTangent } from "./authored/returned.ts";
export { answerOf, asNumber, concrete, isDifferentiated, isNumberLeaf, withoutDerivatives } from "./beneath.ts";
export { bind, bindBelow } from "./bind.ts";
export { bindClosure } from "./bindclosure.ts";
export { bind1, bind2 } from "./bindfew.ts";
export type {
  Arithmetic,
  ArrayFunction,
  Cell,
  ElementByElement,
  Elements,
  Elementwise,
  Sized,
  Spelled,
  Spelling,
} from "./compiled/spelling.ts";
export type { Batching, Outputs, Parts, Rule, Value } from "./contract.ts";
export { asNumbers, isAbsent } from "./dependence.ts";
export { beforeChange, Environment, lookUp, noticeForm, standsForOther } from "./environment.ts";
export {
  CotangentShapeError,
  EscapedTracerError,
  FirstOrderOnlyError,
  firstOrderOnly,
  MissingRuleError,
  readsNumbers,
  refusePromise,
  UnknownLeafError,
} from "./errors.ts";
export {
  at,
  below,
  type Frame,
  type Handle,
  innermostFrame,
  isFollowing,
  type Source,
  within,
} from "./frame.ts";
export { guarded, type Span } from "./guard.ts";
export { alignedTo, fitting, insteadKey, isValue, type Leaves, leavesOf, partialLeavesOf, passing } from "./leaves.ts";
export { fromLeft, reuse, toLeft } from "./memory.ts";
export { outputsLike, outputsOf, partsOf } from "./outputs.ts";
export { CONSTANT, type Line, Recording } from "./recording.ts";
export { Recorder, ValueRecorder } from "./region/recorder.ts";
export { Region } from "./region/region.ts";
export { beforeUse, Replay } from "./region/replay.ts";
export { resolve } from "./resolve.ts";
export { rowsOf } from "./rows.ts";
export { builtInRuleOf, constantRuleOf } from "./rulekinds.ts";
export { longer } from "./stock.ts";
export { formKey, type Holder, isTag, ownKey, ownValue, partsKey, type Tag } from "./tags/tag.ts";
export { TagBase } from "./tags/tagbase.ts";
export { addTangents, fits, inner, onesLike, zerosLike } from "./tangent.ts";
export { Contribution } from "./tape/contribution.ts";
export { type Seed, Tape } from "./tape/tape.ts";
export { Interpreter, isTraced, Traced } from "./traced.ts";
export { attributed, callSite, refuseNaNDerivative } from "./watch.ts";
