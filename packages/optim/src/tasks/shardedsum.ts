import { ArgumentError, WengertError } from "@wengert/array";
import { expectOptions } from "@wengert/array/author";
import type { AsyncObjective, EvaluateOptions } from "../minimize/asyncobjective.ts";
import { toTransferable } from "../spaces/paramspace.ts";
import type { Layout } from "../spaces/space.ts";
import { type Gradient, treeSpace } from "../spaces/treespace.ts";
import type { Vector } from "../spaces/vector.ts";
import { errorOf } from "./errors.ts";
import { inFlight, withSignal } from "./inflight.ts";
import { checkExecutor, checkModule } from "./map.ts";
import { PairwiseSum } from "./pairwise.ts";
import type { ShardTerm } from "./shardterm.ts";
import type { Executor, ShardTask, TaskModule } from "./task.ts";

/** A loss by module and export name. */
export interface LossModule extends TaskModule {
  /** For tags: the export that has them, a model or a ParamSet. The loss is called with the shard alone. */
  readonly params?: string | undefined;
  /** The export that makes a shard from its reference, for instance reads a file. A thread keeps the last 16 that it has made. */
  readonly load?: string | undefined;
}

/** Options of `shardedSum`. */
export interface ShardedSumOptions {
  /** Computes the terms. Default: `threads()`. */
  readonly executor?: Executor | undefined;
}

/** A sum over shards of data: an objective for `minimizeAsync`. */
export interface ShardedSum<P> extends AsyncObjective<P> {
  /** The number of terms. */
  readonly shards: number;
  /** The product of the Hessian at `p` with `v`, a tree like `p`. */
  hvp(p: P, v: P, options?: EvaluateOptions): Promise<Gradient<P>>;
}

/**
 * A loss that is a sum over shards of data, L(p) = Σᵢ loss(p, shardᵢ), with its gradient and its products with the Hessian. The terms
 * are computed by an executor.
 *
 * The terms are added by a fixed tree of pairs, so that the sum is the same to the last bit whoever computes what, and in whatever
 * order it comes.
 *
 * @param loss - `loss(p, shard)`, written in ops, that returns a scalar; of tags, `loss(shard)`
 * @param shards - plain data with numbers and Tensors, sent with each evaluation; or, with `load`, references to it
 * @typeParam P - the parameters; for tags `Float64Array`, the vector of their unconstrained values
 * @example
 * import { minimizeAsync, shardedSum } from "@wengert/optim";
 *
 * const ops = import.meta.resolve("@wengert/ops");
 * const code = `import { square, sub, sum } from "${ops}"; export const loss = (p, x) => sum(square(sub(p, x)));`;
 * const module = `data:text/javascript,${encodeURIComponent(code)}`;
 * const squares = shardedSum<number>({ module, name: "loss" }, [1, 2, 6]);
 * await squares.valueAndGrad(0); // => [41, -18]
 * const { params } = await minimizeAsync(squares, 0);
 * params.toFixed(6); // => "3.000000"
 */
export function shardedSum<P>(
  loss: LossModule,
  shards: readonly unknown[],
  options: ShardedSumOptions = {},
): ShardedSum<P> {
  expectOptions("shardedSum", options, ["executor"]);
  const { module, name } = checkModule("shardedSum", loss);
  const { params, load } = loss;
  const executor = checkExecutor("shardedSum", options.executor);
  if (!Array.isArray(shards) || shards.length === 0) {
    throw new ArgumentError("shardedSum: shards must be an array of at least one shard.", "shardedSum", "shards");
  }
  const sent = shards.map((shard) => toTransferable(shard));

  const total = async (
    at: unknown,
    wanted: ShardTask["wanted"],
    { signal, paths }: EvaluateOptions,
    v?: Vector,
  ): Promise<Vector> => {
    const base = { kind: "shard", module, name, params, load, paths, at, wanted, v } as const;
    const sum = new PairwiseSum(sent.length);
    function* tasks(): Generator<ShardTask> {
      for (const [index, shard] of sent.entries()) yield { ...base, index, shard };
    }
    await withSignal(signal, (inner) =>
      inFlight(
        tasks(),
        executor,
        inner,
        () => undefined,
        ({ index }, term) => sum.add(index, termOf(term as ShardTerm, wanted, module)),
      ),
    );
    return sum.total as Vector;
  };
  const layoutOf = (p: P): Layout<unknown, unknown> | undefined =>
    params === undefined ? treeSpace(() => Number.NaN, p, "shardedSum") : undefined;
  const gradientIn = (layout: Layout<unknown, unknown> | undefined, g: Vector): Gradient<P> =>
    (layout === undefined ? g : layout.gradient(g)) as Gradient<P>;

  return {
    shards: sent.length,
    value: async (p, options = {}) => (await total(toTransferable(p), "value", options))[0],
    valueAndGrad: async (p, options = {}) => {
      const sum = await total(toTransferable(p), "gradient", options);
      return [sum[0], gradientIn(layoutOf(p), sum.slice(1))];
    },
    hvp: async (p, v, options = {}) => {
      const layout = layoutOf(p);
      const flat = layout === undefined ? (v as Vector) : layout.vector(v);
      return gradientIn(layout, await total(toTransferable(p), "hvp", options, flat));
    },
  };
}

/** The value and the vector of a term as one vector. */
function termOf(term: ShardTerm, wanted: ShardTask["wanted"], module: string): Vector {
  const { value, vector, outside } = term ?? {};
  // With its name, by which a line search knows that a shorter step may help.
  if (outside !== undefined) throw errorOf(outside);
  const complete = (wanted === "hvp" || typeof value === "number") && (wanted === "value" || vector !== undefined);
  if (!complete) throw new WengertError(`shardedSum: the executor gave back no term of ${module}.`, "shardedSum");
  const head = wanted === "hvp" ? [] : [value as number];
  const whole = new Float64Array(head.length + (vector?.length ?? 0));
  whole.set(head);
  if (vector !== undefined) whole.set(vector, head.length);
  return whole;
}
