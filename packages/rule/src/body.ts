import { ArgumentError, type Tensor } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import {
  bind,
  FirstOrderOnlyError,
  type Frame,
  firstOrderOnly,
  guarded,
  type Interpreter,
  innermostFrame,
  isTraced,
  type Leaves,
  leavesOf,
  outputsOf,
  partsOf,
  type Rule,
  refusePromise,
  ruleOf,
  type Span,
  type Traced,
  zerosLike,
} from "@wengert/trace";
import { type Structure, unflatten } from "@wengert/tree";
import { enough } from "./rule.ts";

/** More runs than these are not kept. */
const MOST = 16;

type Derivative = (...trees: readonly unknown[]) => unknown;

/** What the body returned for certain arguments, and when it ran. */
interface Run {
  readonly xs: readonly Tensor[];
  readonly value: Leaves;
  readonly derivative: Derivative;
  readonly span: Span;
  /** The value does not follow the arguments in everything that differentiates them. */
  readonly unfollowed: boolean;
}

/**
 * The body `(...args) => [value, derivative]` of a custom rule, in use by one call. Arguments, value, tangents and
 * cotangents are trees; the rule is one of their leaves.
 *
 * It runs once for each level that needs a derivative: on plain tensors for the value and the first derivative, on
 * traced ones where a derivative is differentiated again.
 */
export class Body {
  readonly name: string;
  readonly #kind: "adjoint" | "pushforward";
  /** The arguments of the call. */
  readonly args: readonly Leaves[];
  readonly #f: (...args: readonly unknown[]) => unknown;
  readonly #home: Frame | undefined = innermostFrame();
  /** The last runs: one for each level of derivatives. A compiled program runs the body again and again. */
  readonly #runs: Run[] = [];
  #structure: Structure | undefined;

  constructor(kind: "adjoint" | "pushforward", f: (...args: never[]) => unknown, args: readonly unknown[]) {
    this.#kind = kind;
    this.name = f.name === "" ? kind : f.name;
    this.args = enough(this.name, f, args).map((arg) => leavesOf(this.name, arg));
    this.#f = f as (...args: readonly unknown[]) => unknown;
  }

