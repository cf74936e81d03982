import { isTensor, type Tensor } from "@wengert/array";
import { sameShape } from "@wengert/array/author";
import { CONSTANT, isTraced, type Line } from "@wengert/trace";
import { defaultScope } from "../calls/scope.ts";
import type { Option } from "../grammar/node.ts";
import { spellings, written } from "./operations.ts";
import { outputsOf } from "./script.ts";
import { type Attributes, anyCall, type Forms, inShape, outputOf } from "./spelling.ts";
import { callOf, nameOf, numberOf, type Plain, type Term } from "./tree.ts";

/** Operations whose value has the elements of their argument. */
const transparent: readonly string[] = ["reshape", "asNumbers"];

/** So deep may a part of a formula nest before a part of it gets a name. */
const DEEP = 24;

/** Constants of at most so many elements are written down. */
const FEW = 16;

/** Turns the lines of a program into the parts of a formula. */
export class Description {
  readonly parts: Option[] = [];
  /** Tensors that are too large to be written down, by the names that stand for them. */
  readonly #constants: Map<Tensor, string> = new Map();
  readonly #names: Set<string>;
  readonly #forms: Map<number, Forms>;
  readonly #uses: Map<number, number> = new Map();
  /** Values that are used in the shape that they have, not only reshaped. */
  readonly #unshaped: Set<number> = new Set();
  readonly #given: ReadonlyMap<Tensor, string>;

  /**
   * @param leaves - the names of the slots that a program begins with
   * @param given - names of constants
   */
  constructor(
    leaves: ReadonlyMap<number, { name: string; shape: readonly number[] }>,
    given: ReadonlyMap<Tensor, string>,
  ) {
    this.#forms = new Map(Array.from(leaves, ([slot, { name, shape }]) => [slot, [nameOf(name, shape)] as const]));
    this.#names = new Set([...Array.from(leaves.values(), ({ name }) => name), ...given.values()]);
    this.#given = given;
  }

