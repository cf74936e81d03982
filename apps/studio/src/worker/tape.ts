import type { Tree } from "@wengert/gp-app/model";
import { bind, bindBelow, Interpreter, isTraced, type Outputs, type Rule, Traced, within } from "@wengert/trace";
import { flatten, unflatten } from "@wengert/tree";
import { add, isTensor, ones, type Tensor, type Value, vjp, withGradient } from "wengert";
import { Objective } from "./objective.ts";
import type { TapeAnswer, TapeLine } from "./pictures.ts";
import type { Task } from "./protocol.ts";

/** Each operation is timed so often, and the shortest counts. */
const repeats = 3;

interface Noted {
  readonly rule: Rule;
  readonly primals: readonly Tensor[];
  readonly inputs: readonly number[];
  readonly attributes: object | undefined;
  readonly y: Outputs;
}

/** Writes down each operation on the values that it follows: what the tape of a gradient has, too. */
class List extends Interpreter {
  override readonly differentiates: boolean = true;
  readonly noted: Noted[] = [];

  follow(x: Tensor, mark: number): Tensor {
    return new Traced(this, x, mark);
  }

  override process(rule: Rule, args: Tensor[], attributes: object | undefined): Outputs {
    const primals = args.map((x) => this.lower(x));
    const y = bindBelow(this, rule, primals, attributes);
    const inputs = args.map((x) => (isTraced(x) && x.interpreter === this ? (x.mark as number) : -1));
    const number = this.noted.push({ rule, primals, inputs, attributes, y }) - 1;
    if (isTensor(y)) return this.follow(y, number);
    return Object.fromEntries(Object.entries(y).map(([key, part]) => [key, this.follow(part, number)]));
  }
}

/** The operations of one evaluation of the objective, with what each takes of time and memory. */
export function tapeAnswer(task: Task): TapeAnswer {
  const objective = new Objective(task);
  const list = new List();
  within(list, () => {
    const { leaves, structure } = flatten(objective.theta);
    const followed = objective.tags.map((tag, i) => list.follow(add(tag.value, 0), -2 - i));
    const theta = unflatten<Tree<Value>>(
      structure,
      leaves.map((_, i) => followed[i]),
    );
    return objective.value(theta);
  });
  const value = shortest(() => objective.value());
  return {
    lines: list.noted.map(lineOf),
    value,
    valueAndGradient: shortest(() => withGradient(() => objective.value(), objective.params)),
  };
}

function lineOf({ rule, primals, inputs, attributes, y }: Noted): TapeLine {
  const parts = isTensor(y) ? [y] : Object.values(y);
  return {
    op: rule.name,
    inputs,
    shapes: primals.map(shapeText),
    shape: parts.map(shapeText).join(" "),
    forward: shortest(() => bind(rule, primals, attributes)),
    backward: backwardTime(rule, primals, inputs, attributes, y),
    bytes: parts.reduce((total, part) => total + 8 * part.size, 0),
  };
}

/** How long it takes to pull a cotangent back through one operation, to those arguments that depend on parameters. */
function backwardTime(
  rule: Rule,
  primals: readonly Tensor[],
  inputs: readonly number[],
  attributes: object | undefined,
  y: Outputs,
): number | undefined {
  if (!isTensor(y)) return undefined;
  const places = inputs.flatMap((input, i) => (input === -1 ? [] : [i]));
  const [, pullback] = vjp(
    (...xs: readonly Tensor[]) => {
      const args = primals.map((x, i) => (places.includes(i) ? xs[places.indexOf(i)] : x));
      return bind(rule, args, attributes) as Tensor;
    },
    ...places.map((i) => primals[i]),
  );
  const ybar = ones(y.shape);
  return shortest(() => pullback(ybar));
}

function shapeText({ shape }: Tensor): string {
  return shape.length === 0 ? "scalar" : shape.join("×");
}

/** Clocks of browsers are coarse: what takes less than this, in milliseconds, is done many times over. */
const coarse = 2;
const many = 200;

function shortest(f: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  let count = 1;
  for (let i = 0; i < repeats; i++) {
    const began = performance.now();
    for (let k = 0; k < count; k++) f();
    const each = (performance.now() - began) / count;
    if (i === 0 && each < coarse) count = Math.min(many, Math.ceil(coarse / Math.max(each, coarse / many)));
    else least = Math.min(least, each);
  }
  return least;
}
