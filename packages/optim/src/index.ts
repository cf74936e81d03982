// Fits to batches of data
export { fitBatches, fitBatchesAsync } from "./batches/fitbatches.ts";
export type {
  BatchProgress,
  BatchStep,
  EpochProgress,
  EpochRecord,
  FitBatchesOptions,
  FitBatchesResult,
  FitBatchesState,
  FitBatchesStatus,
} from "./batches/options.ts";
// Constraints
export type { ConstraintReport, FunctionConstraint } from "./constrained/constraint.ts";
// Fits of curves
export { curveFit } from "./curvefit/curvefit.ts";
export type { Column, Predictors, PredictorsOf } from "./curvefit/observations.ts";
export type {
  CurveFit,
  CurveFitOptions,
  Prediction,
  PredictOptions,
  Profile,
  Residuals,
  TaggedCurveFit,
} from "./curvefit/result.ts";
export { type Laplace, laplace, type TaggedLaplace } from "./laplace/laplace.ts";
// Minimizers, and fits by least squares
export { leastSquares } from "./leastsquares/leastsquares.ts";
export type { Loss } from "./leastsquares/loss.ts";
export type { LeastSquaresMethod, LeastSquaresOptions, LeastSquaresResult } from "./leastsquares/options.ts";
export type { AsyncObjective, EvaluateOptions } from "./minimize/asyncobjective.ts";
export type { Progress } from "./minimize/iterationloop.ts";
export { minimize, minimizeSteps } from "./minimize/minimize.ts";
export { minimizeAsync } from "./minimize/minimizeasync.ts";
export type { Iteration, MethodName, MinimizeOptions, OptimizeResult } from "./minimize/options.ts";
export type { Status } from "./minimize/outcome.ts";
export type { MinimizeState } from "./minimize/savedstate.ts";
export { multiStart } from "./multistart/multistart.ts";
export type { MultiStartOptions, MultiStartResult, ObjectiveModule, Optimum } from "./multistart/options.ts";
export type { MultiStartState } from "./multistart/resumed.ts";
export type { Sampler, SamplerName } from "./multistart/samplers.ts";
// Minimization from several starts
export type { StartReport, StartTask } from "./multistart/taskdata.ts";
// Optimizers, each a transformation of gradients
export { adabelief } from "./optimizers/adabelief.ts";
export { type AdadeltaOptions, adadelta } from "./optimizers/adadelta.ts";
export { type AdagradOptions, adagrad } from "./optimizers/adagrad.ts";
export { type AdamOptions, adam, adamw, amsgrad } from "./optimizers/adam.ts";
export { adamax } from "./optimizers/adamax.ts";
export { lamb } from "./optimizers/lamb.ts";
export { type LbfgsOptions, lbfgs } from "./optimizers/lbfgs.ts";
export { type LionOptions, lion } from "./optimizers/lion.ts";
export { type NadamOptions, nadam } from "./optimizers/nadam.ts";
export { radam } from "./optimizers/radam.ts";
export { type RmspropOptions, rmsprop } from "./optimizers/rmsprop.ts";
export { type RpropOptions, rprop } from "./optimizers/rprop.ts";
export { momentum, nesterov, type SgdOptions, sgd } from "./optimizers/sgd.ts";
export { type YogiOptions, yogi } from "./optimizers/yogi.ts";
// Learning rates
export { constant } from "./schedules/constant.ts";
export { cosineDecay } from "./schedules/cosinedecay.ts";
export { exponentialDecay } from "./schedules/exponentialdecay.ts";
export { linear } from "./schedules/linear.ts";
export { type OneCycleOptions, oneCycle } from "./schedules/onecycle.ts";
export { piecewise } from "./schedules/piecewise.ts";
export {
  type PlateauOptions,
  type PlateauSchedule,
  type PlateauState,
  reduceOnPlateau,
} from "./schedules/reduceonplateau.ts";
export type { Schedule } from "./schedules/schedule.ts";
export { stepDecay } from "./schedules/stepdecay.ts";
export { type WarmupOptions, warmupCosine } from "./schedules/warmupcosine.ts";
export type { Bounds } from "./spaces/bounds.ts";
export { ParamValues } from "./spaces/shown.ts";
// Tasks for other threads and machines
export { TaskError } from "./tasks/errors.ts";
export { type MapTasksOptions, mapTasks } from "./tasks/map.ts";
export { type LossModule, type ShardedSum, type ShardedSumOptions, shardedSum } from "./tasks/shardedsum.ts";
export type { CallTask, Executor, RunOptions, ShardTask, Task, TaskContext, TaskModule } from "./tasks/task.ts";
export { type ThreadPool, type ThreadsOptions, threads } from "./tasks/threads.ts";
// Transformations that wrap or precede an optimizer
export { accumulate } from "./transforms/accumulate.ts";
export { applyIfFinite } from "./transforms/applyiffinite.ts";
export { applyUpdates } from "./transforms/applyupdates.ts";
export { clipByGlobalNorm, clipByValue } from "./transforms/clip.ts";
export { type EmaOptions, ema } from "./transforms/ema.ts";
export { type LookaheadOptions, lookahead } from "./transforms/lookahead.ts";
export { mask } from "./transforms/mask.ts";
export { chain, type Transformation } from "./transforms/transformation.ts";
export { weightDecay } from "./transforms/weightdecay.ts";
