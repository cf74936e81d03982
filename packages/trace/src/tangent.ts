import type { Tensor } from "@wengert/array";
import {
  ABSENT,
  copied,
  elementsOf,
  fromData,
  presenceOf,
  sameShape,
  scalar,
  withPresence,
} from "@wengert/array/author";
import { concrete } from "./beneath.ts";
import { bind } from "./bind.ts";
import { bind2 } from "./bindfew.ts";
import type { Rule } from "./contract.ts";
import { builtInRuleOf } from "./rulekinds.ts";

/*
 * The tangent space of tensors: zero, inner product, and addition. It belongs to the contract, so that interpreters
 * can add up derivatives without knowing an op.
 */

/** The zero of the tangent space of `x`: a tangent or cotangent that does not depend on anything. */
export function zerosLike(x: Tensor): Tensor {
  if (x.ndim === 0) return ABSENT;
  const zeros = fromData(new Float64Array(x.size), x.shape);
  return withPresence(zeros, zeros);
}

/** Some tangent of `x`, all of whose elements move. */
export function onesLike(x: Tensor): Tensor {
  return x.ndim === 0 ? scalar(1) : fromData(new Float64Array(x.size).fill(1), x.shape);
}

/** Σ x·y over all elements, of the plain numbers under all levels. */
export function inner(x: Tensor, y: Tensor): number {
  const [a, b] = [concrete(x).data, concrete(y).data];
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

/**
 * Sum of tensors of equal shape, in one buffer.
 *
 *     jvp   dy = Σ dxᵢ
 *     vjp   x̄ᵢ = ȳ
 */
const sumRule: Rule = /* @__PURE__ */ builtInRuleOf({
  name: "addTangents",
  impl: (...xs) => total(xs as Tensor[]),
  jvp: (dxs) => addTangents(dxs.filter((dx) => dx !== undefined)),
  vjp: (ybar, xs) => xs.map(() => ybar),
  reads: () => [],
  batch: "leading",
  spelling: { small: "added", large: () => "each" },
});

function total(xs: readonly Tensor[]): Tensor {
  if (xs[0].ndim === 0) return scalarsAdded(xs);
  const masks = xs.map(presenceOf);
  if (masks.includes(undefined)) return numbersAdded(xs);
  // Absent is what none of them has.
  return withPresence(numbersAdded(xs), numbersAdded(masks as readonly Tensor[]));
}

function scalarsAdded(xs: readonly Tensor[]): Tensor {
  let sum = 0;
  let present = false;
  for (let k = 0; k < xs.length; k++) {
    if (xs[k] === ABSENT) continue;
    present = true;
    sum += xs[k].item();
  }
  return present ? scalar(sum) : ABSENT;
}

function numbersAdded(xs: readonly Tensor[]): Tensor {
  const out = copied(elementsOf(xs[0]));
  for (let k = 1; k < xs.length; k++) {
    const data = elementsOf(xs[k]);
    for (let i = 0; i < out.length; i++) out[i] += data[i];
  }
  return fromData(out, xs[0].shape);
}

/** A call takes at most this many arguments: JavaScript's stack has room for some hundred thousand, and no more. */
const WIDEST = 256;

/** The sum of one or more tangents (or cotangents) of one value. Of very many it is made in groups. */
export function addTangents(tangents: readonly Tensor[]): Tensor {
  let terms = tangents;
  while (terms.length > WIDEST) {
    terms = Array.from({ length: Math.ceil(terms.length / WIDEST) }, (_, k) =>
      addTangents(terms.slice(k * WIDEST, (k + 1) * WIDEST)),
    );
  }
  if (terms.length === 1) return terms[0];
  return (terms.length === 2 ? bind2(sumRule, terms[0], terms[1]) : bind(sumRule, terms)) as Tensor;
}

/** Whether a tangent or cotangent has the shape of the value that it belongs to. */
export function fits(tangent: Tensor, x: Tensor): boolean {
  return sameShape(tangent.shape, x.shape);
}
