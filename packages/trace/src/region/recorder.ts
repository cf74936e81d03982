import type { Tensor } from "@wengert/array";
import { isFollowed, withoutDerivatives } from "../beneath.ts";
import { bindBelow } from "../bind.ts";
import type { Outputs, Rule } from "../contract.ts";
import { lookUp, standsForTraced } from "../environment.ts";
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
  readonly #shown: Map<Handle, Traced> = new Map();
  readonly #bare: number;
  readonly #derivativesOnly: boolean;

  /**
   * @param bare - the depth up to which derivatives are not followed, but part of the values that are shown
   * @param derivativesOnly - whether values that are only written down further out are constants
   */
  constructor(bare: number = 0, derivativesOnly: boolean = bare > 0) {
    super();
    this.#bare = bare;
    this.#derivativesOnly = derivativesOnly;
  }

  /**
   * The depth up to which derivatives cannot be followed from here, if some have been. A value that an interpreter of values
   * traces (one for each element of a batch) is computed inside of all that is further out than this interpreter. Who
   * followed derivatives there would get what belongs further inside.
   */
  get crossed(): number | undefined {
    let depth = 0;
    for (const x of this.constants.values()) depth = Math.max(depth, depthOf(x));
    for (const x of this.#shown.values()) depth = Math.max(depth, depthOf(x.primal));
    for (const x of this.followed.values()) {
      if (withoutDerivatives(x) !== withoutDerivatives(x, depth)) return depth;
    }
    return undefined;
  }

  /** A value in place of one that may be differentiated further out. */
  show(x: Tensor): Traced {
    const shown = withoutDerivatives(x, this.#bare);
    if (shown !== x) keep(shown);
    return new Traced(this, shown, x);
  }

  /**
   * Follows a constant of this depth as well, if there is one. Whoever computes an operation on all that is followed then comes
   * to the interpreter of that depth, not to derivatives further out.
   */
  follow(depth: number): void {
    for (const [handle, x] of this.constants) {
      if (depthOf(x) !== depth) continue;
      this.followed.set(handle, x);
      this.constants.delete(handle);
      return;
    }
  }

  override process(rule: Rule, args: Tensor[], attributes: object | undefined): Outputs {
    const xs = args.map((x) => this.lower(x));
    const y = bindBelow(this, rule, xs, attributes);
    return outputsLike(
      y,
      partsOf(y).map((part) => this.raised(part as Tensor)),
    ) as Outputs;
  }

  /** What was computed one level down. There a region gives back what it has computed in its first run, which was here, or further inside. */
  protected raised(y: Tensor): Tensor {
    let at = y;
    while (isTraced(at) && at.interpreter.differentiates && at.interpreter.depth >= this.depth) at = at.primal;
    return new Traced(this, at, undefined);
  }

  /** Whether what a handle stands for is the same whenever the function runs. */
  protected isConstant(x: Tensor): boolean {
    return x === withoutDerivatives(x, this.#bare) && (this.#derivativesOnly || !isWrittenDown(x));
  }

  override lookup(handle: Handle): Tensor | undefined {
    const known = super.lookup(handle) ?? this.#shown.get(handle) ?? this.constants.get(handle);
    if (known !== undefined) return known;
    const found = lookUp(handle, this.beneath);
    if (found === undefined) return undefined;
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
    return this.followed.has(tag) || standsForTraced(this.constants, tag);
  }

  override rowsOf(x: Tensor): readonly Tensor[] {
    return rowsOf(x);
  }
}

/**
 * Whether a value stands in a program that is written down. Code that reads numbers is run beneath that program, where such a value is an
 * argument like any other.
 */
function isWrittenDown(x: Tensor): boolean {
  return isTraced(x) && (x.interpreter.records || x.interpreter instanceof ValueRecorder);
}

function depthOf(x: Tensor): number {
  return isTraced(x) ? x.interpreter.depth : 0;
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
