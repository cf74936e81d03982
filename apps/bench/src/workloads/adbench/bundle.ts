import { compile, scan } from "@wengert/graph";
import {
  add,
  concat,
  cos,
  div,
  mul,
  reshape,
  sin,
  sqrt,
  square,
  stack,
  sub,
  type Tensor,
  take,
  tensor,
  type Value,
  vjp,
} from "wengert";
import { bundleJacobian, type Observations } from "../../byhand/bundle.ts";
import { byHand } from "../../peers/hand.ts";
import { native } from "../../peers/native.ts";
import { compiled, wengert } from "../../peers/wengert.ts";
import { uniform } from "../../random.ts";
import { absent, PEERS, type Workload } from "../../workload.ts";

export const bundle: Workload = {
  name: "bundle",
  title: "Bundle adjustment (ADBench)",
  what:
    "n observations of a point by a camera: two residuals each, and their derivatives by the eleven numbers of the camera, the point and a weight. " +
    "Wengert: a scan over the observations, whose step takes two pullbacks.",
  sizes: { tiny: [3], quick: [31_843], full: [31_843] },
  label: (n) => `${n} observations`,
  cannot: absent(PEERS, "it is not stated for them here"),
  contenders: (n) => {
    const given = observations(n);
    const inputs = {
      camera: tensor(given.cameras, [n, 11]),
      point: tensor(given.points, [n, 3]),
      weight: tensor(given.weights),
      feature: tensor(given.features, [n, 2]),
    };
    const plan = compile(jacobianOf);
    const numbers = (rows: Tensor): ArrayLike<number> => rows.data;
    return [
      byHand(() => bundleJacobian(given)),
      wengert({ run: () => jacobianOf(inputs), numbers }),
      compiled({ run: () => plan(inputs), numbers }),
      native("bundle", [n, given.cameras, given.points, given.weights, given.features], 32 * n),
    ];
  },
};

function observations(n: number): Observations {
  const [cameras, points] = [uniform(11 * n, 1), uniform(3 * n, 2)];
  // Points in front of the cameras, which are turned a little.
  return {
    cameras: cameras.map((x, i) => (i % 11 < 3 ? 0.1 * x + 0.02 : i % 11 > 8 ? 0.1 * x : x)),
    points: points.map((x, i) => (i % 3 === 2 ? x + 5 : x)),
    weights: uniform(n, 3),
    features: uniform(2 * n, 4),
  };
}

interface Inputs {
  readonly camera: Tensor;
  readonly point: Tensor;
  readonly weight: Tensor;
  readonly feature: Tensor;
}

/** Of each observation both rows: a residual and its derivatives. */
function jacobianOf(inputs: Inputs): Tensor {
  const [, rows] = scan((carry, one) => [carry, rowsOf(one)], 0, inputs);
  return rows;
}

function rowsOf({ camera, point, weight, feature }: Inputs): Tensor {
  const [errors, pullback] = vjp(
    (camera: Tensor, point: Tensor, weight: Tensor) => residuals({ camera, point, weight, feature }),
    camera,
    point,
    weight,
  );
  const row = (i: 0 | 1): Tensor => {
    const [cbar, pbar, wbar] = pullback(tensor(i === 0 ? [1, 0] : [0, 1]));
    return concat([reshape(take(errors, i, 0), [1]), cbar, pbar, reshape(wbar, [1])], 0);
  };
  return stack([row(0), row(1)], 0);
}

type Three = readonly [Value, Value, Value];

function residuals({ camera, point, weight, feature }: Inputs): Tensor {
  const at = (x: Tensor, i: number): Tensor => take(x, i, 0);
  const y = rotated(
    [at(camera, 0), at(camera, 1), at(camera, 2)],
    [sub(at(point, 0), at(camera, 3)), sub(at(point, 1), at(camera, 4)), sub(at(point, 2), at(camera, 5))],
  );
  const q = [div(y[0], y[2]), div(y[1], y[2])];
  const r2 = add(square(q[0]), square(q[1]));
  const distorted = add(1, add(mul(at(camera, 9), r2), mul(at(camera, 10), square(r2))));
  const seen = q.map((x, i) => add(mul(at(camera, 6), mul(x, distorted)), at(camera, 7 + i)));
  return stack(
    seen.map((x, i) => mul(weight, sub(x, at(feature, i)))),
    0,
  );
}

/** A point turned around an axis, by the length of the axis (Rodrigues' formula). */
function rotated(r: Three, x: Three): Three {
  const angle = sqrt(dot(r, r));
  const [c, s] = [cos(angle), sin(angle)];
  const u: Three = [div(r[0], angle), div(r[1], angle), div(r[2], angle)];
  const turned = mul(dot(u, x), sub(1, c));
  const across = cross(u, x);
  const part = (i: 0 | 1 | 2): Tensor => add(add(mul(x[i], c), mul(across[i], s)), mul(u[i], turned));
  return [part(0), part(1), part(2)];
}

function dot(a: Three, b: Three): Tensor {
  return add(add(mul(a[0], b[0]), mul(a[1], b[1])), mul(a[2], b[2]));
}

function cross(a: Three, b: Three): Three {
  const minor = (i: 0 | 1 | 2, j: 0 | 1 | 2): Tensor => sub(mul(a[i], b[j]), mul(a[j], b[i]));
  return [minor(1, 2), minor(2, 0), minor(0, 1)];
}
