import { ArgumentError, type Tensor, WengertError } from "@wengert/array";
import { encodeNumber } from "@wengert/array/author";
import { type EncodedEntry, type EncodedValue, fromJSON, reviver, toJSON } from "@wengert/params";
import { childPath } from "@wengert/tree";
import { expectOptions } from "@wengert/tree/author";
import { type Bytes, bytesOf, limitOf, type ReadOptions } from "../bytes.ts";
import { clipped, refuse } from "../elements/stored.ts";
import { npyArray } from "../npy/readnpy.ts";
import { npzContent } from "../npz/readnpz.ts";
import { safetensorsContent } from "../safetensors/readsafetensors.ts";
import { besideName, type DescribedParam, type Description, deepest, metadataKey } from "./description.ts";

/** Limits, and what the numbers are written into. */
export interface DecodeOptions<T = unknown> extends ReadOptions {
  /**
   * A model that the program has made: its parameters get the values of the file, all or none, as by `fromJSON`. What is no parameter
   * stays as it is: keep an optimizer's state in a file of its own.
   */
  readonly into?: T;
}

/**
 * The tree of a file that `encodeTree` or `save` has written; of any other npz or safetensors file, its arrays by name; of an npy file,
 * its array.
 *
 * A parameter with a constraint of a program's own, a class or a function cannot be made from a file: make the model, and hand it over
 * as `into`. Arrays are then found by their paths, so a file that NumPy has written will do.
 *
 * @throws {FileFormatError} for a truncated or damaged file
 * @throws {TreeMismatchError} when `into` has other paths or shapes: lists all of them
 * @throws {ConstraintError} for values that the constraints of `into` do not allow
 * @throws {ArgumentError} for what only the program can make, without `into`
 * @see encodeTree
 * @example
 * import { decodeTree, encodeTree } from "@wengert/io";
 * import { param, positive } from "@wengert/params";
 *
 * const bytes = encodeTree({ scale: param(0.1, positive()) });
 * const model = { scale: param(1, positive()) };
 * decodeTree(bytes, { into: model });
 * model.scale.value; // => 0.1
 */
export function decodeTree<T = unknown>(file: Bytes, options: DecodeOptions<T> = {}): T {
  return treeOf("decodeTree", bytesOf("decodeTree", file), options);
}

export function treeOf<T>(op: string, bytes: Uint8Array, options: DecodeOptions<T>): T {
  expectOptions(op, options, ["maxBytes", "into"], ["into"]);
  const { into, ...limits } = options;
  const { arrays, text } = contentOf(op, bytes, limitOf(op, limits));
  const reader = new Reader(op, arrays);
  const tree = text === undefined ? undefined : described(op, text);
  if (into !== undefined) {
    if (tree !== undefined) reader.visit(tree, "", 0);
    const entries = reader.params.size > 0 ? reader.params : reader.all(toJSON(into).entries);
    return fromJSON(into, { format: "wengert-params", version: 1, entries: Object.fromEntries(entries) });
  }
  if (tree === undefined) return (arrays["npy"] !== undefined && bytes[0] === 0x93 ? arrays["npy"] : arrays) as T;
  return reader.visit(tree, "", 0, true) as T;
}

function contentOf(op: string, bytes: Uint8Array, maxBytes: number): { arrays: Record<string, Tensor>; text?: string } {
  if (bytes[0] === 0x93) return { arrays: { npy: npyArray({ op }, bytes, maxBytes) } };
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const { arrays, beside } = npzContent(op, bytes, maxBytes, besideName);
    return beside === undefined ? { arrays } : { arrays, text: new TextDecoder().decode(beside) };
  }
  const { tensors, metadata } = safetensorsContent(op, bytes, maxBytes);
  return Object.hasOwn(metadata, metadataKey) ? { arrays: tensors, text: metadata[metadataKey] } : { arrays: tensors };
}

function described(op: string, text: string): Description {
  let found: { format?: unknown; version?: unknown; tree?: unknown } | null;
  try {
    found = JSON.parse(text);
  } catch {
    return refuse({ op }, "the description of the tree is no JSON");
  }
  if (found?.format !== "wengert-tree") return refuse({ op }, "the description of the tree is of another program");
  if (found.version !== 1)
    refuse({ op }, `the tree has version ${clipped(String(found.version))}; this release reads version 1`);
  return found.tree as Description;
}

