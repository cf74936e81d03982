import type { Tensor } from "@wengert/array";
import { sizeOf } from "@wengert/array/author";
import type { Elements } from "@wengert/trace";
import type { Program, Slot, Step } from "../capture/program.ts";
import type { Cell } from "../cells/cells.ts";
import type { Layout } from "../cells/layout.ts";
import { CellMap, CellSet } from "../cells/sets.ts";
import { StraightCode } from "../wasm/straight.ts";

/** A value that is taken out of memory. */
export interface Box {
  /** Its place among the values that are Tensors. */
  readonly value: number;
  readonly shape: readonly number[];
  readonly places: readonly number[];
  readonly presence: readonly number[] | undefined;
}

/** What is given from outside, or by a call: a Tensor. */
export interface Received {
  /** Its place among the values that are Tensors; −1 where nobody asks for it as one. */
  readonly value: number;
  /** Where its numbers are written in memory; −1 where they are not. */
  readonly place: number;
  /** Whether its presence is written behind them. */
  readonly partial: boolean;
  readonly shape: readonly number[];
}

/** One call of an operation, or functions that compute many numbers. */
export interface Action {
  readonly step: Step | undefined;
  /** Of functions, the first, and the one behind the last. */
  readonly from: number;
  readonly to: number;
  /** Where in memory it stands whether the numbers hold; −1 where they always do. */
  readonly holds: number;
  /** What is then taken out of memory. */
  readonly boxes: readonly Box[];
  /** Of a call, its arguments among the values, and its outputs. */
  readonly args: readonly number[];
  readonly outputs: readonly Received[];
}

/** Decides what is where in memory, and writes the code. */
export class Maker {
  readonly code: StraightCode;
  readonly actions: Action[] = [];
  /** The leaves of the arguments, and then the tags. */
  readonly inputs: readonly Received[];
  /** The results and the questions, among the values that are Tensors. */
  readonly results: readonly number[];
  readonly questions: readonly number[];
  /** The values that are Tensors, before a run: constants. */
  readonly values: (Tensor | undefined)[];
  /** What is in memory from the start on. */
  readonly constants: Map<number, number> = new Map();
  readonly #program: Program;
  readonly #layout: Layout;
  readonly #places = new CellMap();
  readonly #ready = new CellSet();
  readonly #numbers: ReadonlyMap<Slot, number>;
  #room = 0;

  constructor(program: Program, layout: Layout) {
    this.#program = program;
    this.#layout = layout;
    const { leaves, tags, results, questions, constants } = program;
    const calls = layout.groups.flatMap((group) => (group.spelled ? [] : group.steps));
    const wanted = wantedAsTensors(program, calls);
    this.#numbers = new Map(Array.from(wanted, (slot, i) => [slot, i]));
    this.values = Array.from(wanted, (slot) => constants.get(slot));
    this.results = results.map((slot) => this.#numberOf(slot));
    this.questions = questions.map(({ slot }) => this.#numberOf(slot));
    this.inputs = [...leaves, ...tags.flatMap(({ slot }) => (slot === undefined ? [] : [slot]))].map((slot) => {
      for (const cell of this.#given(slot)) this.#ready.add(cell);
      return this.#received(slot);
    });
    const outputs = new Map(calls.map((step) => [step, step.outputs.map((slot) => this.#received(slot))]));
    this.#placeConstants();
    this.code = new StraightCode(layout.cells, this.#places, this.#room);
    this.#addActions(outputs, wanted);
  }

  #addActions(outputs: ReadonlyMap<Step, readonly Received[]>, wanted: ReadonlySet<Slot>): void {
    const { groups } = this.#layout;
    const lastUse = new Map<Slot, number>();
    for (const [g, { steps, spelled }] of groups.entries())
      if (spelled) for (const { inputs } of steps) for (const slot of inputs) lastUse.set(slot, g);
    for (const [g, { steps, spelled, holds }] of groups.entries()) {
      const own = steps.flatMap((step) => step.outputs);
      if (!spelled) {
        const [step] = steps;
        const args = step.inputs.map((slot) => this.#numberOf(slot));
        this.actions.push({
          step,
          from: 0,
          to: 0,
          holds: -1,
          boxes: [],
          args,
          outputs: outputs.get(step) as readonly Received[],
        });
        for (const slot of own) for (const cell of this.#given(slot)) this.#ready.add(cell);
        continue;
      }
      const out = own.filter((slot) => wanted.has(slot));
      const later = own.filter((slot) => (lastUse.get(slot) ?? -1) > g);
      const cells = [...out, ...later].flatMap((slot) => this.#cellsOf(slot));
      const [from, to] = this.code.add([...cells, holds], this.#ready);
      const boxes = out.map((slot) => this.#box(slot));
      this.actions.push({
        step: undefined,
        from,
        to,
        holds: this.#places.get(holds),
        boxes,
        args: [],
        outputs: [],
      });
    }
  }

  #numberOf(slot: Slot): number {
    return this.#numbers.get(slot) ?? -1;
  }

  /** The cells of a value that is written to memory when it is given. */
  #given(slot: Slot): readonly Cell[] {
    return this.#layout.inputs.has(slot) ? this.#cellsOf(slot) : [];
  }

  #received(slot: Slot): Received {
    const cells = this.#given(slot);
    if (cells.length > 0 && !this.#places.has(cells[0])) for (const cell of cells) this.#places.set(cell, this.#room++);
    const place = cells.length === 0 ? -1 : this.#places.get(cells[0]);
    const shape = this.#program.shapes[slot];
    return { value: this.#numberOf(slot), place, partial: cells.length > sizeOf(shape), shape };
  }

  #placeConstants(): void {
    const { all } = this.#layout.cells;
    const place = (cell: Cell): void => {
      if (!all.isConstant(cell) || this.#places.has(cell)) return;
      this.#places.set(cell, this.#room);
      this.#ready.add(cell);
      this.constants.set(this.#room++, all.valueOf(cell));
    };
    // What always holds need not be asked for.
    for (const { holds } of this.#layout.groups) if (all.valueOf(holds) === 0) place(holds);
    for (const slot of this.#layout.elements.keys()) {
      if (!this.#numbers.has(slot)) continue;
      for (const cell of this.#cellsOf(slot)) place(cell);
    }
  }

  #cellsOf(slot: Slot): readonly Cell[] {
    const own = this.#layout.elements.get(slot);
    return own === undefined ? [] : [...own.cells, ...(own.presence ?? [])];
  }

  #box(slot: Slot): Box {
    const { shape, cells, presence } = this.#layout.elements.get(slot) as Elements;
    const placesOf = (list: readonly Cell[]): number[] => list.map((cell) => this.#places.get(cell));
    return { value: this.#numberOf(slot), shape, places: placesOf(cells), presence: presence && placesOf(presence) };
  }
}

/** What of a `Maker` a plan runs by. */
export type Recipe = Pick<Maker, "inputs" | "actions" | "questions" | "results" | "values">;

/** What is wanted as a Tensor: by calls, questions, and as a result. */
function wantedAsTensors({ results, questions }: Program, calls: readonly Step[]): ReadonlySet<Slot> {
  const slots = new Set<Slot>([...results, ...questions.map(({ slot }) => slot)]);
  for (const { inputs } of calls) for (const slot of inputs) slots.add(slot);
  return slots;
}
