import { compile } from "@wengert/graph";
import {
  add,
  concat,
  cos,
  diag,
  div,
  eye,
  jacfwd,
  jvp,
  matmul,
  matvec,
  mT,
  mul,
  neg,
  ones,
  outer,
  reshape,
  sin,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  take,
  tensor,
  transpose,
} from "wengert";
import { ANGLES, FINGERS, type Hand, handJacobian, JOINTS } from "../../byhand/hand.ts";
import { joined } from "../../peers/contender.ts";
import { byHand } from "../../peers/hand.ts";
import { native } from "../../peers/native.ts";
import { compiled, wengert } from "../../peers/wengert.ts";
import { uniform } from "../../random.ts";
import { absent, PEERS, type Workload } from "../../workload.ts";

export const hand: Workload = {
  name: "hand",
  title: "Hand tracking (ADBench)",
  what:
    "Distances of n points to a hand whose fifteen bones bend, and their derivatives by its turn and the twenty angles of its fingers (those by its shift are −1). The " +
    "hand is made up: its bones, weights and points are random. Wengert: forward mode, one direction for an angle of all fingers at once.",
  sizes: { tiny: [3], quick: [100], full: [100] },
  label: (n) => `${n} points`,
  cannot: absent(PEERS, "it is not stated for them here"),
  contenders: (n) => {
    const given = handOf(n);
    const theta = uniform(6 + FINGERS * ANGLES, 1);
    const f = jacobianOf(given);
    const plan = compile(f);
    const x = tensor(theta);
    const numbers = (blocks: readonly Tensor[]): ArrayLike<number> => joined(blocks.map(({ data }) => data));
    const { joints, inverses, skin, still, measured } = given;
    return [
      byHand(() => handJacobian(theta, given)),
      wengert({ run: () => f(x), numbers }),
      compiled({ run: () => plan(x), numbers }),
      native("hand", [n, theta, joints, inverses, skin, still, measured], n * (12 + 3 * FINGERS * ANGLES)),
    ];
  },
};

function handOf(n: number): Hand {
  const bones = FINGERS * JOINTS;
  return {
    joints: uniform(12 * bones, 2),
    inverses: uniform(12 * bones, 3),
    skin: uniform(12 * FINGERS * n, 4),
    still: uniform(3 * n, 5),
    measured: uniform(3 * n, 6),
  };
}

/** A turn, [3, 3], and a shift, [3]. */
type Turned = readonly [turn: Tensor, shift: Tensor];

/** The residuals, and their derivatives by the turn of the hand and by the angles of the fingers. */
function jacobianOf({ joints, inverses, skin, still, measured }: Hand): (theta: Tensor) => readonly Tensor[] {
  const n = measured.length / 3;
  const [rest, inverse] = [joints, inverses].map(turnsOf);
  const skins = tensor(skin, [FINGERS, n, 4 * JOINTS]);
  const [others, points] = [still, measured].map((x) => tensor(x, [n, 3]));
  const bones = (angles: readonly Tensor[]): Tensor =>
    stack(
      Array.from({ length: FINGERS }, (_, f) =>
        finger(
          angles.map((x) => take(x, f, 0)),
          rest[f],
          inverse[f],
        ),
      ),
      0,
    );
  return (theta) => {
    const [turn, shift] = [0, 3].map((k) => take(theta, [k, k + 1, k + 2], 0));
    const own = Array.from({ length: ANGLES }, (_, a) =>
      take(
        theta,
        firsts.map((k) => k + a),
        0,
      ),
    );
    const [r, slopes] = [rotation(turn), jacfwd(rotation)(turn)];
    // The points are linear in the bones, so that their derivatives are the same function of those of the bones.
    const moved = own.map(
      (angle, a) => jvp((x: Tensor) => bones(replacedAt(own, a, x)), [angle], [ones([FINGERS])])[1],
    );
    const bent = add(others, sum(matmul(skins, bones(own)), { axis: 0 }));
    const against = neg(mT(r));
    const residuals = add(points, sub(matmul(bent, against), shift));
    const byTurn = matmul(bent, neg(reshape(transpose(slopes, [1, 2, 0]), [3, 9])));
    const columns = concat(
      moved.map((m) => matmul(m, against)),
      -1,
    );
    return [residuals, byTurn, matmul(skins, columns)];
  };
}

