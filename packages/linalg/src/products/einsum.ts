import { ArgumentError, ShapeError, type Tensor } from "@wengert/array";
import { kindOf, showShape } from "@wengert/array/author";
import { reshape, sum, transpose } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { diagonal } from "../parts/diagonal.ts";
import { contract } from "./contraction.ts";
import type { Labels } from "./contractionorder.ts";

/** An operand with a label for each axis: a letter, or the number of an axis under "...", counted from the last. */
interface Operand {
  readonly x: Tensor;
  readonly labels: readonly string[];
}

/**
 * Einstein's summation: products of operands whose axes are labelled with letters, summed over every letter that the result
 * does not have.
 *
 *     "ij,jk->ik"   matrix product        "bij,bjk->bik"   the same in batches
 *     "ii->i"       diagonal              "ij->"           sum
 *     "i,ij,j->"    quadratic form        "...ij->...ji"   transposes, whatever axes lead
 *
 * As in NumPy: "..." stands for axes that broadcast, aligned from the right; without "->" the result has the letters that occur
 * once, in alphabetical order, after those axes. Any number of operands; several are contracted pair by pair in the order
 * that needs the fewest multiplications (of all orders for up to seven operands), as matrix products.
 *
 *     dy = Σₖ the same with dxₖ for xₖ
 *     x̄ₖ = einsum of ȳ and the other operands, with the labels of xₖ for its result
 *
 * Source: Smith and Gray, "opt_einsum: a Python package for optimizing contraction order for einsum-like expressions",
 * J. Open Source Software 3, 2018.
 *
 * @param equation - the labels of each operand, between commas, and of the result, after "->"; spaces do not count
 * @throws {ArgumentError} for an equation that is none
 * @throws {ShapeError} when operands do not have as many axes as labels, or a letter stands for different lengths
 * @example
 * import { tensor } from "@wengert/array";
 * import { einsum } from "@wengert/linalg";
 *
 * const a = tensor([[1, 2], [3, 4]]);
 * einsum("ij,jk->ik", a, a).toArray(); // => [[7, 10], [15, 22]]
 * einsum("i,ij,j->", tensor([1, 1]), a, tensor([1, -1])).item(); // => -2
 */
export function einsum(equation: string, ...operands: readonly Value[]): Tensor {
  if (typeof equation !== "string") throw malformed(kindOf(equation), "an equation is a text");
  const xs = operands.map((x, i) => resolve(x, "einsum", i));
  const { inputs, output } = parsed(equation, xs.length);
  const given = inputs.map((letters, i) => labelled(equation, xs[i], letters));
  const sizes = sizesOf(equation, given);
  const underEllipsis = [...sizes.keys()].filter((label) => label.length > 1).sort((a, b) => Number(b) - Number(a));
  const out = output === undefined ? implied(given, underEllipsis) : expand(output, underEllipsis);
  for (const [i, label] of out.entries()) {
    if (out.indexOf(label) !== i) throw malformed(equation, `the result has "${label}" twice`);
    if (!sizes.has(label)) throw malformed(equation, `the result has "${label}", which no operand has`);
  }
  const clean = given.map((operand) => withDiagonals(broadcast(operand, sizes)));
  const summed = clean.map((operand, k) =>
    withSums(operand, [...out, ...clean.flatMap(({ labels }, i) => (i === k ? [] : labels))]),
  );
  const numbers = new Map([...sizes.keys()].map((label, i) => [label, i]));
  const numbered = (labels: readonly string[]): Labels => labels.map((label) => numbers.get(label) as number);
  return contract(
    summed.map(({ x }) => x),
    summed.map(({ labels }) => numbered(labels)),
    numbered(out),
  );
}

/** What is written for each operand and for the result. */
function parsed(equation: string, count: number): { inputs: readonly string[]; output: string | undefined } {
  const [left, output, ...more] = equation.replaceAll(" ", "").split("->");
  const inputs = left.split(",");
  for (const letters of output === undefined ? inputs : [...inputs, output]) {
    if (!/^[a-zA-Z]*(\.\.\.)?[a-zA-Z]*$/.test(letters))
      throw malformed(equation, `"${letters}" is not letters, with one "..." at most`);
  }
  if (more.length > 0) throw malformed(equation, 'there is more than one "->"');
  if (count === inputs.length && count > 0) return { inputs, output };
  throw malformed(equation, `it has ${inputs.length} operands, but ${count} are given`);
}