  /** Writes the lines that a result depends on, and the result. */
  formula(lines: readonly Line[], result: number, value: Tensor): Term {
    this.#count(lines, result);
    for (const line of lines) if (this.#isUsed(line)) this.#write(line);
    return result === CONSTANT ? this.#constant(value)[0] : inShape(this.#forms.get(result) as Forms, value.shape);
  }

  /** How often each value is written, counted from the result on. Reshaped, it is the same value. */
  #count(lines: readonly Line[], result: number): void {
    const add = (slot: number, uses: number): void => void this.#uses.set(slot, (this.#uses.get(slot) ?? 0) + uses);
    add(result, 1);
    this.#unshaped.add(result);
    for (const line of lines.toReversed()) {
      if (!this.#isUsed(line)) continue;
      const reshape = transparent.includes(line.rule.name);
      for (const slot of inputsOf(line)) {
        add(slot, reshape ? (this.#uses.get(line.slot) ?? 0) : 1);
        if (!reshape) this.#unshaped.add(slot);
      }
    }
  }

  #isUsed(line: Line): boolean {
    return outputsOf(line).some((_, k) => (this.#uses.get(line.slot + k) ?? 0) > 0);
  }

  #write(line: Line): void {
    const { rule, attributes = {}, primals, inputs, y, slot } = line;
    const args = primals.map((x, k) => (inputs[k] === CONSTANT ? this.#constant(x) : this.#forms.get(inputs[k])));
    const spelled = {
      name: rule.name,
      // What is not written needs no form.
      args: args.map((forms, k) => forms ?? ([nameOf("…", primals[k].shape)] as const)),
      shapes: primals.map(({ shape }) => shape),
      attributes: attributes as Attributes,
      shape: isTensor(y) ? y.shape : [],
    };
    const spelling = Object.hasOwn(spellings, rule.name) ? spellings[rule.name] : undefined;
    const forms = spelling?.(spelled) ?? anyCall({ ...spelled, name: publicName(line) });
    if (isTensor(y)) {
      this.#forms.set(slot, transparent.includes(rule.name) ? forms : this.#named(forms, slot));
      return;
    }
    const outputs = Object.entries(y);
    const several = outputs.filter((_, k) => (this.#uses.get(slot + k) ?? 0) > 0).length > 1;
    const whole = several ? this.#part(forms) : forms;
    for (const [k, [key, part]] of outputs.entries()) {
      const scalar = rule.name === "invQuadLogdet" && part.shape.length === 1 && part.shape[0] === 1;
      this.#forms.set(slot + k, this.#named(outputOf(whole, key, scalar ? [] : part.shape), slot + k));
    }
  }

  /** A value that is used several times, or is deep, becomes a part with a name. */
  #named(forms: Forms, slot: number): Forms {
    const [best] = forms;
    const often = (this.#uses.get(slot) ?? 0) > 1 && best.depth > 1;
    if (!often && best.depth < DEEP) return forms;
    const last = forms[forms.length - 1];
    return this.#part(this.#unshaped.has(slot) ? [last] : forms);
  }

  #part([best]: Forms): Forms {
    const name = this.#free("s");
    this.parts.push({ name, value: best, start: 0, end: 0 });
    return [nameOf(name, best.shape)];
  }

  #constant(x: Tensor): Forms {
    const name = this.#given.get(x) ?? this.#constants.get(x);
    if (name !== undefined) return [nameOf(name, x.shape)];
    if (!isTraced(x) && x.ndim === 0) return [numberOf(x.item())];
    if (!isTraced(x) && x.size > 1 && x.data.every((value) => value === x.data[0])) {
      return [callOf("full", [x.shape, x.data[0]], x.shape)];
    }
    if (!isTraced(x) && x.size > 0 && x.size <= FEW) {
      const written = callOf("tensor", [x.toArray() as Plain], x.shape);
      // A vector that was made a column or a row is the vector, too.
      return x.size === Math.max(...x.shape) ? [written, callOf("tensor", [[...x.data]], [x.size])] : [written];
    }
    const fresh = this.#free("c");
    this.#constants.set(x, fresh);
    return [nameOf(fresh, x.shape)];
  }

  /** A name that nothing has yet. */
  #free(letter: string): string {
    let k = 1;
    while (this.#names.has(`${letter}${k}`)) k++;
    this.#names.add(`${letter}${k}`);
    return `${letter}${k}`;
  }
}

/**
 * The name of a rule, if it is the function of that name that a user calls. Otherwise a name that reads back as nothing: a
 * function may consist of several rules, one of which has its name.
 */
function publicName({ rule, primals, y, attributes }: Line): string {
  const { name } = rule;
  const scope = defaultScope();
  if (inner.includes(name)) return `${name}Rule`;
  if (!rule.builtIn || !(name in scope) || attributes !== undefined || primals.some(isTraced)) return name;
  try {
    const again = (scope[name] as (...xs: readonly Tensor[]) => unknown)(...primals);
    const same = !isTensor(y) || !isTensor(again) || (sameShape(again.shape, y.shape) && sameNumbers(again, y));
    return same ? name : `${name}Rule`;
  } catch {
    return `${name}Rule`;
  }
}

/** Rules of functions that are not in the scope, and are told other things than those. */
const inner: readonly string[] = ["besselK", "matern", "periodic", "rationalQuadratic"];

function sameNumbers(x: Tensor, y: Tensor): boolean {
  return x.data.every((value, k) => Object.is(value, y.data[k]));
}

/** The arguments that are written. */
function inputsOf({ rule, inputs }: Line): readonly number[] {
  const positions = Object.hasOwn(written, rule.name) ? written[rule.name] : undefined;
  return positions === undefined || inputs.length === 1 ? inputs : positions.map((k) => inputs[k]);
}
