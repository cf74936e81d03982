import type { Tensor } from "@wengert/array";
import { isFollowed, withoutDerivatives } from "../beneath.ts";
import { bindBelow } from "../bind.ts";
import type { Outputs, Rule } from "../contract.ts";
import { lookUp } from "../environment.ts";
import { below, type Handle } from "../frame.ts";
import { keep } from "../memory.ts";
import { outputsLike, partsOf } from "../outputs.ts";
import { rowsOf } from "../rows.ts";
import type { Tag } from "../tags/tag.ts";
import { Interpreter, isTraced, Traced } from "../traced.ts";

/**
 * Shows values without derivatives in place of all that is differentiated further out, and notes each handle and what
 * it stood for. A function that has run inside one is a closed function of exactly those values.
 *
 * What is computed from them is traced: the function runs again with other values in their place, where something that it
 * kept from this run (in a cache, a variable) would be a constant. Used there, it is an escaped value.
 */
export class Recorder extends Interpreter {
  override readonly differentiates: boolean = true;
  /** Handles that are followed further out, and the traced values that they stood for. */
  readonly followed: Map<Handle, Tensor> = new Map();
  /** What nobody follows: constants of the function, whatever follows them later. */
  readonly constants: Map<Handle, Tensor> = new Map();
  readonly #shown: Map<Handle, Tensor> = new Map();

  /** A value in place of one that may be differentiated further out. */
  show(x: Tensor): Tensor {
    const shown = withoutDerivatives(x);
    if (shown !== x) keep(shown);
    return new Traced(this, shown, x);
  }

  override process(rule: Rule, args: Tensor[], attributes: object | undefined): Outputs {
    const xs = args.map((x) => this.lower(x));
    const y = bindBelow(this, rule, xs, attributes);
    return outputsLike(
      y,
      partsOf(y).map((part) => this.raised(part as Tensor)),
    ) as Outputs;
  }

  /** What was computed one level down. There a region gives back what it has computed in its first run, which was here. */
  protected raised(y: Tensor): Tensor {
    return new Traced(this, this.lower(y), undefined);
  }

  /** Whether what a handle stands for is the same whenever the function runs. */
  protected isConstant(x: Tensor): boolean {
    return x === withoutDerivatives(x);
  }

  override lookup(handle: Handle): Tensor {
    const known = super.lookup(handle) ?? this.#shown.get(handle) ?? this.constants.get(handle);
    if (known !== undefined) return known;
    const found = lookUp(handle, this.beneath);
    if (this.isConstant(found)) {
      this.constants.set(handle, found);
      return found;
    }
    const shown = this.show(found);
    this.followed.set(handle, found);
    this.#shown.set(handle, shown);
    return shown;
  }

  override standsIn(tag: Tag): boolean | undefined {
    return this.followed.has(tag) ? true : this.constants.has(tag) ? false : undefined;
  }

  override rowsOf(x: Tensor): readonly Tensor[] {
    return rowsOf(x);
  }
}

/** One that notes values that are traced but not differentiated as well: of a function that runs with other values in their place, too. */
export class ValueRecorder extends Recorder {
  protected override isConstant(x: Tensor): boolean {
    return !isTraced(x);
  }

  /**
   * Where an interpreter of values is at work further out, all that becomes of a value is part of the function, operations without
   * derivative and regions too. Beneath it they would be taken for something that the function closes over.
   */
  override showsValue(x: Traced): boolean {
    return isTraced(x.primal);
  }

  /** What stands for a value that is only written down further out has no derivative that could be lost. */
  override follows({ mark }: Traced): boolean {
    return mark === undefined || isFollowed(mark);
  }

  /** Code that reads numbers runs further out, where they may be known. */
  override each(
    f: (element: (x: Tensor) => Tensor) => readonly (Tensor | undefined)[],
  ): readonly (Tensor | undefined)[] {
    const parts = below(this, () => f((x) => this.lower(x)));
    return parts.map((part) => part && this.raised(part));
  }
}
