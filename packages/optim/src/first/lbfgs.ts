import { add, div, mul, sub } from "@wengert/ops";
import { combine, leavesOf, renew } from "../leaves.ts";
import type { Leaf } from "../opened.ts";
import { rateAt, type Schedule } from "../schedules/schedule.ts";
import type { Transformation } from "../transformation.ts";
import { checkOptimizer } from "./arguments.ts";
import { dot, inner, isGreater, isWithin, isZero, plain, sumOfSizes } from "./inner.ts";
import { like, zerosLike } from "./moments.ts";

/** Hyperparameters of L-BFGS, with PyTorch's defaults. */
export interface LbfgsOptions {
  /** Pairs of steps and gradient changes that are remembered. Default 100. */
  readonly historySize?: number;
  /** No step where no element of the gradient is larger. Default 1e-7. */
  readonly toleranceGrad?: number;
  /** No step where the slope along it, gᵀHg, is smaller. Default 1e-9. */
  readonly toleranceChange?: number;
}

/** One step, the gradient's change along it, and 1/(sᵀy); 0 in a place that is still empty. */
interface Pair {
  readonly s: unknown;
  readonly y: unknown;
  readonly rho: Leaf;
}

/** What L-BFGS remembers: the last gradient and update, the pairs, the oldest first, and its scaling. */
export interface LbfgsState {
  readonly step: number;
  readonly gradient: unknown;
  readonly update: unknown;
  readonly pairs: readonly Pair[];
  readonly gamma: Leaf;
}

/**
 * L-BFGS with a fixed rate, for objectives that a line search cannot be run on; `minimize` has the one with a search.
 *
 *     p ← p - ηHg,   H built from γI by the pairs (s, y) of steps and gradient changes,  γ = sᵀy/yᵀy of the newest
 *
 * The first step is min(1, 1/‖g‖₁) times as long. A pair counts if sᵀy > 10⁻¹⁰. Two tolerances end it where PyTorch ends;
 * with both 0 it goes on as far as floating point does.
 *
 * Source: Liu & Nocedal (1989); Nocedal & Wright, Numerical Optimization, 2nd ed., algorithm 7.4; constants and first step
 * as in `torch.optim.LBFGS` with one evaluation per step and no line search.
 *
 * @param learningRate - η: a number, or a function of the number of steps done. Default 1
 * @example
 * import { applyUpdates, lbfgs } from "@wengert/optim";
 *
 * const optimizer = lbfgs(1);
 * let x = { a: 3 };
 * let state = optimizer.init(x);
 * for (let i = 0; i < 2; i++) {
 *   const [updates, next] = optimizer.update({ a: 2 * x.a }, state, x);
 *   [x, state] = [applyUpdates(x, updates), next];
 * }
 * Math.abs(x.a) < 1e-12; // => true
 */
export function lbfgs(learningRate: number | Schedule = 1, options: LbfgsOptions = {}): Transformation<LbfgsState> {
  checkOptimizer("lbfgs", learningRate, options);
  const { historySize = 100, toleranceGrad = 1e-7, toleranceChange = 1e-9 } = options;
  return {
    init: (params) => {
      const zero = zerosLike(params);
      const empty = { s: zero, y: zero, rho: 0 };
      return {
        step: 0,
        gradient: zero,
        update: zero,
        pairs: Array.from({ length: historySize }, () => empty),
        gamma: 1,
      };
    },
    update: (grads, state) => {
      if (isWithin(grads, toleranceGrad)) return [combine((g) => mul(0, g), grads), state];
      const { pairs, gamma } = state.step === 0 ? state : remember(state, grads);
      const direction = twoLoops(grads, pairs, gamma);
      const norm = sumOfSizes(grads);
      const first = state.step > 0 || !isGreater(norm, 1) ? 1 : div(1, norm);
      const settled = isGreater(inner(grads, direction), -toleranceChange);
      const eta = settled ? 0 : rateAt(learningRate, state.step);
      const updates = combine((d) => mul(eta, mul(first, d)), direction);
      const update = renew("update", (_, u) => u, zerosLike(state.update), updates);
      const gradient = renew("update", (_, g) => g, state.gradient, grads);
      return [updates, { step: state.step + 1, gradient, update, pairs, gamma }];
    },
  };
}

/**
 * Takes the last step into the memory. A leaf that did not move says nothing of the curvature: what its gradient was
 * before it was frozen is no longer comparable.
 */
function remember(state: LbfgsState, grads: unknown): Pick<LbfgsState, "pairs" | "gamma"> {
  const s = like(grads, state.update);
  const y = combine((g, last, u) => (isZero(u) ? mul(0, g) : sub(g, last)), grads, state.gradient, state.update);
  const curvature = inner(s, y);
  if (!isGreater(curvature, 1e-10)) return state;
  const zero = zerosLike(state.gradient);
  const pair = {
    s: renew("update", (_, x) => x, zero, s),
    y: renew("update", (_, x) => x, zero, y),
    rho: plain(div(1, curvature)),
  };
  return { pairs: [...state.pairs.slice(1), pair], gamma: plain(div(curvature, inner(y, y))) };
}

/** -Hg; an empty pair changes nothing, because its ρ is 0. */
function twoLoops<G>(grads: G, pairs: readonly Pair[], gamma: Leaf): G {
  // Leaves side by side: walking the trees anew for every pair would cost more than the arithmetic.
  const known = pairs
    .filter(({ rho }) => rho !== 0)
    .map(({ s, y, rho }) => ({ s: leavesOf(like(grads, s)), y: leavesOf(like(grads, y)), rho }));
  const alphas: Leaf[] = [];
  let d: readonly Leaf[] = leavesOf(grads).map((g) => mul(-1, g));
  for (const [i, { s, y, rho }] of [...known.entries()].reverse()) {
    const alpha = mul(rho, dot(s, d));
    alphas[i] = alpha;
    d = d.map((di, k) => sub(di, mul(alpha, y[k])));
  }
  d = d.map((di) => mul(gamma, di));
  for (const [i, { s, y, rho }] of known.entries()) {
    const rest = sub(alphas[i], mul(rho, dot(y, d)));
    d = d.map((di, k) => add(di, mul(rest, s[k])));
  }
  let next = 0;
  return combine(() => d[next++], grads);
}