  /** Calls the rule on the arguments' leaves, and returns the value as a tree. */
  call(derivatives: Pick<Rule, "jvp" | "vjp">): unknown {
    const impl: Rule["impl"] = (xs) => outputsOf(this.at(xs as readonly Tensor[]).value.values);
    const xs = this.args.flatMap(({ values }) => values);
    const outputs = bind(ruleOf({ name: this.name, impl, composite: true, ...derivatives }), xs);
    // Every run gives the same structure.
    return unflatten(this.#structure as Structure, partsOf(outputs) as Tensor[]);
  }

  /** The leaves of each argument, from all leaves in a row. */
  split<T>(leaves: readonly T[]): T[][] {
    let start = 0;
    return this.args.map(({ values }) => {
      const from = start;
      start += values.length;
      return leaves.slice(from, start);
    });
  }

  /** Leaves in the form of the arguments. */
  trees(leaves: readonly Tensor[]): unknown[] {
    return this.split(leaves).map((own, k) => unflatten(this.args[k].structure, own));
  }

  /** The run at these leaves of the arguments. */
  at(xs: readonly Tensor[]): Run {
    let run = this.#runs.find((run) => run.xs.every((x, i) => x === xs[i]));
    if (run === undefined) {
      const before = usesOf(xs);
      const [[value, derivative], span] = this.#guarded(xs, undefined, () => this.#take(this.#f(...this.trees(xs))));
      run = { xs, value, derivative, span, unfollowed: leavesOut(value.values, before) };
      this.#structure ??= value.structure;
      if (this.#runs.push(run) > MOST) this.#runs.shift();
    }
    return run;
  }

  /**
   * The derivative of a derivative would lack what passes through the value, without a word.
   *
   * @throws {FirstOrderOnlyError} when the value at `xs` does not follow the arguments
   */
  refuseUnfollowed(xs: readonly Tensor[]): void {
    if (!this.at(xs).unfollowed) return;
    const half = this.#kind === "adjoint" ? "vjp: (ybar, xs, y) => …" : "jvp: (dxs, xs, y) => …";
    const leaves = [...this.args, this.at(xs).value];
    const flat = leaves.every(({ structure }) => structure.kind === "leaf") ? "" : " (of Tensors in place of trees)";
    throw new FirstOrderOnlyError(
      `${this.name}: the value does not follow the arguments (stopGradient, nonDifferentiable, rounding, a comparison), so a ` +
        "second derivative would miss what passes through it. Compute the value in ops of the arguments, or state it as " +
        `rule({ name, impl, ${half} })${flat}: there y follows the arguments.`,
      this.name,
    );
  }

  /** Calls the derivative of the run at `xs` on a tree of cotangents, one entry per output leaf, zeros for none. */
  pull<T>(xs: readonly Tensor[], ybars: readonly (Tensor | undefined)[], take: (result: unknown) => T): T {
    const { derivative, span, value } = this.at(xs);
    const own = value.values.map((y, i) => ybars[i] ?? zerosLike(y));
    return this.#guarded([...xs, ...own], span, () => take(derivative(unflatten(value.structure, own))))[0];
  }

  /** Calls the derivative of the run at `xs` on the arguments' tangents, zeros for none. */
  push<T>(xs: readonly Tensor[], dxs: readonly (Tensor | undefined)[], take: (result: unknown) => T): T {
    const { derivative, span } = this.at(xs);
    const own = dxs.map((dx, i) => dx ?? zerosLike(xs[i]));
    return this.#guarded([...xs, ...own], span, () => take(derivative(...this.trees(own))))[0];
  }

  #guarded<T>(own: readonly Tensor[], earlier: Span | undefined, f: () => T): [T, Span] {
    try {
      return guarded(this.name, this.#home, own, earlier, f);
    } catch (error) {
      throw firstOrderOnly(this.name, error);
    }
  }

  #take(result: unknown): [Leaves, Derivative] {
    refusePromise(this.name, result);
    if (Array.isArray(result) && result.length === 2 && typeof result[1] === "function") {
      return [leavesOf(this.name, result[0]), result[1] as Derivative];
    }
    const returned = Array.isArray(result) ? `[${result.slice(0, 4).map(kindOf).join(", ")}]` : kindOf(result);
    throw new ArgumentError(
      `${this.name}: the body must return [value, derivative], the derivative a function; it returned ${returned}. A gradient ` +
        "g that is known already becomes one as (ybar) => [mul(ybar, g)] in an adjoint, (dx) => sum(mul(g, dx)) in a pushforward.",
      this.name,
    );
  }
}

/** The derivatives that follow these, however far outside, and how often each has been used otherwise than by following. */
function usesOf(xs: readonly Tensor[]): Map<Interpreter, number> {
  const uses = new Map<Interpreter, number>();
  for (const { interpreter, at } of xs.flatMap(levelsOf)) {
    if (interpreter.differentiates && interpreter.showsValue?.(at) !== true)
      uses.set(interpreter, interpreter.otherUses);
  }
  return uses;
}

/** All that trace a value, from the innermost on, and what it is to each. */
function levelsOf(x: Tensor): readonly { readonly interpreter: Interpreter; readonly at: Traced }[] {
  const levels: { interpreter: Interpreter; at: Traced }[] = [];
  for (let at = x; isTraced(at); at = at.primal) levels.push({ interpreter: at.interpreter, at });
  return levels;
}

/** Whether one of the derivatives that followed the arguments does not follow the value, but has been used as a constant. */
function leavesOut(values: readonly Tensor[], before: ReadonlyMap<Interpreter, number>): boolean {
  if (before.size === 0) return false;
  const after = new Set(values.flatMap(levelsOf).map(({ interpreter }) => interpreter));
  return [...before].some(([interpreter, uses]) => !after.has(interpreter) && interpreter.otherUses > uses);
}
