import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import type { Shape } from "./arguments.ts";
import type { ChoiceOptions } from "./draws/choice.ts";
import type { GeneratorState } from "./state.ts";

/**
 * Draws random numbers. Each method takes the parameters of its distribution, which broadcast, and last the shape of the result;
 * without one it is that of the parameters, and a scalar where there are none.
 *
 * A draw of `uniform`, `normal`, `exponential` and `gamma` is differentiable in the parameters: it says how the same draw would
 * move (reparameterisation). `bernoulli` jumps; a derivative in its
 * probability throws.
 */
export interface RandomGenerator {
  /**
   * Uniform on [lo, hi), by default on [0, 1): lo + (hi − lo) u, with u a multiple of 2⁻⁵³.
   *
   * @throws {ArgumentError} where hi < lo
   */
  uniform(shape?: Shape): Tensor;
  uniform(lo: Value, hi: Value, shape?: Shape): Tensor;

  /**
   * Normal, by default of mean 0 and standard deviation 1: mean + std z.
   *
   * @throws {ArgumentError} for a negative std
   */
  normal(shape?: Shape): Tensor;
  normal(mean: Value, std: Value, shape?: Shape): Tensor;

  /**
   * Exponential with density rate e^(−rate x), by default of rate 1.
   *
   * @throws {ArgumentError} unless the rate is positive
   */
  exponential(shape?: Shape): Tensor;
  exponential(rate: Value, shape?: Shape): Tensor;

  /**
   * Gamma with density x^(a−1) e^(−x)/Γ(a). The derivative in `a` keeps the quantile of each draw fixed. Multiply for another scale.
   *
   * For tiny `a` draws are 0 that are smaller than the least number.
   *
   * @throws {ArgumentError} unless a is positive
   */
  gamma(a: Value, shape?: Shape): Tensor;

  /**
   * 1 with probability p, else 0; by default p is ½.
   *
   * @throws {ArgumentError} for a p outside [0, 1]
   * @throws {MissingRuleError} when a derivative in p is wanted
   */
  bernoulli(shape?: Shape): Tensor;
  bernoulli(p: Value, shape?: Shape): Tensor;

  /**
   * Integers in [lo, hi), each as likely.
   *
   * @throws {ArgumentError} where no integer is in the range
   */
  integers(lo: number, hi: number, shape?: Shape): Tensor;

  /**
   * Elements of a tensor along its first axis, or of the integers below a number; differentiable in the tensor.
   *
   * @throws {ArgumentError} for more different elements than there are, or weights that are negative or all 0
   */
  choice(x: Value, shape?: Shape, options?: ChoiceOptions): Tensor;

  /** A tensor with its slices along the first axis in random order, or the integers below a number in random order. */
  permutation(x: Value): Tensor;

  /**
   * A generator of its own, or several: their numbers are independent of each other's and of this one's. For workers, and for parts of
   * a program that should not change each other's numbers. Moves this generator on, as a draw does.
   */
  split(): RandomGenerator;
  split(count: number): readonly RandomGenerator[];

  /** Where the generator is, as plain data: `generator(state)` goes on from there. */
  readonly state: GeneratorState;

  /** The state, so that `JSON.stringify` keeps a generator. */
  toJSON(): GeneratorState;
}