/** Where the angles of each finger begin. */
const firsts: readonly number[] = Array.from({ length: FINGERS }, (_, f) => 6 + ANGLES * f);

/** The bones of a finger as [12, 3]: what a point at rest and 1 are multiplied by, joint by joint. */
function finger([x0, z, ...xs]: readonly Tensor[], rest: readonly Turned[], inverse: readonly Turned[]): Tensor {
  let bone: Turned | undefined;
  const rows: Tensor[] = [];
  for (const [j, x] of [x0, ...xs].entries()) {
    const [turn, shift]: Turned = bone === undefined ? rest[j] : followed(bone, rest[j]);
    bone = [matmul(turn, j === 0 ? matmul(about(Z, z), about(X, x)) : about(X, x)), shift];
    const [all, moved] = followed(bone, inverse[j]);
    rows.push(mT(all), reshape(moved, [1, 3]));
  }
  return concat(rows, 0);
}

function turnsOf(all: Float64Array): readonly (readonly Turned[])[] {
  return Array.from({ length: FINGERS }, (_, f) =>
    Array.from({ length: JOINTS }, (_, j): Turned => {
      const at = 12 * (f * JOINTS + j);
      return [tensor(all.slice(at, at + 9), [3, 3]), tensor(all.slice(at + 9, at + 12))];
    }),
  );
}

/** A turn and a shift after another one. */
function followed([a, s]: Turned, [b, t]: Turned): Turned {
  return [matmul(a, b), add(matvec(a, t), s)];
}

/** The turn by an angle about an axis. */
function about({ still, cosine, sine }: Axis, angle: Tensor): Tensor {
  return add(still, add(mul(cos(angle), cosine), mul(sin(angle), sine)));
}

interface Axis {
  readonly still: Tensor;
  readonly cosine: Tensor;
  readonly sine: Tensor;
}

const [X, Z]: readonly Axis[] = [
  { still: [1, 0, 0], cosine: [0, 0, 0, 0, 1, 0, 0, 0, 1], sine: [0, 0, 0, 0, 0, -1, 0, 1, 0] },
  { still: [0, 0, 1], cosine: [1, 0, 0, 0, 1, 0, 0, 0, 0], sine: [0, -1, 0, 1, 0, 0, 0, 0, 0] },
].map(({ still, cosine, sine }) => ({
  still: diag(tensor(still)),
  cosine: tensor(cosine, [3, 3]),
  sine: tensor(sine, [3, 3]),
}));

/** [u]ₓ is u times it. */
const crosses: Tensor = tensor(
  [
    [0, 0, 0, 0, 0, -1, 0, 1, 0],
    [0, 0, 1, 0, 0, 0, -1, 0, 0],
    [0, -1, 0, 1, 0, 0, 0, 0, 0],
  ].flat(),
  [3, 9],
);

/** The turn by an axis times an angle: c·I + s·[u]ₓ + (1 − c)·uuᵀ. */
function rotation(r: Tensor): Tensor {
  const angle = sqrt(sum(square(r)));
  const [c, s, u] = [cos(angle), sin(angle), div(r, angle)];
  const across = reshape(matvec(mT(crosses), u), [3, 3]);
  return add(add(mul(c, eye(3)), mul(s, across)), mul(sub(1, c), outer(u, u)));
}

function replacedAt<T>(list: readonly T[], place: number, entry: T): readonly T[] {
  return list.map((other, i) => (i === place ? entry : other));
}
