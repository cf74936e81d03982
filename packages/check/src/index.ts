export { type CheckGradsOptions, checkGrads } from "./checkgrads.ts";
export { type CheckRuleOptions, type CheckRuleReport, checkRule } from "./checkrule.ts";
export { RuleCheckError } from "./errors.ts";
export { type FiniteDifferenceOptions, finiteDifference } from "./finitedifference.ts";
export type { Tolerances } from "./modes.ts";
