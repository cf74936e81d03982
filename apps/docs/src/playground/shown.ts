// What a program shows, as plain data: it travels from the worker to the page.

/** A value taken apart, ready to be drawn. */
export type Shown =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "tensor"; readonly shape: readonly number[]; readonly data: Float64Array }
  | {
      readonly kind: "fields";
      readonly name: string;
      readonly list: boolean;
      readonly fields: readonly (readonly [string, Shown])[];
      readonly more: number;
    }
  | { readonly kind: "plot"; readonly x: Float64Array; readonly lines: readonly Line[] };

/** One curve of a plot. */
export interface Line {
  readonly name: string;
  readonly y: Float64Array;
  readonly dots: boolean;
}

/** What the run worker tells the page. */
export type Message =
  /** Everything is loaded, and the program begins. */
  | { readonly kind: "ready" }
  | {
      readonly kind: "shown";
      readonly line: number;
      readonly label: string;
      readonly values: readonly Shown[];
      readonly thrown?: boolean;
    }
  | { readonly kind: "failed"; readonly line: number | undefined; readonly name: string; readonly message: string }
  | { readonly kind: "done"; readonly milliseconds: number };

const most = 100;
const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;

interface TensorLike {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

function isTensor(value: object): value is TensorLike {
  return "shape" in value && "data" in value && "toArray" in value;
}

/** A number, a list of numbers or a tensor as numbers. */
export function numbersOf(value: unknown): Float64Array {
  if (typeof value === "number") return Float64Array.of(value);
  if (typeof value === "object" && value !== null) {
    if (isTensor(value)) return Float64Array.from(value.data);
    if (Array.isArray(value) || ArrayBuffer.isView(value))
      return Float64Array.from(
        value as unknown as ArrayLike<number | TensorLike>,
        (one) => numbersOf(one)[0] ?? Number.NaN,
      );
  }
  throw new TypeError(`a plot takes numbers, lists of numbers and tensors, not ${String(value)}`);
}

function isNumbers(value: readonly unknown[]): value is readonly number[] {
  return value.length > 0 && value.every((one) => typeof one === "number");
}

/** Takes a value apart. What reads itself may fail (a traced value does): then its message is shown. */
export function show(value: unknown, depth = 0): Shown {
  if (typeof value === "number") return { kind: "number", value };
  if (typeof value === "string") return { kind: "text", text: depth === 0 ? value : JSON.stringify(value) };
  if (typeof value === "function") return { kind: "text", text: `function ${value.name}` };
  if (typeof value !== "object" || value === null) return { kind: "text", text: String(value) };
  try {
    return showObject(value, depth);
  } catch (error) {
    return { kind: "text", text: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

function showObject(value: object, depth: number): Shown {
  if (isTensor(value)) return { kind: "tensor", shape: [...value.shape], data: Float64Array.from(value.data) };
  if (value instanceof Float64Array) return { kind: "tensor", shape: [value.length], data: value.slice() };
  if (value instanceof Error) return { kind: "text", text: `${value.name}: ${value.message}` };
  const own: unknown = Reflect.get(value, inspect);
  if (typeof own === "function") return { kind: "text", text: String(own.call(value, 2, {}, String)) };
  if (Array.isArray(value) && isNumbers(value))
    return { kind: "tensor", shape: [value.length], data: Float64Array.from(value) };
  if (depth > 5) return { kind: "text", text: "…" };
  const isMap = value instanceof Map;
  const entries: [string, unknown][] = isMap
    ? Array.from(value, ([key, one]) => [String(key), one])
    : Object.entries(value);
  const name = Array.isArray(value) ? "" : (value.constructor?.name ?? "");
  const fields = entries.slice(0, most).map(([key, one]) => [key, show(one, depth + 1)] as const);
  return {
    kind: "fields",
    name: name === "Object" ? "" : name,
    list: Array.isArray(value),
    fields,
    more: entries.length - fields.length,
  };
}
