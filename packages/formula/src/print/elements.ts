import type { Node } from "../grammar/node.ts";
import { type Forms, plainArgs, type Spelled } from "./spelling.ts";
import { textOf } from "./text.ts";
import { callOf, numberOf, term } from "./tree.ts";

/** x[a:b, …], or x[a, …] where one entry is taken. */
export function ranges(line: Spelled): Forms {
  const [x] = plainArgs(line);
  const { starts = [], steps = [], shape = [] } = line.attributes;
  const lead = x.shape.length - starts.length;
  const items = starts.map((start, k) => {
    const [count, step, length] = [shape[k], steps[k], x.shape[lead + k]];
    const stop = start + count * step;
    const whole = count === length && (step === 1 || (step === -1 && count > 0));
    const from = whole || (start === 0 && step > 0) ? undefined : numberOf(start);
    const to = whole || (step > 0 ? stop >= length : stop < 0) ? undefined : numberOf(stop);
    const bounds = step === 1 ? [from, to] : [from, to, numberOf(step)];
    return { kind: "range" as const, bounds, start: 0, end: 0 };
  });
  const rest = lead > 0 ? [{ kind: "rest" as const, start: 0, end: 0 }] : [];
  const inner = items.flatMap(({ bounds }) => bounds.filter((bound) => bound !== undefined));
  const kept = term({ kind: "index", of: x, items: [...rest, ...items] }, line.shape, x, ...inner);
  const single = starts.map((_, k) => shape[k] === 1 && x.shape[lead + k] > 1);
  if (!single.includes(true)) return [kept];
  const picked = items.map((item, k) =>
    single[k] ? { kind: "at" as const, value: numberOf(starts[k]), start: 0, end: 0 } : item,
  );
  const left = line.shape.filter((_, k) => k < lead || !single[k - lead]);
  return [term({ kind: "index", of: x, items: [...rest, ...picked] }, left, x, ...inner), kept];
}

/** The sort of x is written down as its elements at the places that sort them; others are taken from x as one axis. */
export function gathered(line: Spelled): Forms | undefined {
  const [x, places] = plainArgs(line);
  if (places.kind === "call" && orders.includes(places.callee.name)) {
    const [of] = places.args;
    const axis = places.options.find(({ name }) => name === "axis")?.value;
    const same = textOf(of) === textOf(x) && axis !== undefined;
    if (same) return [callOf(places.callee.name, [x], line.shape, { axis: numberIn(axis) })];
  }
  const { axes } = line.attributes as { readonly axes?: unknown };
  return axes === x.shape.length ? [callOf("take", [x, places], line.shape)] : undefined;
}

/** What is NaN by a choice is the choice itself: only its derivative is taken from elsewhere. */
export function chosen(line: Spelled): Forms {
  const [condition, x, y] = plainArgs(line);
  const [missing] = argsOf("nanMask", condition);
  const same = missing !== undefined && argsOf("chosenFrom", x).length > 0 && textOf(missing) === textOf(y);
  return [same ? y : callOf("where", [condition, x, y], line.shape)];
}

function argsOf(name: string, node: Node): readonly Node[] {
  return node.kind === "call" && node.callee.name === name ? node.args : [];
}

const orders: readonly string[] = ["sort", "cummax", "cummin"];

function numberIn(node: Node): number | undefined {
  if (node.kind === "number") return node.value;
  const inner = node.kind === "prefix" ? numberIn(node.of) : undefined;
  return inner === undefined ? undefined : -inner;
}