function malformed(equation: string, why: string): ArgumentError {
  return new ArgumentError(`einsum: "${equation}": ${why}. An equation looks like "ij,jk->ik".`, "einsum");
}

/** "..." as the labels of all axes that any operand has under it, the outermost first. */
function expand(letters: string, underEllipsis: readonly string[]): readonly string[] {
  const [before, after] = letters.split("...");
  return after === undefined ? [...before] : [...before, ...underEllipsis, ...after];
}

function labelled(equation: string, x: Tensor, letters: string): Operand {
  const [before, after] = letters.split("...");
  const named = before.length + (after?.length ?? 0);
  if (after === undefined ? named === x.ndim : named <= x.ndim) {
    // Two characters, so that no letter is meant: "00" is the last axis under "...".
    const underEllipsis = Array.from({ length: x.ndim - named }, (_, i) =>
      String(x.ndim - named - 1 - i).padStart(2, "0"),
    );
    return { x, labels: after === undefined ? [...before] : [...before, ...underEllipsis, ...after] };
  }
  throw new ShapeError(
    `einsum: "${equation}": "${letters}" labels ${named} axes, but the operand has shape ${showShape(x.shape)}.` +
      (named < x.ndim ? ' "..." stands for axes without a letter.' : ""),
    "einsum",
  );
}

/** The length of each label: equal for a letter wherever it stands; under "..." lengths broadcast. */
function sizesOf(equation: string, operands: readonly Operand[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { x, labels } of operands) {
    for (const [axis, label] of labels.entries()) {
      const [size, known] = [x.shape[axis], sizes.get(label)];
      if (known === undefined || (label.length > 1 && known === 1)) sizes.set(label, size);
      else if (known !== size && !(label.length > 1 && size === 1)) {
        const shapes = operands.map((operand) => showShape(operand.x.shape)).join(" and ");
        const what = label.length > 1 ? 'an axis under "..."' : `"${label}"`;
        throw new ShapeError(
          `einsum: "${equation}": ${what} has length ${known} and length ${size}, in operands of shapes ${shapes}.`,
          "einsum",
        );
      }
    }
  }
  return sizes;
}

function implied(operands: readonly Operand[], underEllipsis: readonly string[]): readonly string[] {
  const all = operands.flatMap(({ labels }) => labels.filter((label) => label.length === 1));
  return [...underEllipsis, ...all.filter((label) => all.indexOf(label) === all.lastIndexOf(label)).sort()];
}

/** An axis under "..." that is 1 where others are longer is left out: then it is repeated. */
function broadcast({ x, labels }: Operand, sizes: ReadonlyMap<string, number>): Operand {
  const kept = labels.map((label, axis) => label.length === 1 || x.shape[axis] === sizes.get(label));
  if (kept.every((keep) => keep)) return { x, labels };
  return {
    x: reshape(
      x,
      x.shape.filter((_, axis) => kept[axis]),
    ),
    labels: labels.filter((_, axis) => kept[axis]),
  };
}

/** For a letter that stands twice, the diagonal of its two axes. */
function withDiagonals({ x, labels }: Operand): Operand {
  const second = labels.findIndex((label, axis) => labels.indexOf(label) !== axis);
  if (second < 0) return { x, labels };
  const first = labels.indexOf(labels[second]);
  const others = [...labels.keys()].filter((axis) => axis !== first && axis !== second);
  const pair = diagonal(transpose(x, [...others, first, second]));
  return withDiagonals({ x: pair, labels: [...others.map((axis) => labels[axis]), labels[first]] });
}

/** Without the axes that nobody else has. */
function withSums({ x, labels }: Operand, needed: readonly string[]): Operand {
  const axis = [...labels.keys()].filter((one) => !needed.includes(labels[one]));
  return axis.length === 0
    ? { x, labels }
    : { x: sum(x, { axis }), labels: labels.filter((label) => needed.includes(label)) };
}
