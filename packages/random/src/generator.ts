import { ArgumentError, type Tensor } from "@wengert/array";
import { checkedShape, expectFlag, expectNoMore, expectOptions, fromData, kindOf, sizeOf } from "@wengert/array/author";
import { add, div, less, mul, sub, take } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { beforeUse } from "@wengert/rule/library";
import { demand, parametersOf, type Shape } from "./arguments.ts";
import { type ChoiceOptions, population, positions } from "./draws/choice.ts";
import { below, distinct, expectRange, jumping } from "./draws/discrete.ts";
import { gammaDraws } from "./draws/gamma.ts";
import { log } from "./numbers/log.ts";
import { normalQuantile } from "./numbers/normalquantile.ts";
import type { RandomGenerator } from "./randomgenerator.ts";
import { type GeneratorState, placeOfSeed, placeOfState, stateOf } from "./state.ts";
import { Stream } from "./stream.ts";

/**
 * A generator of random numbers: the same numbers for the same seed, in Node, in every browser and in workers.
 *
 * There is no generator but those that a program makes, and no seed by default. Each draw moves its generator on. A function that a
 * transformation runs several times (`checkpoint`, `forwardDiff`, `jacfwd`) draws the same numbers in each run.
 *
 * @param seed - an integer, each of which gives another stream; or the `state` of a generator, to go on from there
 * @throws {ArgumentError} for any other seed
 * @example
 * import { generator } from "@wengert/random";
 *
 * const random = generator(42);
 * const x = random.normal([3, 2]);
 * x.shape; // => [3, 2]
 *
 * const saved = JSON.stringify(random.state);
 * const next = random.uniform().item();
 * generator(JSON.parse(saved)).uniform().item() === next; // => true
 */
export function generator(seed: number | GeneratorState): RandomGenerator {
  expectNoMore("generator", arguments[1]);
  if (isState(seed)) return new Draws(new Stream(placeOfState(seed)));
  if (Number.isSafeInteger(seed)) return new Draws(new Stream(placeOfSeed(seed)));
  const given = typeof seed === "number" ? String(seed) : kindOf(seed);
  throw new ArgumentError(
    `generator: the seed must be an integer, or the state of a generator, not ${given}.`,
    "generator",
  );
}

/** What has the brand is a Tensor or a parameter. */
function isState(seed: unknown): seed is GeneratorState {
  return typeof seed === "object" && seed !== null && !("~wengert" in seed);
}

class Draws implements RandomGenerator {
  readonly #stream: Stream;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  get state(): GeneratorState {
    return stateOf(this.#stream.place);
  }

  toJSON(): GeneratorState {
    return this.state;
  }

  /** The stream, for an operation that is about to draw from it. */
  #for(op: string): Stream {
    beforeUse(this.#stream, op);
    return this.#stream;
  }

  uniform(...args: readonly unknown[]): Tensor {
    const { values, shape } = parametersOf("uniform", args, ["lo", "hi"], [0, 1]);
    const [lo, hi] = values;
    const width = sub(hi, lo);
    demand(width, { op: "uniform", name: "hi − lo", kind: "non-negative" });
    const stream = this.#for("uniform");
    return add(lo, mul(width, fromData(stream.uniforms(sizeOf(shape)), shape)));
  }

  normal(...args: readonly unknown[]): Tensor {
    const { values, shape } = parametersOf("normal", args, ["mean", "std"], [0, 1]);
    const [mean, std] = values;
    demand(std, { op: "normal", name: "std", kind: "non-negative" });
    const stream = this.#for("normal");
    return add(mean, mul(std, mapped(stream.manyWithin(sizeOf(shape)), shape, normalQuantile)));
  }

  exponential(...args: readonly unknown[]): Tensor {
    const { values, shape } = parametersOf("exponential", args, ["rate"], [1]);
    const [rate] = values;
    demand(rate, { op: "exponential", name: "rate", kind: "positive" });
    const stream = this.#for("exponential");
    return div(
      mapped(stream.manyWithin(sizeOf(shape)), shape, (u) => -log(u)),
      rate,
    );
  }

  gamma(...args: readonly unknown[]): Tensor {
    const { values, shape } = parametersOf("gamma", args, ["a"]);
    demand(values[0], { op: "gamma", name: "a", kind: "positive" });
    return gammaDraws(this.#for("gamma"), values[0], shape);
  }

  bernoulli(...args: readonly unknown[]): Tensor {
    const { values, shape } = parametersOf("bernoulli", args, ["p"], [0.5]);
    demand(values[0], { op: "bernoulli", name: "p", kind: "between 0 and 1" });
    const stream = this.#for("bernoulli");
    const places = fromData(stream.uniforms(sizeOf(shape)), shape);
    return jumping("bernoulli", (p) => less(places, p))(values[0]);
  }

  integers(lo: number, hi: number, shape: Shape = []): Tensor {
    expectNoMore("integers", arguments[3]);
    expectRange(lo, hi);
    const own = checkedShape("integers", shape);
    const stream = this.#for("integers");
    const draws = new Float64Array(sizeOf(own));
    for (let i = 0; i < draws.length; i++) draws[i] = lo + below(stream, hi - lo);
    return fromData(draws, own);
  }

  choice(x: Value, shape: Shape = [], options: ChoiceOptions = {}): Tensor {
    expectOptions("choice", options, ["replace", "weights"], ["weights"]);
    expectFlag("choice", "replace", options.replace);
    const { count, from } = population("choice", x);
    const chosen = positions(this.#for("choice"), count, checkedShape("choice", shape), options);
    return from === undefined ? chosen : take(from, chosen, 0);
  }

  permutation(x: Value): Tensor {
    expectNoMore("permutation", arguments[1]);
    const { count, from } = population("permutation", x);
    const order = fromData(distinct(this.#for("permutation"), count, count), [count]);
    return from === undefined ? order : take(from, order, 0);
  }

  split(): RandomGenerator;
  split(count: number): readonly RandomGenerator[];
  split(count?: number): RandomGenerator | readonly RandomGenerator[] {
    expectNoMore("split", arguments[1]);
    if (count !== undefined && !(Number.isSafeInteger(count) && count >= 0)) {
      throw new ArgumentError(
        `split: the number of generators must be a non-negative integer, not ${kindOf(count)}.`,
        "split",
      );
    }
    const stream = this.#for("split");
    const child = (): RandomGenerator => new Draws(new Stream({ key: stream.key(), position: 0 }));
    return count === undefined ? child() : Array.from({ length: count }, child);
  }
}

/** A tensor of numbers that are replaced by f of themselves. */
function mapped(data: Float64Array, shape: Shape, f: (x: number) => number): Tensor {
  for (let i = 0; i < data.length; i++) data[i] = f(data[i]);
  return fromData(data, shape);
}
