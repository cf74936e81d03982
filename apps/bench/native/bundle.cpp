// As src/byhand/bundle.ts: both residuals of each observation, and their derivatives by its 11 + 3 + 1 parameters.
#include <cmath>

namespace {

struct Three {
  double v[3];
  double& operator[](int i) { return v[i]; }
  double operator[](int i) const { return v[i]; }
};

double dot(const Three& a, const Three& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

Three cross(const Three& a, const Three& b) {
  return {{a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]}};
}

}  // namespace

extern "C" void gradient(int count, const double* cameras, const double* points, const double* weights,
                         const double* features, double* out) {
  for (int n = 0; n < count; n++) {
    const double *camera = cameras + 11 * n, *point = points + 3 * n, *feature = features + 2 * n;
    const Three r = {{camera[0], camera[1], camera[2]}};
    const Three x = {{point[0] - camera[3], point[1] - camera[4], point[2] - camera[5]}};
    const double w = weights[n], f = camera[6], k1 = camera[9], k2 = camera[10];
    const double t = std::sqrt(dot(r, r)), c = std::cos(t), s = std::sin(t);
    const Three u = {{r[0] / t, r[1] / t, r[2] / t}};
    const Three across = cross(u, x);
    const double along = dot(u, x), turned = along * (1 - c);
    Three y;
    for (int i = 0; i < 3; i++) y[i] = x[i] * c + across[i] * s + u[i] * turned;
    const double q[2] = {y[0] / y[2], y[1] / y[2]};
    const double square = q[0] * q[0] + q[1] * q[1];
    const double distorted = 1 + k1 * square + k2 * square * square;
    for (int i = 0; i < 2; i++) {
      double* row = out + 32 * n + 16 * i;
      const double error = f * q[i] * distorted + camera[7 + i] - feature[i];
      const double lbar = w * f * q[i], squarebar = lbar * (k1 + 2 * k2 * square);
      double qbar[2] = {2 * q[0] * squarebar, 2 * q[1] * squarebar};
      qbar[i] += w * f * distorted;
      const Three ybar = {{qbar[0] / y[2], qbar[1] / y[2], -(q[0] * qbar[0] + q[1] * qbar[1]) / y[2]}};
      const double turnedbar = dot(u, ybar), alongbar = turnedbar * (1 - c);
      const Three acrossbar = {{s * ybar[0], s * ybar[1], s * ybar[2]}};
      const Three ofU = cross(x, acrossbar), ofX = cross(acrossbar, u);
      Three ubar;
      for (int j = 0; j < 3; j++) ubar[j] = turned * ybar[j] + alongbar * x[j] + ofU[j];
      const double tbar = -s * (dot(x, ybar) - turnedbar * along) + c * dot(across, ybar) - dot(ubar, u) / t;
      row[0] = w * error;
      for (int j = 0; j < 3; j++) {
        const double xbar = c * ybar[j] + alongbar * u[j] + ofX[j];
        row[1 + j] = ubar[j] / t + tbar * u[j];
        row[4 + j] = -xbar;
        row[12 + j] = xbar;
      }
      row[7] = w * q[i] * distorted;
      row[8] = row[9] = 0;
      row[8 + i] = w;
      row[10] = lbar * square;
      row[11] = lbar * square * square;
      row[15] = error;
    }
  }
}
