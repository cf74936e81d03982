// Optimizers: chains of transformations of gradients, and what wraps them

export { applyUpdates } from "./applyupdates.ts";
export type { Bounds } from "./bounds.ts";
export type { Status } from "./descent.ts";
export { adabelief } from "./first/adabelief.ts";
export { type AdadeltaOptions, adadelta } from "./first/adadelta.ts";
export { type AdagradOptions, adagrad } from "./first/adagrad.ts";
export { type AdamOptions, adam, adamw, amsgrad } from "./first/adam.ts";
export { adamax } from "./first/adamax.ts";
export { lamb } from "./first/lamb.ts";
export { type LbfgsOptions, lbfgs } from "./first/lbfgs.ts";
export { type LionOptions, lion } from "./first/lion.ts";
export { type NadamOptions, nadam } from "./first/nadam.ts";
export { radam } from "./first/radam.ts";
export { type RmspropOptions, rmsprop } from "./first/rmsprop.ts";
export { type RpropOptions, rprop } from "./first/rprop.ts";
export { momentum, nesterov, type SgdOptions, sgd } from "./first/sgd.ts";
export { type YogiOptions, yogi } from "./first/yogi.ts";
export type { Loss } from "./leastsquares/loss.ts";
export type { LeastSquaresMethod, LeastSquaresOptions, LeastSquaresResult } from "./leastsquares/options.ts";
// Minimizers, and fits by least squares
export { leastSquares } from "./leastsquares.ts";
export { minimize, minimizeAsync, minimizeSteps } from "./minimize.ts";
export type { StartReport, StartTask } from "./multistart/attempt.ts";
export type { Executor, MultiStartOptions, MultiStartResult, ObjectiveModule, Optimum } from "./multistart/options.ts";
export type { Sampler, SamplerName } from "./multistart/samplers.ts";
// Several starts
export { multiStart } from "./multistart.ts";
export type { Iteration, MethodName, MinimizeOptions, OptimizeResult } from "./options.ts";
export type { Progress } from "./run.ts";
export type { MinimizeState } from "./saved.ts";
// Learning rates
export { constant, cosineDecay, exponentialDecay, linear, piecewise, stepDecay } from "./schedules/decay.ts";
export { type PlateauOptions, type PlateauSchedule, type PlateauState, reduceOnPlateau } from "./schedules/plateau.ts";
export type { Schedule } from "./schedules/schedule.ts";
export { type OneCycleOptions, oneCycle, type WarmupOptions, warmupCosine } from "./schedules/warmup.ts";
export { chain, type Transformation } from "./transformation.ts";
export { accumulate } from "./wrappers/accumulate.ts";
export { applyIfFinite } from "./wrappers/applyiffinite.ts";
export { clipByGlobalNorm, clipByValue } from "./wrappers/clip.ts";
export { type EmaOptions, ema } from "./wrappers/ema.ts";
export { type LookaheadOptions, lookahead } from "./wrappers/lookahead.ts";
export { mask } from "./wrappers/mask.ts";
export { weightDecay } from "./wrappers/weightdecay.ts";
