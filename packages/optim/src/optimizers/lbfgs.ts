import { add, div, mul, sub } from "@wengert/ops";
import { nonNegative, positiveInteger, type Ranges } from "../options/ranges.ts";
import { rateAt, type Schedule } from "../schedules/schedule.ts";
import { withCheckedState } from "../transforms/checkedstate.ts";
import type { Transformation } from "../transforms/transformation.ts";
import type { Leaf } from "../trees/leaf.ts";
import { leavesOf, mapLeaves, updateLeaves } from "../trees/mapleaves.ts";
import { isGreater, isWithin, isZero, leavesDot, sumOfSizes, treeDot, untraced } from "../trees/treealgebra.ts";
import { checkOptimizer } from "./checkoptimizer.ts";
import { like, zerosLike } from "./moments.ts";

/** Hyperparameters of L-BFGS, with PyTorch's defaults. */
export interface LbfgsOptions {
  /** The number of pairs of steps and gradient changes that are kept. Default 100. */
  readonly historySize?: number;
  /** The updates are 0 where no element of the gradient is larger. Default 1e-7. */
  readonly toleranceGrad?: number;
  /** The updates are 0 where the slope along them, gᵀHg, is smaller. Default 1e-9. */
  readonly toleranceChange?: number;
}

/** A step s, the change y of the gradient along it, and ρ = 1/(sᵀy), which is 0 in an empty place. */
interface Pair {
  readonly s: unknown;
  readonly y: unknown;
  readonly rho: Leaf;
}

/** The state of L-BFGS: the last gradient and update, the pairs with the oldest first, and the scaling γ. */
export interface LbfgsState {
  readonly step: number;
  readonly gradient: unknown;
  readonly update: unknown;
  readonly pairs: readonly Pair[];
  readonly gamma: Leaf;
}

const lbfgsRanges: Ranges<LbfgsOptions> = {
  historySize: positiveInteger,
  toleranceGrad: nonNegative,
  toleranceChange: nonNegative,
};

/**
 * L-BFGS with a given rate, for objectives that do not allow a line search. `minimize` has the method with a line search.
 *
 *     p ← p - ηHg,   H built from γI by the pairs (s, y) of steps and gradient changes,  γ = sᵀy/yᵀy of the newest
 *
 * The first step is multiplied by min(1, 1/‖g‖₁). A pair is used if sᵀy > 10⁻¹⁰. Both constants are in absolute units, as in
 * PyTorch. The two tolerances stop where PyTorch stops; with both 0, the steps go on to the limits of floating point.
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
  checkOptimizer("lbfgs", learningRate, options, lbfgsRanges);
  const { historySize = 100, toleranceGrad = 1e-7, toleranceChange = 1e-9 } = options;
  return withCheckedState<LbfgsState>("lbfgs", ["step", "gradient", "update", "pairs", "gamma"], {
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
      if (isWithin(grads, toleranceGrad)) return [mapLeaves((g) => mul(0, g), grads), state];
      const { pairs, gamma } = state.step === 0 ? state : remember(state, grads);
      const direction = twoLoops(grads, pairs, gamma);
      const norm = sumOfSizes(grads);
      const first = state.step > 0 || !isGreater(norm, 1) ? 1 : div(1, norm);
      const settled = isGreater(treeDot(grads, direction), -toleranceChange);
      const eta = settled ? 0 : rateAt(learningRate, state.step);
      const updates = mapLeaves((d) => mul(eta, mul(first, d)), direction);
      const update = updateLeaves("update", (_, u) => u, zerosLike(state.update), updates);
      const gradient = updateLeaves("update", (_, g) => g, state.gradient, grads);
      return [updates, { step: state.step + 1, gradient, update, pairs, gamma }];
    },
  });
}

/**
 * Adds the last step to the pairs. A leaf that did not move has no part in y, because its gradient may have been taken before
 * it was frozen.
 */
function remember(state: LbfgsState, grads: unknown): Pick<LbfgsState, "pairs" | "gamma"> {
  const s = like(grads, state.update);
  const y = mapLeaves((g, last, u) => (isZero(u) ? mul(0, g) : sub(g, last)), grads, state.gradient, state.update);
  const curvature = treeDot(s, y);
  if (!isGreater(curvature, 1e-10)) return state;
  const zero = zerosLike(state.gradient);
  const pair = {
    s: updateLeaves("update", (_, x) => x, zero, s),
    y: updateLeaves("update", (_, x) => x, zero, y),
    rho: untraced(div(1, curvature)),
  };
  return { pairs: [...state.pairs.slice(1), pair], gamma: untraced(div(curvature, treeDot(y, y))) };
}

/** -Hg by the two-loop recursion. Empty pairs, with ρ = 0, are left out. */
function twoLoops<G>(grads: G, pairs: readonly Pair[], gamma: Leaf): G {
  // Flattened once, because walking the trees for every pair costs more than the arithmetic.
  const known = pairs
    .filter(({ rho }) => rho !== 0)
    .map(({ s, y, rho }) => ({ s: leavesOf(like(grads, s)), y: leavesOf(like(grads, y)), rho }));
  const alphas: Leaf[] = [];
  let d: readonly Leaf[] = leavesOf(grads).map((g) => mul(-1, g));
  for (const [i, { s, y, rho }] of [...known.entries()].reverse()) {
    const alpha = mul(rho, leavesDot(s, d));
    alphas[i] = alpha;
    d = d.map((di, k) => sub(di, mul(alpha, y[k])));
  }
  d = d.map((di) => mul(gamma, di));
  for (const [i, { s, y, rho }] of known.entries()) {
    const rest = sub(alphas[i], mul(rho, leavesDot(y, d)));
    d = d.map((di, k) => add(di, mul(rest, s[k])));
  }
  let next = 0;
  return mapLeaves(() => d[next++], grads);
}
