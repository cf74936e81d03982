/** A hand of five fingers with four bones each, of which the last three bend, and points that should lie on it. */
export interface Hand {
  /** By finger and its three joints: the turn (3×3, row by row) and the shift from the bone before to this one at rest. */
  readonly joints: Float64Array;
  /** By finger and joint: the turn and the shift from the hand at rest to the bone. */
  readonly inverses: Float64Array;
  /** By finger, point, joint: the weight of the bone, times the point at rest and 1. */
  readonly skin: Float64Array;
  /** What the bones that do not bend add to each point. */
  readonly still: Float64Array;
  readonly measured: Float64Array;
}

export const FINGERS = 5;
export const JOINTS = 3;
/** Of each finger: two angles of its first joint, and one of each of the others. */
export const ANGLES = 4;

type Turned = readonly [turn: Float64Array, shift: Float64Array];

/**
 * The residuals, [n, 3], and their derivatives: by the turn of the hand, [n, 3, 3], and by the angles of the fingers, [5, n, 4, 3].
 *
 * @param theta - the turn of the hand (axis times angle), its shift, and the angles of each finger
 */
export function handJacobian(theta: Float64Array, hand: Hand): Float64Array {
  const { skin, still, measured } = hand;
  const n = measured.length / 3;
  const out = new Float64Array(n * (3 + 9 + FINGERS * ANGLES * 3));
  const bent = Float64Array.from(still);
  const [turn, turns] = rotation(theta);
  for (let f = 0; f < FINGERS; f++) {
    const { values, slopes } = finger(theta.subarray(6 + ANGLES * f), hand, f);
    for (let i = 0; i < n; i++) {
      const at = 4 * JOINTS * (f * n + i);
      for (let k = 0; k < 4 * JOINTS; k++) {
        for (let c = 0; c < 3; c++) bent[3 * i + c] += skin[at + k] * values[3 * k + c];
      }
      for (let a = 0; a < ANGLES; a++) {
        const moved = [0, 0, 0];
        const slope = slopes[a];
        for (let k = 0; k < 4 * JOINTS; k++) for (let c = 0; c < 3; c++) moved[c] += skin[at + k] * slope[3 * k + c];
        for (let c = 0; c < 3; c++)
          out[12 * n + 3 * (ANGLES * (f * n + i) + a) + c] = -(
            turn[3 * c] * moved[0] +
            turn[3 * c + 1] * moved[1] +
            turn[3 * c + 2] * moved[2]
          );
      }
    }
  }
  const turned = (m: Float64Array, i: number, c: number): number =>
    m[3 * c] * bent[3 * i] + m[3 * c + 1] * bent[3 * i + 1] + m[3 * c + 2] * bent[3 * i + 2];
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < 3; c++) {
      out[3 * i + c] = measured[3 * i + c] - turned(turn, i, c) - theta[3 + c];
      for (let a = 0; a < 3; a++) out[3 * n + 9 * i + 3 * a + c] = -turned(turns[a], i, c);
    }
  }
  return out;
}

/** The bones of a finger as [joint, 4, 3]: what a point at rest and 1 are multiplied by; and their derivatives by its four angles. */
function finger(angles: Float64Array, { joints, inverses }: Hand, f: number) {
  const values = new Float64Array(12 * JOINTS);
  const slopes = Array.from({ length: ANGLES }, () => new Float64Array(12 * JOINTS));
  let bone: Turned | undefined;
  let moving: Turned[] = [];
  for (let j = 0; j < JOINTS; j++) {
    const rest = turnedAt(joints, f * JOINTS + j);
    const inverse = turnedAt(inverses, f * JOINTS + j);
    const before = bone === undefined ? rest : followed(bone, rest);
    const [x, z] = j === 0 ? [angles[0], angles[1]] : [angles[j + 1], 0];
    const [rx, rz] = [aboutX(x), aboutZ(z)];
    const after = (b: Turned, turn: Float64Array): Turned => [times(b[0], turn), b[1]];
    const turn = times(rz.turn, rx.turn);
    moving = moving.map((m) => after(followed(m, rest), turn));
    const still = (slope: Float64Array): Turned => [times(before[0], slope), new Float64Array(3)];
    moving.push(still(times(rz.turn, rx.slope)));
    if (j === 0) moving.push(still(times(rz.slope, rx.turn)));
    bone = after(before, turn);
    put(values, j, followed(bone, inverse));
    for (const [a, m] of moving.entries()) put(slopes[a], j, followed(m, inverse));
  }
  return { values, slopes };
}

function turnedAt(all: Float64Array, k: number): Turned {
  return [all.subarray(12 * k, 12 * k + 9), all.subarray(12 * k + 9, 12 * k + 12)];
}

/** A turn and a shift after another one. */
function followed([a, s]: Turned, [b, t]: Turned): Turned {
  return [times(a, b), s.map((value, i) => a[3 * i] * t[0] + a[3 * i + 1] * t[1] + a[3 * i + 2] * t[2] + value)];
}

/** Column by column: a point times it is a point. */
function put(out: Float64Array, j: number, [turn, shift]: Turned): void {
  for (let c = 0; c < 3; c++) {
    for (let k = 0; k < 3; k++) out[12 * j + 3 * k + c] = turn[3 * c + k];
    out[12 * j + 9 + c] = shift[c];
  }
}

function times(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(9);
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++) out[3 * i + j] = a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
  return out;
}

function aboutX(angle: number) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return { turn: Float64Array.of(1, 0, 0, 0, c, -s, 0, s, c), slope: Float64Array.of(0, 0, 0, 0, -s, -c, 0, c, -s) };
}

function aboutZ(angle: number) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return { turn: Float64Array.of(c, -s, 0, s, c, 0, 0, 0, 1), slope: Float64Array.of(-s, -c, 0, c, -s, 0, 0, 0, 0) };
}

/** The turn by an axis times an angle, R = c·I + s·[u]ₓ + (1 − c)·uuᵀ, and its derivatives by the three numbers. */
function rotation(r: Float64Array): readonly [turn: Float64Array, slopes: readonly Float64Array[]] {
  const t = Math.hypot(r[0], r[1], r[2]);
  const [c, s] = [Math.cos(t), Math.sin(t)];
  const u = [r[0] / t, r[1] / t, r[2] / t];
  const turn = new Float64Array(9);
  const slopes = [0, 1, 2].map(() => new Float64Array(9));
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const [one, k] = [i === j ? 1 : 0, 3 - i - j];
      // The element of [x]ₓ is ±xₖ.
      const sign = i === j ? 0 : (j - i + 3) % 3 === 1 ? -1 : 1;
      const crossed = sign === 0 ? 0 : sign * u[k];
      turn[3 * i + j] = c * one + s * crossed + (1 - c) * u[i] * u[j];
      for (let a = 0; a < 3; a++) {
        const crossedSlope = ((sign !== 0 && a === k ? sign : 0) - u[a] * crossed) / t;
        const outerSlope = ((a === i ? u[j] : 0) + (a === j ? u[i] : 0) - 2 * u[a] * u[i] * u[j]) / t;
        slopes[a][3 * i + j] =
          u[a] * (c * crossed - s * one + s * u[i] * u[j]) + s * crossedSlope + (1 - c) * outerSlope;
      }
    }
  }
  return [turn, slopes];
}
