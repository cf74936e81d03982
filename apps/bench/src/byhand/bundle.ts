/** Observations of points by cameras, one behind the other. */
export interface Observations {
  /** Of each 11: the axis of a rotation times its angle, the centre, the focal length, the principal point, two coefficients of distortion. */
  readonly cameras: Float64Array;
  readonly points: Float64Array;
  readonly weights: Float64Array;
  readonly features: Float64Array;
}

type Three = [number, number, number];

/** Both residuals of each observation, and their derivatives by its 11 + 3 + 1 parameters. */
export function bundleJacobian({ cameras, points, weights, features }: Observations): Float64Array {
  const count = weights.length;
  const out = new Float64Array(count * 32);
  for (let n = 0; n < count; n++) {
    const at = (k: number): number => cameras[11 * n + k];
    const x: Three = [points[3 * n] - at(3), points[3 * n + 1] - at(4), points[3 * n + 2] - at(5)];
    const r: Three = [at(0), at(1), at(2)];
    const [w, f, k1, k2] = [weights[n], at(6), at(9), at(10)];
    const t = Math.sqrt(dot(r, r));
    const [c, s] = [Math.cos(t), Math.sin(t)];
    const u: Three = [r[0] / t, r[1] / t, r[2] / t];
    const [across, along] = [cross(u, x), dot(u, x)];
    const turned = along * (1 - c);
    const y = [0, 1, 2].map((i) => x[i] * c + across[i] * s + u[i] * turned);
    const q = [y[0] / y[2], y[1] / y[2]];
    const square = q[0] * q[0] + q[1] * q[1];
    const distorted = 1 + k1 * square + k2 * square * square;
    for (let i = 0; i < 2; i++) {
      const row = 32 * n + 16 * i;
      const error = f * q[i] * distorted + at(7 + i) - features[2 * n + i];
      const lbar = w * f * q[i];
      const squarebar = lbar * (k1 + 2 * k2 * square);
      const qbar = [2 * q[0] * squarebar, 2 * q[1] * squarebar];
      qbar[i] += w * f * distorted;
      const ybar: Three = [qbar[0] / y[2], qbar[1] / y[2], -(q[0] * qbar[0] + q[1] * qbar[1]) / y[2]];
      const turnedbar = dot(u, ybar);
      const alongbar = turnedbar * (1 - c);
      const acrossbar: Three = [s * ybar[0], s * ybar[1], s * ybar[2]];
      const [ofU, ofX] = [cross(x, acrossbar), cross(acrossbar, u)];
      const ubar = [0, 1, 2].map((j) => turned * ybar[j] + alongbar * x[j] + ofU[j]) as Three;
      const tbar = -s * (dot(x, ybar) - turnedbar * along) + c * dot(across, ybar) - dot(ubar, u) / t;
      out[row] = w * error;
      for (let j = 0; j < 3; j++) {
        const xbar = c * ybar[j] + alongbar * u[j] + ofX[j];
        out[row + 1 + j] = ubar[j] / t + tbar * u[j];
        out[row + 4 + j] = -xbar;
        out[row + 12 + j] = xbar;
      }
      out[row + 7] = w * q[i] * distorted;
      out[row + 8 + i] = w;
      out[row + 10] = lbar * square;
      out[row + 11] = lbar * square * square;
      out[row + 15] = error;
    }
  }
  return out;
}

function dot(a: Three, b: Three): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Three, b: Three): Three {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
