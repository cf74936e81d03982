import { ArgumentError, type Tensor, zeros } from "@wengert/array";
import { stack, take } from "@wengert/ops";
import {
  bind,
  isDifferentiated,
  isTraced,
  type Leaves,
  outputsOf,
  partialLeavesOf,
  partsOf,
  type Rule,
  rowsOf,
  ruleOf,
  withoutDerivatives,
} from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { Cell, type Step } from "./cell.ts";
import { type Derived, pulled, pushed, withCarry } from "./derived.ts";
import { areNumbers, Kernels } from "./kernels.ts";
import { markLoop } from "./marks.ts";
import { type Extent, type Parts, parted } from "./parts.ts";
import { Stacked } from "./stacked.ts";
import { Stepper } from "./stepper.ts";

/**
 * Runs a step again and again, as one operation.
 *
 * @param init - the carry to begin with
 * @param xs - the inputs; each step gets one entry of each leaf's first axis
 * @returns the last carry and the outputs stacked, as trees
 */
export function loop(
  op: string,
  step: Step,
  init: Leaves,
  xs: Leaves,
  extent: Extent,
): readonly [carry: unknown, ys: unknown] {
  const example = xs.values.map(exampleOf);
  let cell = new Cell(op, step, init, xs.structure, example);
  const { outputs } = cell;
  const [carries, count] = [init.values.length, init.values.length + outputs.values.length];
  if (count === 0) throw new ArgumentError(`${op}: neither the carry nor what a step gives out has any value.`, op);
  const args = [...cell.outside, ...init.values, ...xs.values];
  // The pullback runs at the carries that the steps began with, so they are given out too.
  const differentiated = args.some(isDifferentiated);
  if (differentiated) cell = new Cell(op, withCarry(step), init, xs.structure, example);
  const y = partsOf(bind(loopRule(cell, extent, carries, differentiated), args)) as readonly Tensor[];
  return [unflatten(init.structure, y.slice(0, carries)), unflatten(outputs.structure, y.slice(carries, count))];
}

/** Some entry of an input: its first one, or zeros where it has none. */
function exampleOf(x: Tensor): Tensor {
  return x.shape[0] === 0 ? zeros(x.shape.slice(1)) : take(withoutDerivatives(x), 0, 0);
}

/**
 *     jvp   the loop of the carry and its tangent
 *     vjp   the loop of the carry's cotangent in the other order
 *
 * @param carries - how many leaves the carry has. Where it is differentiated, the last outputs of its steps are the carries
 *   that they begin with
 */
function loopRule(cell: Cell, extent: Extent, carries: number, differentiated: boolean): Rule {
  const { op } = cell;
  const parts = <T>(list: readonly T[]): Parts<T> => parted(list, cell.handles.length, carries);
  const stepper = new Stepper(cell, differentiated);
  const kernels = new Kernels((outside, carry, entry) => cell.run(outside, carry, entry), false);
  return markLoop(
    ruleOf({
      name: op,
      composite: true,
      impl: (xs) => outputsOf(walk({ stepper, kernels }, cell, parts(xs as readonly Tensor[]), extent)),
      jvp: (dxs, xs) => outputsOf(run(op, pushed(cell, parts(xs), parts(dxs), extent))),
      vjp: (ybar, xs, y) => (wanted: readonly boolean[]) => {
        const ybars = partsOf(ybar);
        const given = {
          carry: ybars.slice(0, carries),
          ys: ybars.slice(carries),
          carries: (partsOf(y) as readonly Tensor[]).slice(-carries),
        };
        return run(op, pulled(cell, parts(xs), given, parts(wanted), extent));
      },
    }),
    () => stepper.bytes + kernels.bytes,
  );
}

/** A loop that computes a derivative. */
export function run<Result>(op: string, { step, init, xs, extent, read }: Derived<Result>): readonly Result[] {
  const [carry, ys] = loop(op, step, partialLeavesOf(op, init), partialLeavesOf(op, xs), extent);
  return read(carry as never, ys as never);
}

/** The steps, one after the other. As soon as there is code that needs nothing but memory, it runs those that are left. */
function walk(
  { stepper, kernels }: { readonly stepper: Stepper; readonly kernels: Kernels },
  cell: Cell,
  parts: Parts<Tensor>,
  extent: Extent,
): readonly Tensor[] {
  const { outside, carry, inputs } = parts;
  const { length, reverse } = extent;
  const shapes = cell.outputs.values.map(({ shape }) => shape);
  // What the steps have given out, in their order.
  const given: Tensor[][] = shapes.map(() => []);
  const entryAt = (t: number): readonly Tensor[] => inputs.map((x) => take(x, t, 0));
  let rows: readonly (readonly Tensor[])[] | undefined;
  let state = carry;
  let holds = true;
  for (let k = 0; k < length; k++) {
    const t = reverse ? length - 1 - k : k;
    const now = { outside, carry: state, inputs };
    const stage = holds && stepper.isKnown ? kernels.for(now, () => entryAt(t), extent, length - k) : undefined;
    if (stage !== undefined && !given.some((ys) => ys.some(isTraced))) {
      const outputs = given.map((ys, i) => new Stacked(ys, shapes[i], extent, stage.partial[i]));
      const written = outputs.map((y) => y.written);
      const ended = stage.run(now, k, written);
      if (ended !== undefined) return [...ended.carry, ...outputs.map((y) => y.value)];
      // Step by step, the one that does not hold says why.
      holds = false;
    }
    // Loops of one or two steps, and of code, need only some rows.
    if (k > 1 || !areNumbers(inputs)) rows ??= inputs.map(rowsOf);
    const next = stepper.step(outside, state, rows?.map((row) => row[t]) ?? entryAt(t));
    state = next.carry;
    for (const [i, y] of next.ys.entries()) given[i].push(y);
  }
  const stacked = given.map((ys, i) =>
    length === 0 ? zeros([0, ...shapes[i]]) : stack(reverse ? ys.reverse() : ys, 0),
  );
  return [...state, ...stacked];
}
