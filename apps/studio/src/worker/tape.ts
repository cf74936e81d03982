import type { Tree } from "@wengert/gp-app/model";
import { bind, bindBelow, Interpreter, isTraced, type Outputs, type Rule, Traced, within } from "@wengert/trace";
import { flatten, unflatten } from "@wengert/tree";
import { add, isTensor, ones, type Tensor, type Value, vjp, withGradient } from "wengert";
import { Objective } from "./objective.ts";
import type { TapeAnswer, TapeLine } from "./pictures.ts";
import type { Task } from "./protocol.ts";
import { shortest } from "./timing.ts";

/** Milliseconds for the ratio of value and gradient, which everything else on the machine disturbs. */
const patience = 1500;

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
  const lines = list.noted.map(lineOf);
  const value = (): unknown => objective.value();
  const gradient = (): unknown => withGradient(() => objective.value(), objective.params);
  const times = shortest([value, gradient], patience);
  return { lines, value: times[0], valueAndGradient: times[1] };
}

function lineOf({ rule, primals, inputs, attributes, y }: Noted): TapeLine {
  const parts = isTensor(y) ? [y] : Object.values(y);
  const pull = pullbackOf(rule, primals, inputs, attributes, y);
  const push = () => bind(rule, primals, attributes);
  const [forward, backward] = shortest(pull === undefined ? [push] : [push, pull]);
  return {
    op: rule.name,
    inputs,
    shapes: primals.map(shapeText),
    shape: parts.map(shapeText).join(" "),
    forward,
    backward,
    bytes: parts.reduce((total, part) => total + 8 * part.size, 0),
  };
}

/** Pulls a cotangent back through one operation, to those arguments that depend on parameters. */
function pullbackOf(
  rule: Rule,
  primals: readonly Tensor[],
  inputs: readonly number[],
  attributes: object | undefined,
  y: Outputs,
): (() => unknown) | undefined {
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
  return () => pullback(ybar);
}

function shapeText({ shape }: Tensor): string {
  return shape.length === 0 ? "scalar" : shape.join("×");
}