class Reader {
  /** Parameters by path, as `fromJSON` takes them. */
  readonly params = new Map<string, EncodedEntry>();
  readonly #op: string;
  readonly #arrays: Readonly<Record<string, Tensor>>;
  readonly #made = new Map<string, unknown>();

  constructor(op: string, arrays: Readonly<Record<string, Tensor>>) {
    this.#op = op;
    this.#arrays = arrays;
  }

  /** Arrays by name; those without axes are numbers where the tree that they are meant for has numbers. */
  all(own: Readonly<Record<string, EncodedEntry>>): Map<string, EncodedEntry> {
    return new Map(
      Object.entries(this.#arrays).map(([name, x]) => {
        const path = name === "value" && Object.hasOwn(own, "") ? "" : name;
        const scalar = x.ndim === 0 && Object.hasOwn(own, path) && typeof own[path].value !== "object";
        return [path, { value: this.#value(name, scalar) }];
      }),
    );
  }

  /** @param make - whether the tree is to be made; else only its parameters are noted */
  visit(node: Description, path: string, depth: number, make = false): unknown {
    if (depth > deepest) refuse({ op: this.#op }, `the tree is more than ${deepest} levels deep`);
    const made = this.#visited(node, path, depth, make);
    this.#made.set(path, made);
    return made;
  }

  #visited(node: Description, path: string, depth: number, make: boolean): unknown {
    const child = (key: string | number, part: Description): unknown =>
      this.visit(part, childPath(path, key), depth + 1, make);
    switch (node?.kind) {
      case "object":
      case "program": {
        if (make && node.kind === "program")
          throw new ArgumentError(
            `${this.#op}: ${path || "the tree"} is ${clipped(String(node.what))}, which only the program can make; make the model and hand it over as into.`,
            this.#op,
            path,
          );
        const out: Record<string, unknown> = {};
        for (const pair of this.#list(node.children, path)) {
          const [key, part] = Array.isArray(pair) ? pair : [];
          if (typeof key !== "string" || key === "__proto__" || Object.hasOwn(out, key)) return this.#damaged(path);
          out[key] = child(key, part);
        }
        return out;
      }
      case "array":
        return this.#list(node.children, path).map((part, i) => child(i, part as Description));
      case "number":
      case "tensor": {
        const x = this.#array(node.array, path);
        return node.kind === "tensor" ? x : x.ndim === 0 ? x.item() : this.#damaged(path);
      }
      case "param":
        return this.#param(node, path, make);
      case "same":
        return this.#made.has(node.as) ? this.#made.get(node.as) : this.#damaged(path);
      case "static":
        return typeof node.value === "string" || typeof node.value === "boolean" || node.value === null
          ? node.value
          : this.#damaged(path);
      case "bigint":
        return /^-?\d{1,10000}$/.test(node.value) ? BigInt(node.value) : this.#damaged(path);
      case "undefined":
        return undefined;
      default:
        return this.#damaged(path);
    }
  }

  #param(
    { array, scalar, unconstrained, name, constraint, trainable }: DescribedParam,
    path: string,
    make: boolean,
  ): unknown {
    this.#array(array, path);
    const value = this.#value(array, scalar);
    if (unconstrained !== undefined) this.#array(unconstrained, path);
    const raw = unconstrained === undefined ? {} : { unconstrained: this.#value(unconstrained, scalar) };
    this.params.set(path, { value, ...raw });
    if (!make) return undefined;
    if ([name, constraint].some((text) => text !== undefined && typeof text !== "string")) return this.#damaged(path);
    try {
      return reviver("", { "~wengert": "param", value, name, constraint, trainable, ...raw });
    } catch (error) {
      if (!(error instanceof WengertError)) throw error;
      return refuse(
        { op: this.#op, path },
        `it cannot be made again (${error.message.replace(/\.$/, "")}); make the model and hand it over as into`,
      );
    }
  }

  #value(name: string, scalar: boolean): EncodedValue {
    const x = this.#arrays[name];
    if (scalar && x.ndim === 0) return encodeNumber(x.item());
    return { "~wengert": "tensor", shape: x.shape, data: x.data };
  }

  #array(name: unknown, path: string): Tensor {
    return typeof name === "string" && Object.hasOwn(this.#arrays, name) ? this.#arrays[name] : this.#damaged(path);
  }

  #list(children: unknown, path: string): readonly unknown[] {
    return Array.isArray(children) ? children : this.#damaged(path);
  }

  #damaged(path: string): never {
    return refuse({ op: this.#op, path }, "its place in the description of the tree is damaged");
  }
}
