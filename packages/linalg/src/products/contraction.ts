import type { Tensor } from "@wengert/array";
import { broadcastShapes } from "@wengert/array/author";
import { reshape, transpose } from "@wengert/ops";
import { addTangents, type Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { contractionOrder, type Labels, labelsOfPair } from "./contractionorder.ts";
import { product } from "./product.ts";

/** Which label each of the last axes of each operand has, and of the result. */
interface Labelled {
  readonly operands: readonly Labels[];
  readonly out: Labels;
}

/**
 * A sum of products over labelled axes: y[out] = Σ x₁[labels₁] x₂[labels₂] … over all labels that are not in the result.
 *
 *     dy = Σₖ the same with dxₖ for xₖ
 *     x̄ₖ = the contraction of ȳ and all other operands, with the labels of xₖ for its result
 *
 * No operand has a label twice, and each of its labels is one of the result or of another operand; so every derivative is of
 * this form again. Axes in front of the labelled ones broadcast.
 */
const contractRule: (...args: [...Value[], Labelled]) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "einsum",
  impl: (...args: [...Tensor[], Labelled]): Tensor =>
    contractPlain(args.slice(0, -1) as Tensor[], args[args.length - 1] as Labelled),
  jvp: (dxs, xs, _y, { operands, out }) =>
    addTangents(dxs.flatMap((dx, k) => (dx === undefined ? [] : [contract(xs.with(k, dx), operands, out)]))),
  vjp: (ybar, xs, _y, { operands, out }) =>
    xs.map((_, k) => () => {
      const others = [out, ...operands.toSpliced(k, 1)];
      return contract([ybar, ...xs.toSpliced(k, 1)], others, operands[k]);
    }),
}) as never;

export function contract(xs: readonly Tensor[], operands: readonly Labels[], out: Labels): Tensor {
  return contractRule(...xs, { operands, out });
}

/** Pair by pair, in a good order. */
function contractPlain(given: readonly Tensor[], labelled: Labelled): Tensor {
  const { xs, operands, out } = withLeadingAxes(given, labelled);
  const sizes: number[] = [];
  for (const [k, labels] of operands.entries())
    for (const [axis, label] of labels.entries()) sizes[label] = xs[k].shape[axis];
  const [values, labels] = [[...xs], [...operands]];
  const left = new Set(values.keys());
  for (const [i, j] of contractionOrder(operands, out, sizes)) {
    left.delete(i);
    left.delete(j);
    const needed = new Set([...out, ...[...left].flatMap((k) => labels[k])]);
    const kept = labelsOfPair(labels[i], labels[j], needed);
    left.add(values.length);
    values.push(contractPair(values[i], labels[i], values[j], labels[j], kept, sizes));
    labels.push(kept);
  }
  return ordered(values[values.length - 1], labels[labels.length - 1], out);
}

/** Labels for the axes in front, too, counted from the last of them. An axis that is 1 where others are longer is left out. */
function withLeadingAxes(
  xs: readonly Tensor[],
  { operands, out }: Labelled,
): Labelled & { readonly xs: readonly Tensor[] } {
  const leads = xs.map((x, k) => x.shape.slice(0, x.ndim - operands[k].length));
  if (leads.every((lead) => lead.length === 0)) return { xs, operands, out };
  const batch = broadcastShapes("einsum", ...leads);
  const first = 1 + Math.max(-1, ...operands.flat(), ...out);
  const kept = leads.map((lead) =>
    [...lead.keys()].filter((axis) => lead[axis] === batch[batch.length - lead.length + axis]),
  );
  return {
    xs: xs.map((x, k) => reshape(x, [...kept[k].map((axis) => leads[k][axis]), ...x.shape.slice(leads[k].length)])),
    operands: operands.map((labels, k) => [
      ...kept[k].map((axis) => first + batch.length - leads[k].length + axis),
      ...labels,
    ]),
    out: [...batch.map((_, axis) => first + axis), ...out],
  };
}

/**
 * Two operands as a batch of matrix products: labels of both and of the result are the batch, labels of both alone are
 * summed over, and the rest are rows or columns.
 */
function contractPair(a: Tensor, la: Labels, b: Tensor, lb: Labels, out: Labels, sizes: readonly number[]): Tensor {
  const shared = la.filter((label) => lb.includes(label));
  const batch = shared.filter((label) => out.includes(label));
  const inner = shared.filter((label) => !out.includes(label));
  const rows = la.filter((label) => !shared.includes(label));
  const columns = lb.filter((label) => !shared.includes(label));
  const length = (labels: Labels): number => labels.reduce((size, label) => size * sizes[label], 1);
  const [count, k] = [length(batch), length(inner)];
  const matrix = batch.length === 0 ? [] : [count];
  const left = reshape(ordered(a, la, [...batch, ...rows, ...inner]), [...matrix, length(rows), k]);
  const right = reshape(ordered(b, lb, [...batch, ...inner, ...columns]), [...matrix, k, length(columns)]);
  const labels = [...batch, ...rows, ...columns];
  return ordered(
    reshape(
      product(left, right),
      labels.map((label) => sizes[label]),
    ),
    labels,
    out,
  );
}

/** The axes in the order of other labels. */
function ordered(x: Tensor, from: Labels, to: Labels): Tensor {
  if (from.every((label, axis) => label === to[axis])) return x;
  return transpose(
    x,
    to.map((label) => from.indexOf(label)),
  );
}
