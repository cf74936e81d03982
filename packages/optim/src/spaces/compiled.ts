import { compile } from "@wengert/graph";

/** A function, compiled if that is asked for. */
export function compiledIf<F extends (...args: never[]) => unknown>(asked: boolean, f: F): F {
  return asked ? compile(f) : f;
}
