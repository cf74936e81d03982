import type { Tensor } from "@wengert/array";
import { copied, elementsOf, fromData, presenceOf, sizeOf } from "@wengert/array/author";
import { ruleOfList } from "@wengert/rule/library";
import { isZero, without } from "./absent.ts";

interface Fill {
  /** How many last axes of each other argument belong to a single matrix. */
  readonly axes: number;
  /** In place of what nobody asks for: the identity, or nothing, of a tangent or cotangent. */
  readonly fill: "identity" | "nothing";
}

/** What `asked` does, and its derivatives. */
const askedRule: (xs: readonly Tensor[], o: Fill) => Tensor = /* @__PURE__ */ ruleOfList({
  name: "asked",
  impl: ([x, ...along], { axes, fill }) => {
    const left = unasked(along, axes);
    if (left === undefined) return x;
    return fill === "nothing" ? without(x, sizeOf(x.shape.slice(-2)), left) : identities(x, left);
  },
  jvp: ([dx], [, ...along], _y, { axes }) => dx && askedRule([dx, ...along], { axes, fill: "nothing" }),
  vjp: (ybar, [, ...along], _y, { axes }) => [
    () => askedRule([ybar, ...along], { axes, fill: "nothing" }),
    ...along.map(() => null),
  ],
  // Of a single matrix either all is asked for or nothing: then nobody looks at it.
  spelling: ([x]) => x,
});

/** Which places in a batch are such that nothing of some plain tangents or cotangents depends; undefined where there is none. */
function unasked(along: readonly Tensor[], axes: number): ((b: number) => boolean) | undefined {
  const present = along.flatMap((one) => presenceOf(one)?.data ?? []);
  if (present.length < along.length) return undefined;
  const sizes = along.map((one) => sizeOf(one.shape.slice(one.ndim - axes)));
  const isLeft = (b: number): boolean =>
    present.every((own, k) => own.subarray(b * sizes[k], (b + 1) * sizes[k]).every(isZero));
  for (let b = 0; b * sizes[0] < along[0].size; b++) if (isLeft(b)) return isLeft;
  return undefined;
}

/** Plain matrices [..., m, n], with ones on the diagonal in some places and else zeros. */
function identities(x: Tensor, isLeft: (b: number) => boolean): Tensor {
  const [m, n] = x.shape.slice(-2);
  const out = copied(elementsOf(x));
  for (let b = 0; b * m * n < out.length; b++) {
    if (!isLeft(b)) continue;
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[(b * m + i) * n + j] = i === j ? 1 : 0;
  }
  return fromData(out, x.shape);
}

/**
 * Matrices [..., m, n] with the identity in place of those whose derivative nobody asks for: of a batch, those that a program did not choose.
 * What a derivative needs of the others, such as an inverse, they need not have. The value does not depend on them.
 *
 * @param along - tangents or cotangents
 * @param axes - how many axes each of them has for a single matrix
 */
export function asked(x: Tensor, along: readonly (Tensor | undefined)[], axes: number = 2): Tensor {
  return filled(x, along, { axes, fill: "identity" });
}

/** A derivative, of which what nobody asks for does not depend on anything. */
export function ofAsked(dx: Tensor, along: readonly (Tensor | undefined)[], axes: number = 2): Tensor {
  return filled(dx, along, { axes, fill: "nothing" });
}

function filled(x: Tensor, along: readonly (Tensor | undefined)[], o: Fill): Tensor {
  const given = along.filter((one) => one !== undefined);
  return given.length === 0 ? x : askedRule([x, ...given], o);
}

/** `asked` of the plain matrices of a system, for its right sides. */
export function askedBy(b: Tensor, a: Tensor): Tensor {
  const left = a.ndim === b.ndim && a.size > 0 ? unasked([b], 2) : undefined;
  const same = left !== undefined && a.shape.slice(0, -2).every((length, i) => length === b.shape[i]);
  return same ? identities(a, left) : a;
}
