import { ArgumentError, arange, ShapeError, type Tensor } from "@wengert/array";
import { showShape, sizeOf } from "@wengert/array/author";
import { less, slice, where } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import {
  bind,
  isDifferentiated,
  isTraced,
  type Leaves,
  leavesOf,
  MissingRuleError,
  outputsOf,
  partialLeavesOf,
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
import { parted } from "./parts.ts";
import { type Asked, type Cells, OP, Walker } from "./walker.ts";

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
  /** The carries that the steps began with: [maxSteps, …], the first one at the places of steps that were not taken. */
  readonly carries: readonly Tensor[];
}

/** Repeats a body, as one operation. */
export function repeat({ condition, body, maxSteps, keeps }: Repetition, init: Leaves): Repeated {
  const none = leavesOf(OP, null).structure;
  const test = new Cell(OP, (carry) => [carry, truth(condition(carry))], init, none, []);
  expectOne(test.outputs);
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

function expectOne({ values }: Leaves): void {
  if (values.length !== 1) {
    throw new ArgumentError(
      `${OP}: the condition must return a boolean, a number or a scalar Tensor, not ${values.length} values.`,
      OP,
    );
  }
  const [{ shape }] = values;
  if (sizeOf(shape) === 1) return;
  throw new ShapeError(
    `${OP}: the condition returned shape ${showShape(shape)}, and must return one number. Say any(…) or all(…) of them.`,
    OP,
  );
}

/** What a condition said, as a value: JavaScript's booleans are numbers here. */
function truth(said: Value | boolean): Value {
  return typeof said === "boolean" ? Number(said) : said;
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
  const parts = <T>(list: readonly T[]): Asked<T> => {
    const { outside, carry: asked, inputs } = parted(list, step.handles.length, test.handles.length);
    return { outside, asked, carry: inputs, inputs: [] };
  };
  const walker = new Walker({ test, step }, differentiated);
  return markLoop(
    ruleOf({
      name: OP,
      composite: true,
      impl: (xs) => outputsOf(walker.walk(parts(xs as readonly Tensor[]), maxSteps, kept)),
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
          partialLeavesOf(OP, init),
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
    () => walker.bytes,
  );
}

/** The same loop, whose steps do nothing from number `count` on: they are taken at the first carry, and what comes of them is not. */
function masked<Result>(loop: Derived<Result>, count: Tensor, length: number): Derived<Result> {
  const step = (state: never, { active, entry }: { readonly active: Tensor; readonly entry: never }) => {
    const [next, y] = loop.step(state, entry);
    return [map((after: Tensor, before: Tensor) => where(active, after, before), next, state), y] as const;
  };
  return { ...loop, step: step as never, xs: { active: less(arange(length), count), entry: loop.xs } };
}

function unbounded(): MissingRuleError {
  return new MissingRuleError(
    `${OP}: reverse mode keeps the carry of each step, so it must know how many there are at most: say {maxSteps}. For few ` +
      "parameters forwardDiff(...) does without; a loop whose number of steps is known is scan or forLoop.",
    OP,
  );
}
