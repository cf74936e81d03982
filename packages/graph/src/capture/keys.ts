import { isTensor } from "@wengert/array";

/** Equal plain data has equal texts, other data other ones; undefined for what is no plain data. */
export function keyOfData(data: object): string | undefined {
  try {
    return JSON.stringify(data, plain);
  } catch {
    return undefined;
  }
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : `n${value}`;
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint" || isTensor(value)) {
    throw new TypeError("no plain data");
  }
  return value === undefined ? "undefined" : value;
}
