import { type Tensor, tensor, type Value } from "@wengert/core";
import { add, mul, square, sub, sum } from "@wengert/ops";
import * as optim from "@wengert/optim";
import { param, paramsOf } from "@wengert/params";
import type { Row, Table } from "./cells.ts";

const times = [0, 1, 2, 3];
const line = (x: Value) => (t: Tensor, p: { a: Tensor }) => add(mul(p.a, t), x);
const parabola = (x: Value) => (y: Tensor) => square(sub(y, x));

/** Hyperparameters and rates are options, through which no derivative goes. */
const refused = /must be (a|an|in|at|greater|between|true) |must be a plain value/;
/** What a fit found is not differentiated by running it; the message says what to do. */
const fitted = /cannot be differentiated by running it, .* State its result as/;

/** A transformation: its rate is refused, and steps of it are differentiated like any other computation. */
const transformation = (make: (rate: number) => optim.Transformation): readonly Row[] => [
  { use: (x) => Number(make(x as number) !== undefined), value: 1, tag: refused, slope: refused },
  { use: (x) => stepped(make(0.5), x) },
];

/** A transformation of another one. */
const around = (make: (inner: optim.Transformation) => optim.Transformation): readonly Row[] => [
  { use: (x) => stepped(make(optim.sgd(0.25)), x) },
];

function stepped(step: optim.Transformation, x: Value): unknown {
  const point = { a: mul(x, 1) };
  const [updates] = step.update(point, step.init(point), point);
  return optim.applyUpdates(point, updates);
}

/** A schedule: its first number is refused. */
const schedule = (make: (value: number) => optim.Schedule): readonly Row[] => [
  { use: (x) => make(x as number)(1), tag: refused, slope: refused },
];

/** By tags: what `minimize` writes. */
function written(x: Value): number {
  const q = param(0);
  optim.minimize(() => parabola(x)(mul(q, 1)), paramsOf(q));
  return q.value;
}

function atLast(steps: ReturnType<typeof optim.minimizeSteps<number>>): number {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value.params;
  }
}

const data = tensor([0, 0]);
const batchLoss = (x: Value) => (y: Tensor, rows: Tensor) => sum(square(sub(add(y, rows), x)));

export const optimRows: Table = {
  accumulate: [{ use: (x) => stepped(optim.accumulate(optim.sgd(0.25), 1), x) }],
  applyUpdates: [
    { use: (x) => optim.applyUpdates({ a: x }, { a: 1 }) },
    { use: (x) => optim.applyUpdates({ a: 1 }, { a: x }) },
  ],
  curveFit: [{ use: (x) => optim.curveFit(line(x), times, [2, 4, 6, 8], { a: 1 }).params.a, slope: fitted }],
  fitBatches: [
    { use: (x) => optim.fitBatches(batchLoss(x), 0, data, { optimizer: optim.sgd(0.1) }).params, slope: fitted },
  ],
  laplace: [{ use: (x) => optim.laplace((y: Tensor) => mul(x, square(y)), 0).covariance, slope: /cannot be read/ }],
  leastSquares: [{ use: (x) => optim.leastSquares((y: Tensor) => sub(mul(3, y), x), 0).params, slope: fitted }],
  minimize: [
    { use: (x) => optim.minimize(parabola(x), 0).params, slope: fitted },
    { use: written, slope: fitted },
  ],
  minimizeSteps: [{ use: (x) => atLast(optim.minimizeSteps(parabola(x), 0)), slope: fitted }],
  ParamValues: [
    {
      use: (x) => {
        const q = param(1);
        const fit = optim.curveFit((t: Tensor) => add(mul(q, t), x), times, [2, 4.1, 6, 8], paramsOf(q));
        return fit.standardErrors.get(q);
      },
      slope: fitted,
    },
  ],
  adabelief: transformation(optim.adabelief),
  adadelta: transformation(optim.adadelta),
  adagrad: transformation(optim.adagrad),
  adam: transformation(optim.adam),
  adamax: transformation(optim.adamax),
  adamw: transformation(optim.adamw),
  amsgrad: transformation(optim.amsgrad),
  lamb: transformation(optim.lamb),
  lbfgs: transformation(optim.lbfgs),
  lion: transformation(optim.lion),
  momentum: transformation(optim.momentum),
  nadam: transformation(optim.nadam),
  nesterov: transformation(optim.nesterov),
  radam: transformation(optim.radam),
  rmsprop: transformation(optim.rmsprop),
  rprop: transformation(optim.rprop),
  sgd: transformation(optim.sgd),
  yogi: transformation(optim.yogi),
  clipByGlobalNorm: transformation(optim.clipByGlobalNorm),
  clipByValue: transformation(optim.clipByValue),
  ema: transformation((rate) => optim.ema(rate === 2 ? 0.5 : rate)),
  weightDecay: transformation(optim.weightDecay),
  applyIfFinite: around((inner) => optim.applyIfFinite(inner)),
  chain: around((inner) => optim.chain(inner, inner)),
  lookahead: around((inner) => optim.lookahead(inner)),
  mask: around((inner) => optim.mask(inner, { a: true })),
  constant: schedule(optim.constant),
  cosineDecay: schedule((x) => optim.cosineDecay(x, 10)),
  exponentialDecay: schedule((x) => optim.exponentialDecay(x, 0.5)),
  linear: schedule((x) => optim.linear(x, 0, 10)),
  oneCycle: schedule((x) => optim.oneCycle(x, { steps: 10 })),
  piecewise: schedule((x) => optim.piecewise([x, 1], [5])),
  reduceOnPlateau: schedule((x) => optim.reduceOnPlateau(x)),
  stepDecay: schedule((x) => optim.stepDecay(x, 10)),
  warmupCosine: schedule((x) => optim.warmupCosine(x, { warmup: 2, steps: 10 })),
};
