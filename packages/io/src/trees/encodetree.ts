import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { decodeElements, decodeNumber, fromData } from "@wengert/array/author";
import { type EncodedParam, isParam, type Param } from "@wengert/params";
import { childPath } from "@wengert/tree";
import { expectOptions, isStatic, kindOf, quoted, unpack } from "@wengert/tree/author";
import { npzBytes } from "../npz/writenpz.ts";
import { safetensorsBytes } from "../safetensors/writesafetensors.ts";
import { besideName, type DescribedParam, type Description, deepest, metadataKey } from "./description.ts";

/** How a tree is written. */
export interface TreeOptions {
  /** Default "safetensors". */
  readonly format?: "safetensors" | "npz";
  /** Deflate an npz archive; default false. */
  readonly compress?: boolean;
}

/**
 * A tree of numbers, Tensors and parameters as a safetensors or npz file: a model, the state of an optimizer, or both in one object.
 *
 * Each number, Tensor and parameter is an array named by its path (`kernel.lengths[0]`), which NumPy and PyTorch read. Names,
 * constraints and freezing of parameters, texts and booleans stand beside them. What is shared stays one.
 *
 * @returns the bytes of the file
 * @throws {ArgumentError} for a Map, a typed array, or a tree that contains itself
 * @throws {TracedValueError} for a traced value
 * @see decodeTree
 * @example
 * import { decodeTree, encodeTree, readSafetensors } from "@wengert/io";
 * import { param, positive } from "@wengert/params";
 *
 * const bytes = encodeTree({ scale: param(0.5, positive()), kind: "rbf" });
 * readSafetensors(bytes).tensors["scale"].item(); // => 0.5
 * const model = decodeTree(bytes) as { kind: string };
 * model.kind; // => rbf
 */
export function encodeTree(tree: unknown, options: TreeOptions = {}): Uint8Array {
  return treeBytes("encodeTree", tree, options);
}

export function treeBytes(op: string, tree: unknown, options: TreeOptions): Uint8Array {
  expectOptions(op, options, ["format", "compress"]);
  const { format = "safetensors", compress = false } = options;
  const writer = new Writer(op);
  const text = JSON.stringify({ format: "wengert-tree", version: 1, tree: writer.describe(tree, "", 0) });
  if (format === "npz")
    return npzBytes(op, writer.arrays, { compress }, { [besideName]: new TextEncoder().encode(text) });
  if (format === "safetensors") return safetensorsBytes(op, writer.arrays, { metadata: { [metadataKey]: text } });
  throw new ArgumentError(`${op}: format must be "safetensors" or "npz", not ${quoted(format)}.`, op);
}

class Writer {
  readonly arrays: Record<string, Tensor | number> = {};
  readonly #op: string;
  readonly #seen = new Map<object, string>();

  constructor(op: string) {
    this.#op = op;
  }

  describe(value: unknown, path: string, depth: number): Description {
    if (depth > deepest)
      this.#refuse(path.slice(0, 80), `lies more than ${deepest} levels deep, or the tree contains itself`);
    if (typeof value === "number") return { kind: "number", array: this.#keep(path, value) };
    if (isStatic(value)) return describeStatic(value);
    const earlier = this.#seen.get(value as object);
    if (earlier !== undefined) return { kind: "same", as: earlier };
    if (isParam(value) || isTensor(value)) this.#seen.set(value, path);
    if (isParam(value)) return this.#param(value, path);
    if (isTensor(value)) return { kind: "tensor", array: this.#keep(path, value) };
    const parts = unpack(value);
    if (parts === undefined)
      return { kind: "program", what: kindOf(value), children: this.#fields(value as object, path, depth) };
    const { keys, label, sort } = parts.shell;
    const children = parts.children.map((child, i) => this.describe(child, childPath(path, keys[i]), depth + 1));
    if (sort === "array") return { kind: "array", children };
    const named = children.map((child, i) => [String(keys[i]), child] as const);
    return sort === "object" ? { kind: "object", children: named } : { kind: "program", what: label, children: named };
  }

  /** Those of an instance of a class, which need not be registered to be a model. */
  #fields(value: object, path: string, depth: number): [string, Description][] {
    if (value instanceof Map || value instanceof Set || value instanceof ArrayBuffer || ArrayBuffer.isView(value))
      this.#refuse(path, `is ${kindOf(value)}; use a plain object, an array or tensor()`);
    return Object.entries(value).map(([key, child]) => [key, this.describe(child, childPath(path, key), depth + 1)]);
  }

  #param(param: Param, path: string): DescribedParam {
    const { value, unconstrained, name, constraint, trainable } = (
      param as unknown as { toJSON(): EncodedParam }
    ).toJSON();
    const scalar = typeof param.value === "number";
    const array = this.#keep(path, decoded(value));
    const raw =
      unconstrained === undefined
        ? {}
        : { unconstrained: this.#keep(`${path} (unconstrained)`, decoded(unconstrained)) };
    const named = name === undefined ? {} : { name };
    return {
      kind: "param",
      array,
      scalar,
      ...raw,
      ...named,
      ...(constraint === undefined ? {} : { constraint }),
      ...(trainable === false ? { trainable } : {}),
    };
  }

  #keep(path: string, x: Tensor | number): string {
    const name = path === "" ? "value" : path;
    this.arrays[name] = x;
    return name;
  }

  #refuse(path: string, what: string): never {
    throw new ArgumentError(`${this.#op}: ${path || "the tree"} ${what}.`, this.#op, path);
  }
}

function decoded(encoded: unknown): Tensor | number {
  const found = decodeElements(encoded);
  return found === undefined ? (decodeNumber(encoded) as number) : fromData(found.data, found.shape);
}

function describeStatic(value: unknown): Description {
  if (value === undefined) return { kind: "undefined" };
  if (typeof value === "bigint") return { kind: "bigint", value: String(value) };
  if (typeof value === "function" || typeof value === "symbol")
    return { kind: "program", what: kindOf(value), children: [] };
  return { kind: "static", value: value as string | boolean | null };
}
