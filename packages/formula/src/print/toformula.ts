import { ArgumentError, type Tensor } from "@wengert/array";
import { expectFunction, expectOptions, kindOf } from "@wengert/array/author";
import type { Inputs, Value } from "@wengert/rule";
import { isTag, isValue, leavesOf, refusePromise, resolve, within } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import type { Scope } from "../calls/scope.ts";
import type { Formula } from "../grammar/node.ts";
import { Description } from "./describe.ts";
import { latexOfFormula } from "./latex.ts";
import { Naming } from "./naming.ts";
import { Script } from "./script.ts";
import { textOfFormula } from "./text.ts";

/** What things are called. */
export interface NamingOptions {
  /** The names of the arguments, in order. By default `x`, or `x1`, `x2`, …; the parts of a tree are named by their paths. */
  readonly args?: readonly string[];
  /** Names of tags and of constant Tensors, as `mathWith` takes them. */
  readonly names?: Scope;
}

/**
 * What a function computes, as a formula that `math` reads. The function runs once, at these arguments, to be written down: a branch
 * that it takes because of them is part of the formula, and shapes are those of these arguments.
 *
 * Values that are used several times get names, `s1 = …;`. A large constant Tensor that `names` does not mention stands as `c1`.
 *
 * @param f - returns one value
 * @returns a function of the arguments of f
 * @throws {ArgumentError} if f returns anything else
 * @example
 * import { tensor } from "@wengert/array";
 * import { toFormula } from "@wengert/formula";
 * import { exp, mul, square, sum } from "@wengert/ops";
 *
 * toFormula((x) => sum(exp(mul(-0.5, square(x)))))(tensor([1, 2])); // => "sum(exp(-0.5 * x^2))"
 */
export function toFormula<A extends readonly unknown[] = readonly Tensor[]>(
  f: (...args: A) => Value,
  options: NamingOptions = {},
): (...args: Inputs<A>) => string {
  return described("toFormula", f as (...args: readonly unknown[]) => unknown, options, textOfFormula);
}

/**
 * `toFormula` as LaTeX, for a page or a paper: it needs the macros of amsmath only, as KaTeX and MathJax know them.
 *
 * @param f - returns one value
 * @returns a function of the arguments of f
 * @throws {ArgumentError} if f returns anything else
 * @example
 * import { tensor } from "@wengert/array";
 * import { toLatex } from "@wengert/formula";
 * import { solve } from "@wengert/linalg";
 *
 * toLatex(solve, { args: ["K", "y"] })(tensor([[2]]), tensor([1])); // => "K^{-1} y"
 */
export function toLatex<A extends readonly unknown[] = readonly Tensor[]>(
  f: (...args: A) => Value,
  options: NamingOptions = {},
): (...args: Inputs<A>) => string {
  return described("toLatex", f as (...args: readonly unknown[]) => unknown, options, latexOfFormula);
}

function described(
  op: string,
  f: (...args: readonly unknown[]) => unknown,
  options: NamingOptions,
  print: (formula: Pick<Formula, "parts" | "result">) => string,
): (...args: readonly unknown[]) => string {
  expectFunction(op, "f", f);
  expectOptions(op, options, ["args", "names"]);
  const { args: called = [], names = {} } = options;
  return (...args) => {
    const script = new Script();
    const trees = args.map((arg) => leavesOf(op, arg));
    const naming = new Naming(names);
    const lifted = trees.map(({ values, given, structure, paths }, i) => {
      const base = called[i] ?? (args.length === 1 ? "x" : `x${i + 1}`);
      const leaves = values.map((x, k) => {
        const leaf = script.leaf(x);
        naming.leaf(script.slotOf(leaf), nameOfPath(paths[k], base, called[i] !== undefined), leaf.shape);
        // A tag among the arguments is that argument.
        const tag = given[k];
        if (isTag(tag)) script.tags.set(tag, leaf);
        return leaf;
      });
      return unflatten(structure, leaves);
    });
    const y = within(script, () => resultOf(op, f(...lifted)));
    for (const [tag, leaf] of script.tags) naming.tag(tag, script.slotOf(leaf), leaf.shape);
    const description = new Description(naming.leaves, naming.constants);
    const result = description.formula(script.all, script.slotOf(y), y);
    return print({ parts: description.parts, result });
  };
}

/** What the function returned, as it is inside the recording. */
function resultOf(op: string, y: unknown): Tensor {
  refusePromise(op, y);
  if (isValue(y)) return resolve(y, op);
  throw new ArgumentError(`${op}: f must return one value, not ${kindOf(y)}. Return a part of it.`, op);
}

/** The name of a leaf: that of its argument, or its path. */
function nameOfPath(path: string, argument: string, called: boolean): string {
  const words = path.split(/[^\p{L}\p{N}_]+/u).filter((word) => word !== "");
  if (called || words.length === 0 || /^\p{N}/u.test(words[0])) words.unshift(argument);
  return words.join("_");
}
