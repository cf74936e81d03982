import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { broadcastTo, mul } from "@wengert/ops";
import { nonDifferentiable, type Value } from "@wengert/rule";
import { rule } from "@wengert/rule/library";
import { exp, log } from "../numbers/log.ts";
import { normalQuantile } from "../numbers/normalquantile.ts";
import type { Stream } from "../stream.ts";
import { gammaSlope } from "./gammaslope.ts";

/**
 * Draws of gamma distributions of unit scale, with the derivative in their parameter `a` that keeps the quantile u = F(z; a) of
 * each draw z fixed:
 *
 *     dz/da = −(∂F/∂a)/(∂F/∂z)
 *
 * However they were drawn, only how the distribution moves counts. Source: Figurnov, Mohamed & Mnih, "Implicit
 * reparameterization gradients" (2018).
 */
const moving: (a: Value, z: Value) => Tensor = /* @__PURE__ */ rule({
  name: "gammaDraw",
  held: [1],
  impl: (_a: Tensor, z: Tensor): Tensor => fromData(z.data.slice(), z.shape),
  jvp: ([da], [a], z) => (da === undefined ? undefined : mul(da, gammaSlope(a, z))),
  vjp: (zbar, [a], z) => [() => mul(zbar, gammaSlope(a, z)), null],
});

/** Draws of gamma distributions with these parameters, which are positive. */
export function gammaDraws(stream: Stream, parameter: Tensor, shape: readonly number[]): Tensor {
  const a = broadcastTo(parameter, shape);
  const draw = nonDifferentiable(function gamma(a: Tensor): Tensor {
    return fromData(
      a.data.map((one) => gammaDraw(stream, one)),
      a.shape,
    );
  });
  return moving(a, draw(a));
}

/**
 * For a ≥ 1 a normal number x gives a candidate d (1 + c x)³, of which nearly all are accepted; for a < 1 a draw for a + 1 times
 * u^(1/a). Source: Marsaglia & Tsang, "A simple method for generating gamma variables", ACM Transactions on Mathematical
 * Software 26 (2000).
 */
function gammaDraw(stream: Stream, a: number): number {
  if (a < 1) return gammaDraw(stream, a + 1) * exp(log(stream.within()) / a);
  const d = a - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalQuantile(stream.within());
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    // log u < x²/2 + d (1 − v + log v)
    if (log(stream.within()) < 0.5 * x * x + d * (1 - v + log(v))) return d * v;
  }
}
