import type { Tensor } from "@wengert/array";
import { elementsOf, fromData, presenceOf, sizeOf, withPresence } from "@wengert/array/author";
import { bind } from "./bind.ts";
import type { Outputs, Rule } from "./contract.ts";
import { builtInRuleOf } from "./rulekinds.ts";
import { zerosLike } from "./tangent.ts";

/*
 * What `for (const row of x)` and `const [a, b] = x` give of a traced value. It belongs to the contract, since a Tensor is iterable
 * without any op.
 */

interface Last {
  /** How many last axes are meant: of the tensor that is taken apart, or of each part. */
  readonly axes: number;
}

/** The entries of a traced value along its first axis. All are taken at once, so a pullback joins them once. */
export function rowsOf(x: Tensor): readonly Tensor[] {
  return x.shape[0] === 0 ? [] : Object.values(bind(rowsRule, [x], { axes: x.ndim }) as Record<string, Tensor>);
}

/**
 *     jvp   dyᵢ = row i of dx
 *     vjp   x̄ = ȳ₀, ȳ₁, … joined, zeros where there is no cotangent
 */
const rowsRule: Rule = /* @__PURE__ */ builtInRuleOf({
  name: "rows",
  impl: (x, o) => takenApart(x as Tensor, o as Last),
  jvp: ([dx], _xs, _y, o) => (dx === undefined ? undefined : bind(rowsRule, [dx], o)),
  vjp: (ybar, _xs, y, o) => {
    const bars = ybar as Readonly<Record<string, Tensor | undefined>>;
    const all = Object.entries(y as Record<string, Tensor>).map(([row, own]) => bars[row] ?? zerosLike(own));
    return [bind(joinRule, all, { axes: (o as Last).axes - 1 })];
  },
  batch: "leading",
  spelling: "moves",
});

/** The transpose of `rows`. */
const joinRule: Rule = /* @__PURE__ */ builtInRuleOf({
  name: "join",
  composite: true,
  impl: (xs, o) => joined(xs as readonly Tensor[], o as Last),
  jvp: (dxs, xs, _y, o) =>
    bind(
      joinRule,
      xs.map((x, i) => dxs[i] ?? zerosLike(x)),
      o,
    ),
  vjp: (ybar, _xs, _y, o) => Object.values(bind(rowsRule, [ybar as Tensor], { axes: (o as Last).axes + 1 })),
  batch: "leading",
  spelling: "moves",
});

function takenApart(x: Tensor, { axes }: Last): Outputs {
  const presence = presenceOf(x);
  const lead = x.shape.slice(0, x.ndim - axes);
  const [count, ...own] = x.shape.slice(x.ndim - axes);
  const [blocks, run] = [sizeOf(lead), sizeOf(own)];
  const rows = Array.from({ length: count }, (_, row): [string, Tensor] => {
    const part = ({ data }: Tensor): Tensor => {
      const out = new Float64Array(blocks * run);
      for (let b = 0; b < blocks; b++) {
        const from = (b * count + row) * run;
        out.set(data.subarray(from, from + run), b * run);
      }
      return fromData(out, [...lead, ...own]);
    };
    return [String(row), withPresence(part(x), presence && part(presence))];
  });
  return Object.fromEntries(rows);
}

function joined(xs: readonly Tensor[], { axes }: Last): Tensor {
  const { shape } = xs[0];
  const lead = shape.slice(0, shape.length - axes);
  const own = shape.slice(shape.length - axes);
  const run = sizeOf(own);
  const together = (of: (x: Tensor) => Float64Array): Tensor => {
    const out = new Float64Array(sizeOf(shape) * xs.length);
    for (const [row, x] of xs.entries()) {
      const data = of(x);
      for (let b = 0; b * run < data.length; b++) {
        out.set(data.subarray(b * run, (b + 1) * run), (b * xs.length + row) * run);
      }
    }
    return fromData(out, [...lead, xs.length, ...own]);
  };
  const y = together((x) => elementsOf(x));
  if (xs.every((x) => presenceOf(x) === undefined)) return y;
  return withPresence(
    y,
    together((x) => presenceOf(x)?.data ?? new Float64Array(x.size).fill(1)),
  );
}
