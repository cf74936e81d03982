import type { NestedArray, Tensor } from "@wengert/array";
import { ArgumentError } from "@wengert/array";
import { expectNoMore, kindOf } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { compile } from "./calls/compile.ts";
import { type Program, run } from "./calls/program.ts";
import { Names, type Scope } from "./calls/scope.ts";
import type { Formula } from "./grammar/node.ts";
import { parse } from "./grammar/parse.ts";
import { textOf } from "./grammar/tokens.ts";

/** What can be substituted: a value, or what a function takes besides, such as axes or positions. */
export type Substitute = Value | NestedArray | boolean | string;

/** A tag of template literals that reads them as formulas. A text that is known at run time only is given as an argument. */
export interface FormulaTag {
  (strings: TemplateStringsArray, ...values: Substitute[]): Tensor;
  (text: string): Tensor;
}

/** Formulas that were read, by the array of strings that JavaScript makes once for each place in a program. */
const formulas: WeakMap<object, Formula> = /* @__PURE__ */ new WeakMap();

/**
 * Like `math`, with names of one's own: functions, rules and adjoints, numbers, Tensors and tags. They go before the library's.
 *
 * Make the tag once, outside of what is called often. The scope is read when the tag is made.
 *
 * @param scope - names and what they stand for
 * @throws {ArgumentError} unless the scope is an object
 * @example
 * import { mul, square } from "@wengert/ops";
 * import type { Tensor } from "@wengert/array";
 * import { mathWith } from "@wengert/formula";
 *
 * const quadratic = (x: Tensor, { scale = 1 } = {}) => mul(scale, square(x));
 * const formula = mathWith({ quadratic });
 * formula`quadratic(${3}, scale=2) + 1`.item(); // => 19
 */
export function mathWith(scope: Scope): FormulaTag {
  expectNoMore("mathWith", arguments[1]);
  if (typeof scope !== "object" || scope === null) {
    throw new ArgumentError(`mathWith: the scope must be an object of names, not ${kindOf(scope)}.`, "mathWith");
  }
  const names = new Names(scope);
  const programs = new WeakMap<object, Program>();
  return (strings: TemplateStringsArray | string, ...values: Substitute[]): Tensor => {
    if (typeof strings === "string") return run(compile(parse(textOf([strings])), names, 0), []);
    let program = programs.get(strings);
    if (program === undefined) {
      program = compile(formulaOf(strings), names, values.length);
      programs.set(strings, program);
    }
    return run(program, values);
  };
}

function formulaOf(strings: TemplateStringsArray): Formula {
  let formula = formulas.get(strings);
  if (formula === undefined) {
    if (!Array.isArray(strings?.raw)) {
      throw new ArgumentError(`math: write a template, math\`…\`, or give a text, not ${kindOf(strings)}.`, "math");
    }
    formula = parse(textOf(strings.raw));
    formulas.set(strings, formula);
  }
  return formula;
}

/**
 * A formula as a template literal, which makes the calls that one would write by hand.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { math } from "@wengert/formula";
 *
 * const K = tensor([[2, 1], [1, 2]]);
 * const y = tensor([3, 0]);
 * math`0.5 * ${y}' * ${K} \ ${y} + 0.5 * logdet(${K})`.item(); // => 3.549306…
 */
export const math: FormulaTag = /* @__PURE__ */ mathWith({});
