import { abs, expandDims, mul, ones, sin, square, sub, type Tensor, tensor, zeros } from "wengert";
import { eachPair } from "./triangle.ts";

/**
 * Pairs of places, in whatever arrangement: all there is to know about them for a stationary covariance. Each property is
 * computed when first asked for and then kept, since the places do not change while parameters do.
 */
export class Pairs {
  /** 1 where both are the same observation, and so share its noise; else 0. */
  readonly same: Tensor;
  readonly #distance: Tensor;
  readonly #chords = new Map<number, Tensor>();
  #squared: Tensor | undefined;

  private constructor(distance: Tensor, same: Tensor) {
    this.#distance = distance;
    this.same = same;
  }

  /** Each of n observations with itself and those before it, [n(n + 1)/2]: the triangle that `symmetric` expects. */
  static within(x: Float64Array): Pairs {
    const distance = new Float64Array((x.length * (x.length + 1)) / 2);
    const same = new Float64Array(distance.length);
    eachPair(x.length, (i, j, k) => {
      distance[k] = Math.abs(x[i] - x[j]);
      same[k] = i === j ? 1 : 0;
    });
    return new Pairs(tensor(distance), tensor(same));
  }

  /** Each observation with each other place, [n, m]. A new observation has noise of its own, even at an old place. */
  static between(x: Float64Array, z: Float64Array): Pairs {
    return new Pairs(abs(sub(expandDims(tensor(x), 1), tensor(z))), zeros([x.length, z.length]));
  }

  /** Each of `count` observations with itself, [count]. */
  static selves(count: number): Pairs {
    return new Pairs(zeros([count]), ones([count]));
  }

  /** d² */
  get squared(): Tensor {
    this.#squared ??= square(this.#distance);
    return this.#squared;
  }

  /** sin²(πd/p), the squared half chord between two places on a circle of circumference p. */
  chord(period: number): Tensor {
    let chord = this.#chords.get(period);
    if (chord === undefined) {
      chord = square(sin(mul(Math.PI / period, this.#distance)));
      this.#chords.set(period, chord);
    }
    return chord;
  }
}
