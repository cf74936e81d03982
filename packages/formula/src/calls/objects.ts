import { ArgumentError, isTensor } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import type { Call } from "./program.ts";

/** An object of these names, from its values: the options of a call. */
export function objectOf(names: readonly string[]): (...values: readonly unknown[]) => object {
  return (...values) => Object.fromEntries(names.map((name, i) => [name, values[i]]));
}

/** The part of that name of a result that has several, as `eigh(a).values`. */
export function memberOf(name: string): Call {
  return (whole: unknown) => {
    const object = typeof whole === "object" && whole !== null && !isTensor(whole) && !Array.isArray(whole);
    if (object && Object.hasOwn(whole, name)) return (whole as Record<string, unknown>)[name];
    const found = isTensor(whole)
      ? "a Tensor, which has no parts"
      : object
        ? `one of ${Object.keys(whole).join(", ")}`
        : kindOf(whole);
    throw new ArgumentError(`.${name}: there is ${found}.`, "math");
  };
}
