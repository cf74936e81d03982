// What the comments `// => value` and `// throws Name` of a documentation snippet mean.
import { inspect } from "node:util";

/** A number as written: equal when it agrees in every digit shown (`…` stands for digits left out). */
class Shown {
  constructor(text) {
    const [, digits, decimals = "", exponent = "0", more] = /^(-?\d*\.?(\d*))(?:e([+-]?\d+))?(…?)$/i.exec(text);
    this.value = Number(`${digits}e${exponent}`);
    const unit = 10 ** (Number(exponent) - decimals.length);
    const whole = decimals === "" && exponent === "0" && more === "";
    this.tolerance = whole ? 1e-9 * Math.max(1, Math.abs(this.value)) : (more ? 1 : 0.5) * unit * (1 + 1e-6);
  }

  /** In a formula (`2 * Math.PI`) a number is its value. */
  valueOf() {
    return this.value;
  }
}

/** Reads `[1, 2.50]`, `{ a: 1 }`, `"text"`, `NaN`; undefined when it is not a literal. */
function parse(text) {
  const token = /(["'`])(?:\\.|(?!\1).)*\1|(?<![\w$.])-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?…?/gi;
  const marked = text.replace(token, (found, quote) => (quote ? found : `new Shown("${found}")`));
  try {
    return { literal: new Function("Shown", `"use strict"; return (${marked});`)(Shown) };
  } catch {
    return undefined;
  }
}

/** Tensors, tags and typed arrays as the plain values they show. */
function plain(value) {
  if (typeof value?.toArray === "function") return value.toArray();
  if (ArrayBuffer.isView(value)) return Array.from(value);
  return value;
}

function agrees(actual, expected) {
  const value = plain(actual);
  if (expected instanceof Shown)
    return typeof value === "number" && Math.abs(value - expected.value) <= expected.tolerance;
  if (typeof expected === "number" && Math.abs(value - expected) <= 1e-12 * Math.abs(expected)) return true; // a formula
  if (expected === null || typeof expected !== "object") return Object.is(value, expected);
  if (value === null || typeof value !== "object" || Array.isArray(value) !== Array.isArray(expected)) return false;
  const keys = Object.keys(expected);
  return keys.length === Object.keys(value).length && keys.every((key) => agrees(value[key], expected[key]));
}

const shown = (value) => inspect(plain(value), { depth: 8, breakLength: Infinity });

/** Throws unless the value is the one that the comment shows. */
export function expectValue(actual, text) {
  const parsed = parse(text);
  const printed = [actual, shown(actual), inspect(actual)].includes(text);
  const right = printed || (parsed !== undefined && agrees(actual, parsed.literal));
  if (!right) throw new Error(`the comment shows ${text}, the value is ${shown(actual)}`);
}

/** Throws unless the body throws an error of that name (and, after a colon, with that text in its message). */
export async function expectThrow(body, text) {
  const [, name, message = ""] = /^(\w+)(?::\s*(.*))?$/.exec(text) ?? [];
  let thrown;
  try {
    await body();
  } catch (error) {
    thrown = error;
  }
  if (!thrown) throw new Error(`the comment promises ${text}, but nothing was thrown`);
  if (thrown.name !== name && thrown.constructor.name !== name) throw thrown;
  if (!thrown.message.includes(message)) throw new Error(`the comment promises "${message}", not "${thrown.message}"`);
}
