import { ArgumentError, isTensor } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import { isParam } from "../param.ts";
import { reviver } from "./reviver.ts";

/**
 * A tree of numbers, Tensors and parameters as plain data that `structuredClone`, `postMessage` and IndexedDB can copy. They would
 * drop the numbers of a Tensor and all of a parameter without a word. Elements of Tensors are copied, so their buffers may be
 * transferred.
 *
 * A parameter or Tensor in several places stays one. All else is passed on as it is.
 *
 * @param tree - of plain objects, arrays, Maps and Sets
 * @throws {TracedValueError} for a traced value, or the value of a parameter while somebody follows it
 * @throws {ArgumentError} for an instance of another class with Tensors or parameters in its fields
 * @see fromTransferable
 * @example
 * import { fromTransferable, param, toTransferable } from "@wengert/params";
 *
 * const message = structuredClone(toTransferable({ scale: param(3), name: "rbf" }));
 * fromTransferable<{ scale: { value: number } }>(message).scale.value; // => 3
 */
export function toTransferable(tree: unknown): unknown {
  return copied(tree, (value) => {
    if (isTensor(value)) return { "~wengert": "tensor", shape: [...value.shape], data: value.data.slice() };
    if (isParam(value)) return (value as unknown as { toJSON(): object }).toJSON();
    const fields = Object.values(value);
    if (!fields.some((field) => isTensor(field) || isParam(field))) return undefined;
    throw new ArgumentError(
      `toTransferable: ${kindOf(value)} holds Tensors or parameters, and copying would drop its class. Send its fields as a plain ` +
        "object, or its parameters as toJSON(model).",
      "toTransferable",
    );
  });
}

/**
 * The tree that {@link toTransferable} took apart, from the copy that arrived.
 *
 * @typeParam T - the tree that results; nothing checks it
 * @throws {ArgumentError} for a parameter whose constraint is not one of the library
 * @example
 * import { tensor } from "@wengert/array";
 * import { fromTransferable, toTransferable } from "@wengert/params";
 *
 * const copy = structuredClone(toTransferable({ x: tensor([1, 2]) }));
 * fromTransferable<{ x: unknown }>(copy).x; // => [1, 2]
 */
export function fromTransferable<T = unknown>(message: unknown): T {
  const made = (value: object): object | undefined => {
    const again = reviver("", value) as object;
    return again === value ? undefined : again;
  };
  return copied(message, made, made) as T;
}

/**
 * A copy of a tree, in which what is shared stays shared.
 *
 * @param other - what stands for an object that is no container of this walk; undefined for the object itself
 * @param first - the same, asked before an object is taken for a container
 */
function copied(
  tree: unknown,
  other: (value: object) => object | undefined,
  first?: (value: object) => object | undefined,
): unknown {
  const copies = new Map<object, unknown>();
  const copy = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (copies.has(value)) return copies.get(value);
    const fill = <T>(made: T, by: (made: T) => void): T => {
      copies.set(value, made);
      by(made);
      return made;
    };
    const early = first?.(value);
    if (early !== undefined) return fill(early, () => {});
    const prototype: unknown = Object.getPrototypeOf(value);
    if (Array.isArray(value))
      return fill([] as unknown[], (made) => {
        for (const part of value) made.push(copy(part));
      });
    if (prototype === Map.prototype) {
      return fill(new Map<unknown, unknown>(), (made) => {
        for (const [key, part] of value as Map<unknown, unknown>) made.set(copy(key), copy(part));
      });
    }
    if (prototype === Set.prototype) {
      return fill(new Set<unknown>(), (made) => {
        for (const part of value as Set<unknown>) made.add(copy(part));
      });
    }
    if (prototype === null || prototype === Object.prototype) {
      return fill({} as Record<string, unknown>, (made) => {
        for (const [key, part] of Object.entries(value)) {
          Object.defineProperty(made, key, { value: copy(part), enumerable: true, configurable: true, writable: true });
        }
      });
    }
    return fill(other(value) ?? value, () => {});
  };
  return copy(tree);
}
