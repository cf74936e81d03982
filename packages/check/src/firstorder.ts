import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { zerosLike } from "@wengert/rule";
import { concrete } from "@wengert/trace";
import { expectClose, expectFinite } from "./compare.ts";
import {
  checkForward,
  checkReverse,
  checkTranspose,
  directionsAt,
  directionsLike,
  pullbackOf,
  pulled,
  pushed,
  type Subject,
  type Tolerances,
} from "./modes.ts";

/** Which modes are checked: opaque code has one. */
export type Mode = "both" | "forward" | "reverse";

/** What the modes promise at one point, against finite differences and against each other. */
export function checkFirstOrder(subject: Subject, mode: Mode, options: Tolerances): void {
  expectFinite(subject.op, "the value", subject.f(subject.xs));
  if (mode !== "reverse") checkPushforward(subject, options);
  if (mode === "both") checkTranspose(subject, "the pullback against the pushforward", options);
  if (mode === "reverse") checkReverse(subject, "the pullback", options);
  if (mode !== "forward") checkPullback(subject, options);
}

/** The value is the same, and the tangent linear: zero for zeros, the sum of those of one argument at a time. */
function checkPushforward(subject: Subject, options: Tolerances): void {
  const { op, f, xs } = subject;
  const ys = f(xs);
  const dxs = directionsAt(subject, 3);
  const [value, dys] = pushed(f, xs, dxs);
  expectClose(op, "the value under forward mode", value, ys, 0);
  checkForward(subject, "the pushforward", options);
  expectClose(op, "the tangent for zero tangents", pushed(f, xs, xs.map(zerosLike))[1], ys.map(zerosLike), 0);
  const alone = xs.map(
    (_, i) =>
      pushed(
        f,
        xs,
        dxs.map((dx, k) => (k === i ? dx : undefined)),
      )[1],
  );
  expectClose(
    op,
    "the sum of the tangents of one argument at a time",
    sumsOf(alone),
    dys,
    options.exact ?? 1e-11,
    alone,
  );
}

/** A pullback keeps what it needs: it gives the same again, and for the cotangents of single outputs its share. */
function checkPullback({ op, f, xs, symmetric }: Subject, options: Tolerances): void {
  const ys = f(xs);
  const ybars = directionsLike(ys, 4);
  const [value, xbars] = pulled(f, xs, ybars);
  expectClose(op, "the value under reverse mode", value, ys, 0);
  expectClose(op, "the cotangent for a zero cotangent", pulled(f, xs, ys.map(zerosLike))[1], xs.map(zerosLike), 0);
  const [, pullback] = pullbackOf(f, xs);
  const apart = ybars.map((_, o) => pullback(ybars.map((ybar, k) => (k === o ? ybar : undefined))));
  expectClose(
    op,
    "the sum of the cotangents for one output at a time",
    sumsOf(apart),
    xbars,
    options.exact ?? 1e-11,
    apart,
  );
  pullbackOf(f, scaled(xs, 1 + 2 ** -10));
  expectClose(op, "the cotangent when the pullback is called again", pullback(ybars), xbars, 0);
  for (const [i, xbar] of xbars.entries()) {
    if (symmetric[i])
      expectClose(op, `the cotangent of symmetric argument ${i + 1}, transposed`, [flipped(xbar)], [xbar], 1e-14);
  }
}

/** The sums of several lists of tensors, element by element of the lists. */
function sumsOf(lists: readonly (readonly Tensor[])[]): Tensor[] {
  return lists[0].map((x, i) => {
    const out = new Float64Array(x.size);
    for (const list of lists) for (let k = 0; k < out.length; k++) out[k] += concrete(list[i]).data[k];
    return fromData(out, x.shape);
  });
}

/** Other arguments of the same shapes. */
export function scaled(xs: readonly Tensor[], factor: number): Tensor[] {
  return xs.map((x) =>
    fromData(
      x.data.map((value) => value * factor),
      x.shape,
    ),
  );
}

function flipped(x: Tensor): Tensor {
  const n = x.shape[x.ndim - 1];
  const data = x.data.map((_, k) => {
    const at = k % (n * n);
    return x.data[k - at + (at % n) * n + Math.floor(at / n)];
  });
  return fromData(data, x.shape);
}
