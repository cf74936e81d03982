import { ArgumentError, arange, type Tensor } from "@wengert/array";
import { scalar } from "@wengert/array/author";
import { less, slice, stack, where } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import {
  bind,
  isDifferentiated,
  isTraced,
  type Leaves,
  leavesOf,
  MissingRuleError,
  outputsOf,
  partsOf,
  type Rule,
  ruleOf,
  withoutDerivatives,
} from "@wengert/trace";
import { map } from "@wengert/tree";
import { Cell, type Step } from "./cell.ts";
import { type Derived, pulled, pushed, withCarry } from "./derived.ts";
import { run } from "./loop.ts";
import { markLoop } from "./marks.ts";
import { type Parts, parted } from "./parts.ts";
import { Stepper } from "./stepper.ts";

const OP = "whileLoop";

/** A loop with a condition, its carries as trees. */
export interface Repetition {
  readonly condition: (carry: never) => Value | boolean;
  readonly body: (carry: never) => unknown;
  readonly maxSteps: number | undefined;
  /** Whether the carries that the steps begin with are wanted, whoever differentiates. */
  readonly keeps?: boolean;
}

/** What comes of it, by leaves. */
interface Repeated {
  readonly carry: readonly Tensor[];
  /** The carries that the steps began with: [maxSteps, …], the last one at the places of steps that were not taken. */
  readonly carries: readonly Tensor[];
}

/** Repeats a body, as one operation. */
export function repeat({ condition, body, maxSteps, keeps }: Repetition, init: Leaves): Repeated {
  const none = leavesOf(OP, null).structure;
  const test = new Cell(OP, (carry) => [carry, truth(condition(carry))], init, none, []);
  const once: Step = (carry) => [body(carry), null];
  const step = new Cell(OP, once, init, none, []);
  const args = [...step.outside, ...test.outside, ...init.values];
  const differentiated = args.some(isDifferentiated);
  const kept = maxSteps !== undefined && (keeps === true || differentiated);
  const cells = { test, step: kept ? new Cell(OP, withCarry(once), init, none, []) : step };
  const carries = init.values.length;
  const y = partsOf(bind(repeatRule(cells, maxSteps, kept, carries, differentiated), args)) as readonly Tensor[];
  return { carry: y.slice(1, 1 + carries), carries: y.slice(1 + carries) };
}

/** What a condition said, as a value: JavaScript's booleans are numbers here. */
function truth(said: Value | boolean): Value {
  return typeof said === "boolean" ? Number(said) : said;
}

interface Cells {
  readonly test: Cell;
  readonly step: Cell;
}

/**
 * The number of steps, the last carry, and where kept the carries.
 *
 *     jvp   the loop of the carry and its tangent, with the same condition
 *     vjp   a loop over the carries that are kept, backwards
 */
function repeatRule(
  { test, step }: Cells,
  maxSteps: number | undefined,
  kept: boolean,
  carries: number,
  differentiated: boolean,
): Rule {
  const parts = <T>(list: readonly T[]): Parts<T> & { readonly asked: readonly T[] } => {
    const { outside, carry: asked, inputs } = parted(list, step.handles.length, test.handles.length);
    return { outside, asked, carry: inputs, inputs: [] };
  };
  const steppers = { test: new Stepper(test, differentiated), step: new Stepper(step, differentiated) };
  return markLoop(
    ruleOf({
      name: OP,
      composite: true,
      impl: (xs) => outputsOf(walk(steppers, parts(xs as readonly Tensor[]), maxSteps, kept)),
      jvp: (dxs, xs) => {
        const x = parts(xs);
        const { step: along, init } = pushed(step, x, parts(dxs), { length: 0, reverse: false });
        const again = repeat(
          {
            condition: (({ c }: { readonly c: readonly Tensor[] }) => test.run(x.asked, c, []).ys[0]) as never,
            body: (state) => along(state, { x: [], dx: [] } as never)[0],
            maxSteps,
            keeps: kept,
          },
          leavesOf(OP, init),
        );
        // The leaves of the carry come first, and then its tangent.
        return outputsOf([undefined, ...again.carry.slice(carries), ...again.carries.slice(carries)]);
      },
      vjp: (ybar, xs, y) => (wanted: readonly boolean[]) => {
        if (maxSteps === undefined) throw unbounded();
        const { outside, asked, carry } = parts(xs);
        const [count, ...rest] = partsOf(y) as readonly Tensor[];
        const [, ...ybars] = partsOf(ybar);
        const plain = withoutDerivatives(count);
        const length = isTraced(plain) ? maxSteps : plain.item();
        const first = (x: Tensor): Tensor => slice(x, [0], [length]);
        const given = {
          carry: ybars.slice(0, carries),
          ys: ybars.slice(carries).map((bar) => bar && first(bar)),
          carries: rest.slice(carries).map(first),
        };
        const want = parts(wanted);
        const back = pulled(step, { outside, carry, inputs: [] }, given, want, { length, reverse: false });
        const bars = run(OP, isTraced(plain) ? masked(back, count, length) : back);
        return [...bars.slice(0, outside.length), ...asked.map(() => null), ...bars.slice(outside.length)];
      },
    }),
  );
}

/** The same loop, whose steps do nothing from number `count` on. */
function masked<Result>(loop: Derived<Result>, count: Tensor, length: number): Derived<Result> {
  const step = (state: never, { active, entry }: { readonly active: Tensor; readonly entry: never }) => {
    const [next, y] = loop.step(state, entry);
    return [map((after: Tensor, before: Tensor) => where(active, after, before), next, state), y] as const;
  };
  return { ...loop, step: step as never, xs: { active: less(arange(length), count), entry: loop.xs } };
}

function walk(
  { test, step }: { readonly test: Stepper; readonly step: Stepper },
  {
    outside,
    asked,
    carry,
  }: { readonly outside: readonly Tensor[]; readonly asked: readonly Tensor[]; readonly carry: readonly Tensor[] },
  maxSteps: number | undefined,
  kept: boolean,
): readonly Tensor[] {
  const carries: Tensor[][] = kept ? carry.map(() => []) : [];
  let state = carry;
  let count = 0;
  for (; holds(test.step(asked, state, []).ys[0], count); count++) {
    if (count === maxSteps) throw tooFar(maxSteps);
    for (const [i, all] of carries.entries()) all.push(state[i]);
    state = step.step(outside, state, []).carry;
  }
  const stacked = carries.map((all, i) => {
    while (all.length < (maxSteps as number)) all.push(state[i]);
    return stack(all, 0);
  });
  return [scalar(count), ...state, ...stacked];
}

/** @throws {ArgumentError} for NaN, which neither holds nor does not: a loop that ended there would look as if it had arrived */
function holds(said: Tensor, count: number): boolean {
  const value = said.item();
  if (!Number.isNaN(value)) return value !== 0;
  throw new ArgumentError(
    `${OP}: the condition is NaN after ${count} steps, so whether to go on is not known. A comparison, such as greater(x, 0), ` +
      "says 0 or 1 of any number.",
    OP,
  );
}

function tooFar(maxSteps: number): ArgumentError {
  return new ArgumentError(
    `${OP}: the condition still holds after ${maxSteps} steps. Say a larger maxSteps, or let the condition end the loop.`,
    OP,
  );
}

function unbounded(): MissingRuleError {
  return new MissingRuleError(
    `${OP}: reverse mode keeps the carry of each step, so it must know how many there are at most: say {maxSteps}. For few ` +
      "parameters forwardDiff(...) does without; a loop whose number of steps is known is scan or forLoop.",
    OP,
  );
}
