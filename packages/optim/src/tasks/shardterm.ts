import { ShapeError } from "@wengert/array";
import { isOutside } from "../minimize/problem.ts";
import { functionIn, paramsIn } from "../multistart/objectives.ts";
import { fromTransferable, paramSpace } from "../spaces/paramspace.ts";
import type { Space } from "../spaces/space.ts";
import { treeSpace } from "../spaces/treespace.ts";
import type { Vector } from "../spaces/vector.ts";
import { type ErrorData, errorData } from "./errors.ts";
import { keyOf } from "./key.ts";
import type { Exports, ShardTask } from "./task.ts";

/** A term of a sum as plain data. */
export interface ShardTerm {
  readonly value?: number | undefined;
  /** The gradient, or the product with the Hessian. */
  readonly vector?: Vector | undefined;
  /** The point is outside of the term's domain: a matrix is not positive definite, or singular. */
  readonly outside?: ErrorData | undefined;
}

/** Computes the term of a sum that a shard of its data contributes. */
export async function shardTerm(task: ShardTask, exports: Exports): Promise<ShardTerm> {
  const { module, name, params, at, wanted, v } = task;
  const f = functionIn(exports, module, name) as unknown as (...given: unknown[]) => unknown;
  const shard = await shardOf(task, exports);
  try {
    const [space, x] = placed(params === undefined ? f : () => f(shard), shard, task, exports, at);
    if (wanted === "value") return { value: space.valueOnly(x).value };
    if (wanted === "hvp") return { vector: space.curvature(x)(v as Vector) };
    const { value, gradient } = space.objective(x);
    return { value, vector: gradient };
  } catch (error) {
    if (!isOutside(error)) throw error;
    return { outside: errorData(error) };
  }
}

/** The term as a function of a flat vector, and the point. */
function placed(
  f: (...given: unknown[]) => unknown,
  shard: unknown,
  { module, params, paths }: ShardTask,
  exports: Exports,
  at: unknown,
): readonly [Space<unknown, unknown>, Vector] {
  if (params !== undefined) {
    const space = paramSpace(f, paramsIn(exports, module, params, paths));
    const x = at as Vector;
    if (x.length === space.size) return [space, x];
    throw new ShapeError(`shardedSum: "${params}" has ${space.size} numbers, the point ${x.length}.`, "shardedSum");
  }
  const start = fromTransferable(at);
  const space = treeSpace((p: never) => f(p, shard), start, "shardedSum");
  return [space, space.start()];
}

/** How many loaded shards a thread keeps. */
const kept = 16;

/** Shards that were loaded, the latest last, by module, export and reference. */
const loaded = new Map<string, Promise<unknown>>();

/** The shard itself, or what the module's loader has made of a reference, which is kept for the next point. */
function shardOf({ module, load, shard }: ShardTask, exports: Exports): unknown {
  if (load === undefined) return fromTransferable(shard);
  const loader = functionIn(exports, module, load) as unknown as (reference: unknown) => unknown;
  const key = keyOf([module, load, shard]);
  const found = loaded.get(key) ?? Promise.resolve(loader(fromTransferable(shard)));
  loaded.delete(key);
  loaded.set(key, found);
  // A file that could not be read may be there the next time.
  found.catch(() => loaded.delete(key));
  for (const oldest of loaded.keys()) {
    if (loaded.size <= kept) break;
    loaded.delete(oldest);
  }
  return found;
}
