import { FormulaError, type Span } from "../errors.ts";
import type { Formula, Item, Node } from "../grammar/node.ts";
import { indexed, type Place } from "./indexing.ts";
import { called, constant, constantsOf, type Known, type Manner, substituted } from "./known.ts";
import { shifted, solves } from "./matrices.ts";
import { memberOf, objectOf } from "./objects.ts";
import { folded, infix, prefix, takesRows } from "./operators.ts";
import type { Call, Program, Read } from "./program.ts";
import { notRow, transposed, unclearSolve } from "./row.ts";
import type { Names } from "./scope.ts";
import { identityOf, structureOf } from "./structure.ts";

/** Turns a formula into the list of calls that one would write by hand. */
class Compiler {
  readonly #formula: Formula;
  readonly #names: Names;
  readonly #holes: number;
  readonly #parts: Map<string, Known> = new Map();
  readonly #isDefault: (name: string) => boolean = (name) =>
    !this.#parts.has(name) && (name === "spd" ? !this.#names.has(name) : this.#names.isDefault(name));

  constructor(formula: Formula, names: Names, holes: number) {
    this.#formula = formula;
    this.#names = names;
    this.#holes = holes;
  }

  program(): Program {
    const parts: Read[] = [];
    for (const { name, value } of this.#formula.parts) {
      const known = this.#compile(value);
      const read = substituted(this.#holes + parts.length);
      this.#parts.set(name, known.constant ? known : { ...known, read });
      if (!known.constant) parts.push(known.read);
    }
    return { text: this.#formula.text, parts, result: this.#compile(this.#formula.result).read };
  }

  #call(call: Call, inputs: readonly Known[], span: Span, how?: Manner): Known {
    return called(call, inputs, this.#formula.text, span, how);
  }

  #compile(node: Node): Known {
    switch (node.kind) {
      case "number":
      case "text":
        return constant(node.value);
      case "hole":
        return { read: substituted(node.index) };
      case "name":
        return this.#named(node.name, node);
      case "prefix":
        return this.#prefix(node.op, node.of, node);
      case "postfix":
        return this.#call(transposed, [this.#compile(node.of)], node, { row: true, transposed: true });
      case "infix":
        return node.op === "\\" ? this.#solve(node.left, node.right, node) : this.#infix(node);
      case "list":
        return this.#list(node.items, node);
      case "index":
        return this.#index(node.of, node.items, node);
      case "member":
        return this.#call(memberOf(node.name), [this.#value(node.of)], node);
      case "call":
        return this.#function(node);
    }
  }

  /** The value of a node where a row has no meaning. */
  #value(node: Node): Known {
    return this.#notRow(this.#compile(node), node);
  }

