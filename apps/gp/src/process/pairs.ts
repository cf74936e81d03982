import { abs, add, expandDims, mul, ones, sin, square, sub, type Tensor, tensor, zeros } from "wengert";
import { deviationOf, meanOf } from "./deviation.ts";
import { eachPair } from "./triangle.ts";

/** Places: one array for each input, all of one length. */
export type Places = readonly Float64Array[];

/**
 * Pairs of places, in whatever arrangement: all there is to know about them for a stationary covariance. Each property is
 * computed when first asked for and then kept, since the places do not change while parameters do.
 */
export class Pairs {
  /** 1 where both are the same observation, and so share its noise; else 0. */
  readonly same: Tensor;
  readonly #distances: readonly Tensor[];
  readonly #multiply: () => Tensor;
  readonly #chords = new Map<number, Axes>();
  #squared: Axes | undefined;
  #together: Tensor | undefined;
  #products: Tensor | undefined;

  private constructor(distances: readonly Tensor[], same: Tensor, multiply: () => Tensor) {
    this.#distances = distances;
    this.same = same;
    this.#multiply = multiply;
  }

  /** Each of n observations with itself and those before it, [n(n + 1)/2]: the triangle that `symmetric` expects. */
  static within(places: Places): Pairs {
    const n = places[0].length;
    const same = new Float64Array((n * (n + 1)) / 2);
    eachPair(n, (i, j, k) => {
      same[k] = i === j ? 1 : 0;
    });
    const distances = places.map((x) => {
      const distance = new Float64Array(same.length);
      eachPair(n, (i, j, k) => {
        distance[k] = Math.abs(x[i] - x[j]);
      });
      return tensor(distance);
    });
    const multiply = (): Tensor => {
      const products = new Float64Array(same.length);
      for (const z of standardized(places, places)) {
        eachPair(n, (i, j, k) => {
          products[k] += z[i] * z[j];
        });
      }
      return tensor(products);
    };
    return new Pairs(distances, tensor(same), multiply);
  }

  /** Each observation with each other place, [n, m]. A new observation has noise of its own, even at an old place. */
  static between(places: Places, others: Places): Pairs {
    const distances = places.map((x, input) => abs(sub(expandDims(tensor(x), 1), tensor(others[input]))));
    const multiply = (): Tensor => {
      const [z, w] = [standardized(places, places), standardized(others, places)];
      return z.map((one, input) => mul(expandDims(tensor(one), 1), tensor(w[input]))).reduce(add);
    };
    return new Pairs(distances, zeros([places[0].length, others[0].length]), multiply);
  }

  /** Each of other places with itself, as one observation, [m]; `places` are those of the observations. */
  static selves(places: Places, others: Places): Pairs {
    const shape = [others[0].length];
    const multiply = (): Tensor =>
      standardized(others, places)
        .map((w) => square(tensor(w)))
        .reduce(add);
    return new Pairs(Array<Tensor>(others.length).fill(zeros(shape)), ones(shape), multiply);
  }

  /** Σ zᵢ zᵢ′ over the inputs, each less its mean and over its standard deviation among the observations. */
  get products(): Tensor {
    this.#products ??= this.#multiply();
    return this.#products;
  }

  /** d² */
  get squared(): Axes {
    this.#squared ??= new Axes(this.#distances.map(square));
    return this.#squared;
  }

  /** 1 where both are at one place, else 0. */
  get together(): Tensor {
    this.#together ??= tensor(
      this.squared.total.data.map((d2) => (d2 === 0 ? 1 : 0)),
      this.same.shape,
    );
    return this.#together;
  }

  /** sin²(πd/p), the squared half chord between two places on a circle of circumference p. */
  chord(period: number): Axes {
    let chord = this.#chords.get(period);
    if (chord === undefined) {
      chord = new Axes(this.#distances.map((distance) => square(sin(mul(Math.PI / period, distance)))));
      this.#chords.set(period, chord);
    }
    return chord;
  }
}

/** A squared distance of pairs along each input. */
export class Axes {
  readonly each: readonly Tensor[];
  #total: Tensor | undefined;

  constructor(each: readonly Tensor[]) {
    this.each = each;
  }

  /** Over all inputs. */
  get total(): Tensor {
    this.#total ??= this.each.reduce(add);
    return this.#total;
  }
}

/** Values of inputs, less the mean and over the standard deviation that each has among the observations. */
function standardized(values: Places, observed: Places): Places {
  return values.map((x, input) => {
    const [mean, deviation] = [meanOf(observed[input]), deviationOf(observed[input])];
    return x.map((value) => (value - mean) / deviation);
  });
}
