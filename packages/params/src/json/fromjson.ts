import { ArgumentError, isTensor, type Tensor, type WengertError } from "@wengert/array";
import { expectNoMore, kindOf, showShape } from "@wengert/array/author";
import { beforeChange, leavesOf, ownValue } from "@wengert/trace";
import { TreeMismatchError, unflatten } from "@wengert/tree";
import { type Placed, place } from "../constraints/constraint.ts";
import { ConstraintError } from "../errors.ts";
import { type Param, rawOf, write } from "../param.ts";
import { entriesOf } from "../paramset.ts";
import type { Entry } from "../trees/selection.ts";
import { lookUpIn } from "../trees/walk.ts";
import { decode, sameKind } from "./encode.ts";
import type { ParamsJSON } from "./paramsjson.ts";
import { writtenSides } from "./sides.ts";

/**
 * Gives the parameters of a model the values that `toJSON` wrote. Either all of them, or, when something does not fit,
 * none.
 *
 * The unconstrained side is taken to the last bit where it belongs to the value. Where it does not, because the constraint
 * has changed or the text was edited, it is computed from the value.
 *
 * @param tree - a model, set or single parameter with the same paths; or a tree of numbers and Tensors
 * @param json - what `toJSON` returned, or `JSON.parse` of its text
 * @returns the tree; a new one, if it is of numbers and Tensors
 * @throws {TreeMismatchError} that lists all entries which are unknown, missing, or of another shape, by path
 * @throws {ConstraintError} that lists all values which their constraints do not allow
 * @throws {ArgumentError} for data of another format or a later version
 * @example
 * import { fromJSON, param, toJSON } from "@wengert/params";
 *
 * const model = { scale: param(1) };
 * fromJSON(model, toJSON({ scale: param(0.3) }));
 * model.scale.value; // => 0.3
 *
 * @see toJSON
 */
export function fromJSON<T>(tree: T, json: ParamsJSON): T {
  expectNoMore("fromJSON", arguments[2]);
  const problems = new Problems();
  const params = entriesOf(tree);
  const written = underOwnPaths(tree, params, entriesIn(json));
  if (params.length > 0) {
    beforeChange("fromJSON");
    const read = params.map(([path, param]) => {
      const found = problems.match(path, param.value, written.get(path)?.value);
      return found === undefined ? undefined : problems.place(path, param, found, written.get(path)?.unconstrained);
    });
    problems.report(
      params.map(([path]) => path),
      written,
    );
    for (const [i, [, param]] of params.entries()) write(param, ...(read[i] as [number | Tensor, Placed]));
    return tree;
  }
  const { given, paths, structure } = leavesOf("fromJSON", tree);
  const leaves = given.map((leaf, i) =>
    problems.match(paths[i], leaf as number | Tensor, written.get(paths[i])?.value),
  );
  problems.report(paths, written);
  return unflatten(structure, leaves);
}

interface Written {
  readonly value?: unknown;
  readonly unconstrained?: unknown;
}

function entriesIn(json: unknown): ReadonlyMap<string, Written> {
  const { format, version, entries } = (json ?? {}) as Partial<Record<keyof ParamsJSON, unknown>>;
  const refuse = (what: string): ArgumentError => new ArgumentError(`fromJSON: ${what}.`, "fromJSON");
  if (format !== "wengert-params" || typeof entries !== "object" || entries === null) {
    const hint = typeof json === "string" ? "; parse the text with JSON.parse" : "";
    throw refuse(`the data must be what toJSON returned, not ${kindOf(json)}${hint}`);
  }
  if (version !== 1) throw refuse(`the data have version ${kindOf(version)}; this release reads version 1`);
  return new Map(Object.entries(entries).map(([path, entry]) => [path, (entry ?? {}) as Written]));
}

/** A shared parameter stands at several paths, and may have been written under another one than it is found at here. */
function underOwnPaths(
  tree: unknown,
  params: readonly Entry<Param>[],
  written: ReadonlyMap<string, Written>,
): typeof written {
  const own = new Map(params.map(([path, param]) => [param, path]));
  const paths = new Set(own.values());
  const lookUp = lookUpIn(tree);
  const renamed = Array.from(written, ([path, entry]) => {
    const there = paths.has(path) ? path : (own.get(lookUp(path) as Param) ?? path);
    return [written.has(there) ? path : there, entry] as const;
  });
  return new Map(renamed);
}

/** What does not fit, collected so that it can be told all at once. */
class Problems {
  readonly #lines: string[] = [];
  readonly #paths: string[] = [];
  #refused = 0;

  #add(path: string, line: string): undefined {
    this.#paths.push(path);
    this.#lines.push(line);
  }

  /** The value that is written for a leaf, if it fits. */
  match(path: string, own: number | Tensor, encoded: unknown): number | Tensor | undefined {
    if (encoded === undefined) return this.#add(path, `${spell(path)} is missing in the data`);
    const value = decode(encoded);
    if (value === undefined) return this.#add(path, `${spell(path)} holds no number or { shape, data }`);
    if (sameKind(own, value)) return value;
    return this.#add(path, `${spell(path)} is ${kind(value)} in the data, and ${kind(own)} here`);
  }

  /** The value with its unconstrained side, if the parameter's constraint allows it. */
  place(path: string, param: Param, value: number | Tensor, encoded: unknown): [number | Tensor, Placed] | undefined {
    try {
      const raw = decode(encoded);
      const fits = raw !== undefined && sameKind(raw, ownValue(rawOf(param)));
      const known = fits ? writtenSides(param.constraint, raw, value) : undefined;
      return [value, known ?? place("fromJSON", spell(path), path, param.constraint, value)];
    } catch (error) {
      if (!(error instanceof ConstraintError)) throw error;
      this.#refused++;
      return this.#add(path, error.message.replace(/\.$/, ""));
    }
  }

  /** @throws {WengertError} when anything does not fit */
  report(paths: readonly string[], written: ReadonlyMap<string, Written>): void {
    const known = new Set(paths);
    for (const path of written.keys()) if (!known.has(path)) this.#add(path, `${spell(path)} is unknown here`);
    if (this.#lines.length === 0) return;
    const message = `fromJSON: nothing was changed, because of ${this.#lines.length} entries: ${this.#lines.join("; ")}.`;
    const Kind: new (message: string, op: string, path?: string) => WengertError =
      this.#refused === this.#lines.length ? ConstraintError : TreeMismatchError;
    throw new Kind(message, "fromJSON", this.#paths[0]);
  }
}

function spell(path: string): string {
  return path || "(root)";
}

function kind(value: number | Tensor): string {
  return isTensor(value) ? `a Tensor of shape ${showShape(value.shape)}` : "a number";
}
