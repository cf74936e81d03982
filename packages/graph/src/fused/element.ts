import { presenceOf, sizeOf } from "@wengert/array/author";
import type { Elements, Rule, Spelled } from "@wengert/trace";
import type { Program, Slot, Step } from "../capture/program.ts";
import { type Cell, Cells } from "../cells/cells.ts";
import { elementwise, spellingOf } from "../cells/spell.ts";
import type { Group } from "./groups.ts";

/** What a loop reads: a value from outside, as it stands or broadcast to some shape. */
export interface Operand {
  readonly slot: Slot;
  readonly own: readonly number[];
  readonly shape: readonly number[];
  readonly cell: Cell;
}

/** What a loop gives out: the elements of a value, or sums of them. */
export interface Output {
  readonly slot: Slot;
  readonly cell: Cell;
  /** Whether it depends, where that is asked. */
  readonly mark: Cell | undefined;
  readonly summed: boolean;
}

/** One element of a loop: how it is computed, from what, and what is kept of it. */
export interface Element {
  readonly cells: Cells;
  readonly operands: readonly Operand[];
  readonly outputs: readonly Output[];
}

interface Known {
  readonly cell: Cell;
  readonly mark: Cell | undefined;
}

/** The element of a loop; undefined where one of its steps cannot be said so. @param wanted - the values that others read */
export function elementOf(group: Group, program: Program, wanted: ReadonlySet<Slot>): Element | undefined {
  const maker = new Maker(program, group.size);
  const outputs: Output[] = [];
  for (const step of group.steps) {
    const [slot] = step.outputs;
    const found = maker.add(step);
    if (found === undefined) return undefined;
    if (wanted.has(slot)) outputs.push({ slot, ...found });
  }
  // A condition on which numbers hold is asked in straight code only.
  if (maker.cells.required.length > 0) return undefined;
  return { cells: maker.cells, operands: maker.operands, outputs };
}

class Maker {
  readonly cells: Cells = new Cells();
  readonly operands: Operand[] = [];
  readonly #known = new Map<Slot, Known>();
  /** What is added up. */
  readonly #summed = new Map<Slot, Known>();
  readonly #read = new Map<string, Known>();
  readonly #program: Program;
  readonly #size: number;

  constructor(program: Program, size: number) {
    this.#program = program;
    this.#size = size;
    // The first cell: comparisons give it.
    this.cells.constant(1);
  }

  /** The element of a step's value, or what is added up. */
  add(step: Step): (Known & { readonly summed: boolean }) | undefined {
    const { rule, inputs, outputs, attributes } = step;
    const { shapes } = this.#program;
    const spelling = (rule as Rule).spelling;
    if (typeof spelling !== "object") return undefined;
    const sums = this.#summed.get(inputs[0]);
    if (sums !== undefined)
      return this.#keep(step, { ...sums, mark: "small" in spelling ? sums.mark : undefined }, true);
    if ("small" in spelling) {
      const large = spelling.large(shapes[inputs[0]], attributes);
      if (large === undefined) return undefined;
      const summed = Array.isArray(large);
      const shape = summed ? shapes[inputs[0]] : shapes[outputs[0]];
      const xs = inputs.map((slot) => this.#value(slot, shape));
      if (summed || large === "repeat") return this.#keep(step, xs[0], summed);
      const small = spellingOf(spelling);
      const made = typeof small === "function" ? small(xs.map(asElements), this.cells, attributes) : undefined;
      if (made === undefined || Array.isArray(made)) return undefined;
      const { cells, presence } = made as Spelled;
      return this.#keep(step, { cell: cells[0], mark: presence?.[0] }, false);
    }
    const xs = inputs.map((slot) => this.#value(slot, shapes[outputs[0]]));
    const { below, long } = spelling;
    if (below === undefined || this.#size < below) {
      const made = elementwise(rule as Rule, spelling, xs.map(asElements), [1], this.cells);
      return made && this.#keep(step, { cell: made.cells[0], mark: made.presence?.[0] }, false);
    }
    const cell = long?.(
      this.cells,
      xs.map(({ cell }) => cell),
      inputs.map((slot) => this.#number(slot)),
    );
    return cell === undefined ? undefined : this.#keep(step, { cell, mark: undefined }, false);
  }

  #keep({ outputs }: Step, known: Known, summed: boolean): Known & { readonly summed: boolean } {
    const mark = known.mark !== undefined && this.#isOne(known.mark) ? undefined : known.mark;
    (summed ? this.#summed : this.#known).set(outputs[0], { cell: known.cell, mark });
    return { cell: known.cell, mark, summed };
  }

  #isOne(cell: Cell): boolean {
    return this.cells.all.is(cell, 1);
  }

  /** A constant that is one number. */
  #number(slot: Slot): number | undefined {
    const x = this.#program.constants.get(slot);
    return x?.size === 1 && presenceOf(x) === undefined ? x.item() : undefined;
  }

  /** An element of a value that a step of that shape reads. */
  #value(slot: Slot, shape: readonly number[]): Known {
    const inside = this.#known.get(slot);
    if (inside !== undefined) return inside;
    const own = this.#program.shapes[slot];
    const x = this.#program.constants.get(slot);
    if (x?.size === 1) {
      const presence = presenceOf(x);
      const mark = presence === undefined ? undefined : this.cells.constant(presence.item() === 0 ? 0 : 1);
      return { cell: this.cells.constant(x.item()), mark };
    }
    // Of as many elements, or of one, the shape does not matter.
    const plain = sizeOf(own) === this.#size || sizeOf(own) === 1;
    const key = plain ? String(slot) : `${slot} ${shape.join(" ")}`;
    let found = this.#read.get(key);
    if (found === undefined) {
      const cell = this.cells.input();
      found = { cell, mark: undefined };
      this.#read.set(key, found);
      this.operands.push({ slot, own, shape, cell });
    }
    return found;
  }
}

function asElements({ cell, mark }: Known): Elements {
  return { shape: [1], cells: [cell], presence: mark === undefined ? undefined : [mark] };
}
