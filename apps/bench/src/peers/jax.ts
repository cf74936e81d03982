import type { numpy } from "@jax-js/jax";
import type { Contender } from "../workload.ts";
import { contender, joined, loader } from "./contender.ts";

/** The module `@jax-js/jax`. */
export type Jax = typeof import("@jax-js/jax");

/** An array of jax-js. */
export type JaxArray = numpy.Array;

const load = loader("jax-js", async () => {
  // It asks whether arrays of half precision are involved, by a name that Node has from version 24 on; none ever are.
  (globalThis as { Float16Array?: unknown }).Float16Array ??= class Float16Array extends Uint16Array {};
  const jax = await import("@jax-js/jax");
  await jax.init("wasm");
  jax.defaultDevice("wasm");
  return jax;
});

/**
 * jax-js on its WebAssembly backend. It adds and multiplies in double precision, and its exp, sin, … are good to 1e-7.
 *
 * @param how - "eager", or "jit" for a compiled function
 * @param prepare - makes the inputs, and returns what is timed: with it the reading of the numbers, since they are only
 * computed when somebody asks for them
 */
export function jaxJs(how: "eager" | "jit", prepare: (jax: Jax) => () => JaxArray | readonly JaxArray[]): Contender {
  const task = async () => {
    const compute = prepare(await load());
    return { run: () => [compute()].flat().map((array) => array.dataSync()), numbers: joined };
  };
  return contender(`jax-js (${how})`, task, { precision: "f64 with functions of f32" });
}

/** A matrix times a vector, as a column: `matvec` needs Node 22, and `dot` of a matrix and a vector has no derivative. */
export function jaxMatvec({ numpy: np }: Jax, a: JaxArray, x: JaxArray): JaxArray {
  return np.squeeze(np.matmul(a, np.expandDims(x, 1)), 1);
}

/** A number as jax-js wants it: without the type it would be single precision. */
export function jaxScalar({ numpy }: Jax, value: number): JaxArray {
  return numpy.array(value, { dtype: numpy.float64 });
}
