// As src/byhand/hand.ts: the residuals of a hand, and their derivatives by its turn and by the angles of its fingers.
#include <cmath>
#include <vector>

namespace {

constexpr int FINGERS = 5, JOINTS = 3, ANGLES = 4, ROWS = 4 * JOINTS;

struct Turn {
  double m[9];
};

struct Turned {
  Turn turn;
  double shift[3];
};

Turn operator*(const Turn& a, const Turn& b) {
  Turn out;
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++)
      out.m[3 * i + j] = a.m[3 * i] * b.m[j] + a.m[3 * i + 1] * b.m[3 + j] + a.m[3 * i + 2] * b.m[6 + j];
  return out;
}

Turned followed(const Turned& a, const Turned& b) {
  Turned out;
  out.turn = a.turn * b.turn;
  for (int i = 0; i < 3; i++) {
    const double* row = a.turn.m + 3 * i;
    out.shift[i] = row[0] * b.shift[0] + row[1] * b.shift[1] + row[2] * b.shift[2] + a.shift[i];
  }
  return out;
}

Turned after(const Turned& a, const Turn& turn) {
  Turned out = a;
  out.turn = a.turn * turn;
  return out;
}

Turned still(const Turn& turn) { return {turn, {0, 0, 0}}; }

// Column by column: a point times it is a point.
void put(double* out, const Turned& bone) {
  for (int c = 0; c < 3; c++) {
    for (int k = 0; k < 3; k++) out[3 * k + c] = bone.turn.m[3 * c + k];
    out[9 + c] = bone.shift[c];
  }
}

void finger(const double* angles, const Turned* joints, const Turned* inverses, double* values,
            double slopes[ANGLES][3 * ROWS]) {
  Turned bone, moving[ANGLES];
  int count = 0;
  for (int a = 0; a < ANGLES; a++)
    for (int k = 0; k < 3 * ROWS; k++) slopes[a][k] = 0;
  for (int j = 0; j < JOINTS; j++) {
    const Turned& rest = joints[j];
    const Turned before = j == 0 ? rest : followed(bone, rest);
    const double x = j == 0 ? angles[0] : angles[j + 1], z = j == 0 ? angles[1] : 0;
    const double cx = std::cos(x), sx = std::sin(x), cz = std::cos(z), sz = std::sin(z);
    const Turn rx = {{1, 0, 0, 0, cx, -sx, 0, sx, cx}}, dx = {{0, 0, 0, 0, -sx, -cx, 0, cx, -sx}};
    const Turn rz = {{cz, -sz, 0, sz, cz, 0, 0, 0, 1}}, dz = {{-sz, -cz, 0, cz, -sz, 0, 0, 0, 0}};
    const Turn turn = rz * rx;
    for (int a = 0; a < count; a++) moving[a] = after(followed(moving[a], rest), turn);
    moving[count++] = still(before.turn * (rz * dx));
    if (j == 0) moving[count++] = still(before.turn * (dz * rx));
    bone = after(before, turn);
    put(values + 12 * j, followed(bone, inverses[j]));
    for (int a = 0; a < count; a++) put(slopes[a] + 12 * j, followed(moving[a], inverses[j]));
  }
}

void rotation(const double* r, Turn& turn, Turn slopes[3]) {
  const double t = std::sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]), c = std::cos(t), s = std::sin(t);
  const double u[3] = {r[0] / t, r[1] / t, r[2] / t};
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++) {
      const double one = i == j;
      const int k = 3 - i - j;
      const double sign = i == j ? 0 : (j - i + 3) % 3 == 1 ? -1 : 1;
      const double crossed = i == j ? 0 : sign * u[k];
      turn.m[3 * i + j] = c * one + s * crossed + (1 - c) * u[i] * u[j];
      for (int a = 0; a < 3; a++) {
        const double crossedSlope = ((i != j && a == k ? sign : 0) - u[a] * crossed) / t;
        const double outerSlope = ((a == i ? u[j] : 0) + (a == j ? u[i] : 0) - 2 * u[a] * u[i] * u[j]) / t;
        slopes[a].m[3 * i + j] =
            u[a] * (c * crossed - s * one + s * u[i] * u[j]) + s * crossedSlope + (1 - c) * outerSlope;
      }
    }
}

// −turn·x
void against(double* out, const Turn& turn, const double* x) {
  for (int c = 0; c < 3; c++)
    out[c] = -(turn.m[3 * c] * x[0] + turn.m[3 * c + 1] * x[1] + turn.m[3 * c + 2] * x[2]);
}

}  // namespace

extern "C" void gradient(int n, const double* theta, const double* joints, const double* inverses, const double* skin,
                         const double* still, const double* measured, double* out) {
  std::vector<double> bent(still, still + 3 * n);
  Turn turn, turns[3];
  rotation(theta, turn, turns);
  double values[3 * ROWS], slopes[ANGLES][3 * ROWS];
  for (int f = 0; f < FINGERS; f++) {
    finger(theta + 6 + ANGLES * f, reinterpret_cast<const Turned*>(joints) + JOINTS * f,
           reinterpret_cast<const Turned*>(inverses) + JOINTS * f, values, slopes);
    for (int i = 0; i < n; i++) {
      const double* row = skin + ROWS * (f * n + i);
      double* point = &bent[3 * i];
      for (int k = 0; k < ROWS; k++)
        for (int c = 0; c < 3; c++) point[c] += row[k] * values[3 * k + c];
      for (int a = 0; a < ANGLES; a++) {
        double moved[3] = {0, 0, 0};
        for (int k = 0; k < ROWS; k++)
          for (int c = 0; c < 3; c++) moved[c] += row[k] * slopes[a][3 * k + c];
        against(out + 12 * n + 3 * (ANGLES * (f * n + i) + a), turn, moved);
      }
    }
  }
  for (int i = 0; i < n; i++) {
    const double* point = &bent[3 * i];
    double* residual = out + 3 * i;
    against(residual, turn, point);
    for (int c = 0; c < 3; c++) residual[c] += measured[3 * i + c] - theta[3 + c];
    for (int a = 0; a < 3; a++) against(out + 3 * n + 9 * i + 3 * a, turns[a], point);
  }
}
