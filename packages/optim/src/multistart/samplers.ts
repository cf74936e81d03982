import { ArgumentError, WengertError } from "@wengert/array";
import type { RandomGenerator } from "@wengert/random";

/**
 * A function that draws points from the unit cube.
 *
 * @param random - of the seed
 * @returns `count` points of `dimension` numbers in [0, 1]
 */
export type Sampler = (
  count: number,
  dimension: number,
  random: RandomGenerator,
) => readonly (readonly number[])[] | Promise<readonly (readonly number[])[]>;

/** Samplers by name. */
export type SamplerName = "uniform" | "latinHypercube" | "sobol";

/** @throws {ArgumentError} for an unknown name */
export function samplerFor(sampler: Sampler | SamplerName): Sampler {
  if (typeof sampler === "function") return sampler;
  if (Object.hasOwn(samplers, sampler)) return samplers[sampler];
  const names = Object.keys(samplers).join('", "');
  throw new ArgumentError(
    `multiStart: there is no sampler "${sampler}"; there is "${names}", or a function.`,
    "multiStart",
  );
}

const samplers: Readonly<Record<SamplerName, Sampler>> = { uniform, latinHypercube, sobol };

/** Independent points. */
function uniform(count: number, dimension: number, random: RandomGenerator): readonly (readonly number[])[] {
  return random.uniform([count, dimension]).toArray() as number[][];
}

/**
 * Each variable has one point in each of `count` equal intervals, in random order.
 *
 * Source: McKay, Beckman & Conover, "A comparison of three methods for selecting values of input variables in the
 * analysis of output from a computer code", Technometrics 21 (1979).
 */
function latinHypercube(count: number, dimension: number, random: RandomGenerator): readonly (readonly number[])[] {
  const columns = Array.from({ length: dimension }, () => {
    const order = random.permutation(count).data;
    const places = random.uniform([count]).data;
    return order.map((cell, i) => (cell + places[i]) / count);
  });
  return Array.from({ length: count }, (_, i) => columns.map((column) => column[i]));
}

/** The part of the package `lobos` that is used. */
interface Lobos {
  readonly Sobol: new (
    dimension: number,
    options?: { params?: string; resolution?: number },
  ) => {
    take(count: number): number[][];
  };
}

/**
 * Sobol's sequence, shifted by the seed (modulo 1). It fills the cube more evenly than independent points do.
 *
 * The sequence comes from the package `lobos`, with the direction numbers of Joe and Kuo, "Constructing Sobol sequences
 * with better two-dimensional projections" (2008). It is an optional peer dependency.
 */
async function sobol(
  count: number,
  dimension: number,
  random: RandomGenerator,
): Promise<readonly (readonly number[])[]> {
  const { Sobol } = await loadLobos();
  const params = dimension > 1000 ? "new-joe-kuo-6.21201" : "new-joe-kuo-6.1000";
  const shift = random.uniform([dimension]).data;
  return new Sobol(dimension, { params, resolution: 32 })
    .take(count)
    .map((place) => place.map((x, j) => (x + shift[j]) % 1));
}

async function loadLobos(): Promise<Lobos> {
  // Not a literal, because bundlers would fail on an optional package that is not installed.
  const name = "lobos";
  try {
    const { default: lobos, ...named } = await import(/* @vite-ignore */ name);
    return lobos ?? named;
  } catch (error) {
    const message = 'multiStart: the sampler "sobol" needs the package "lobos": install it, or choose "latinHypercube"';
    throw Object.assign(new WengertError(`${message}.`, "multiStart"), { cause: error });
  }
}