  #notRow(known: Known, span: Span): Known {
    return known.row === true ? this.#call(notRow, [known], span) : known;
  }

  #named(name: string, span: Span): Known {
    const part = this.#parts.get(name);
    if (part !== undefined) return part;
    if (this.#names.has(name)) return constant(this.#names.get(name));
    throw this.#error(this.#names.unknown(name, [...this.#parts.keys()]), span);
  }

  #prefix(sign: string, of: Node, span: Span): Known {
    const x = this.#compile(of);
    if (sign === "+") return x;
    if (x.number !== undefined) return constant(-x.number);
    const { call, ...manner } = prefix(x);
    return this.#call(call, [x], span, manner);
  }

  #infix(node: Node & { readonly kind: "infix" }): Known {
    const { op, left, right } = node;
    const shift = op === "+" || op === "-" ? this.#shifted(op, left, right, node) : undefined;
    if (shift !== undefined) return shift;
    const x = this.#compile(left);
    const y = this.#compile(right);
    const solve = "*/@".includes(op) && right.kind === "infix" && right.op === "\\" && right.bracketed === undefined;
    if (solve && (x.row !== true || op === "/")) throw this.#error(unclearSolve, node);
    const number = folded(op, x.number, y.number);
    if (number !== undefined) return constant(number);
    const { call, unary = false, ...manner } = infix(op, x, y, solve);
    const inputs = takesRows(op, x, y) ? [x, y] : [this.#notRow(x, left), this.#notRow(y, right)];
    return this.#call(call, unary ? inputs.slice(0, 1) : inputs, node, manner);
  }

  /** x + s * I(n) and the like, which needs no identity. */
  #shifted(op: "+" | "-", left: Node, right: Node, span: Span): Known | undefined {
    const identity = identityOf(right, this.#isDefault);
    if (identity === undefined) return undefined;
    const x = this.#value(left);
    const scale = identity.scale === undefined ? [] : [this.#value(identity.scale)];
    return this.#call(shifted(op), [x, this.#value(identity.size), ...scale], span);
  }

  #solve(left: Node, right: Node, node: Node): Known {
    const told = left.kind === "call" && left.callee.name === "spd" && this.#isDefault("spd");
    if (told && (left.args.length !== 1 || left.options.length > 0))
      throw this.#error("spd has one argument, a matrix", left);
    const a = this.#value(told ? left.args[0] : left);
    return this.#call(solves[structureOf(left, this.#isDefault)], [a, this.#value(right)], node, { sign: "\\" });
  }

  #list(items: readonly Node[], span: Span): Known {
    const values = items.map((item) => this.#value(item));
    const constants = constantsOf(values);
    return constants === undefined ? this.#call((...xs) => xs, values, span) : constant(constants);
  }

  #index(of: Node, items: readonly Item[], span: Span): Known {
    const x = this.#value(of);
    const places: Place[] = [];
    const values: Known[] = [];
    for (const item of items) {
      const { kind } = item;
      const isNew = kind === "at" && item.value.kind === "name" && item.value.name === "newaxis";
      places.push(isNew ? "new" : kind);
      if (kind === "at" && !isNew) values.push(this.#position(item.value));
      if (kind !== "range") continue;
      for (const k of [0, 1, 2]) {
        const bound = item.bounds[k];
        values.push(bound === undefined ? constant(undefined) : this.#value(bound));
      }
    }
    if (places.filter((place) => place === "rest").length > 1)
      throw this.#error('only one "..." may stand in an index', span);
    return this.#call(indexed(places), [x, ...values], span);
  }

  #position(node: Node): Known {
    if (node.kind === "infix" && /[<>=!]/.test(node.op)) {
      throw this.#error(
        "a comparison picks a number of elements that depends on values. Write where(condition, x, 0)",
        node,
      );
    }
    return this.#value(node);
  }

  #function({ callee, args, options, ...span }: Node & { readonly kind: "call" }): Known {
    const { name } = callee;
    const own = this.#parts.has(name);
    const f = own || !this.#names.has(name) ? undefined : this.#names.get(name);
    if (typeof f !== "function") {
      if (own || f !== undefined) throw this.#error(`"${name}" is no function: write the operator before "("`, callee);
      throw this.#error(this.#names.unknown(name, [], "function"), callee);
    }
    const inputs = args.map((arg) => this.#value(arg));
    if (options.length > 0)
      inputs.push(
        this.#options(
          options.map((option) => option.name),
          options.map(({ value }) => this.#value(value)),
          span,
        ),
      );
    return this.#call(f as Call, inputs, span, { builtIn: this.#names.isDefault(name) });
  }

  #options(names: readonly string[], values: readonly Known[], span: Span): Known {
    const constants = constantsOf(values);
    const object = objectOf(names);
    return constants === undefined ? this.#call(object, values, span) : constant(object(...constants));
  }

  #error(message: string, span: Span): FormulaError {
    return new FormulaError(`${message}.`, this.#formula.text, span);
  }
}

/**
 * The calls of a formula.
 *
 * @param holes - how many values are substituted
 * @throws {FormulaError} for a name that stands for nothing, and for what has several meanings
 */
export function compile(formula: Formula, names: Names, holes: number): Program {
  return new Compiler(formula, names, holes).program();
}
