"""Bessel functions of real order and covariances with their derivatives, with 60 digits, for realorder.test.ts and covariances.test.ts. Writes
realorder.json beside itself; null where a number is beyond the range of doubles.

    python3 realorder.py && npx biome check --write realorder.json

besselK            order, x, and the derivatives of order 0 to 3
matern             order, d2, and the derivatives of order 0 to 3 in d2
rationalQuadratic  d2, alpha, y, y_d, y_a, y_dd, y_da, y_aa, y_ddd
periodic           d2, period, length, y, y_d, y_dd, y_ddd, y_p, y_l
"""

import json
import pathlib

from mpmath import besselk, diff, exp, fabs, mp, mpf, pi, re, rgamma, sin, sqrt, workdps

mp.dps = 60


def k(nu, x):
    """K of any order; for small x and no integer from the two series of I, which mpmath takes long for."""
    if nu == int(nu) or x > 20:
        return besselk(nu, x)
    with workdps(110):
        def i(n):
            term = total = (x / 2) ** n * rgamma(n + 1)
            j = 1
            while fabs(term) > fabs(total) * mpf(10) ** -115 or j < fabs(n) + 2:
                term *= x * x / 4 / (j * (n + j))
                total += term
                j += 1
            return total
        return pi / 2 * (i(-nu) - i(nu)) / sin(nu * pi)


def k_derivative(order, nu, x):
    if order == 0:
        return k(nu, x)
    return -(k_derivative(order - 1, nu - 1, x) + k_derivative(order - 1, nu + 1, x)) / 2


def matern(order, nu, d2):
    if nu == mp.inf:
        return (-mpf(1) / 2) ** order * exp(-d2 / 2)
    z = sqrt(2 * nu * d2)
    return (-nu) ** order * mpf(2) ** (1 - nu) * rgamma(nu) * z ** (nu - order) * k(nu - order, z)


def rational_quadratic(d2, alpha):
    return (1 + d2 / (2 * alpha)) ** (-alpha)


def periodic(d2, period, length):
    t = pi**2 * d2 / period**2
    return exp(-2 * re(sin(sqrt(t)) ** 2) / length**2)


def number(value):
    return float(value) if value == 0 or 1e-290 < fabs(value) < 1e300 else None


def derivative(f, at, orders):
    if sum(orders) == 0:
        return f(*at)
    with workdps(150):
        # Steps are relative, for arguments of every size; but squared distances near 0 are small against what matters.
        scale = [fabs(x) if x > 1e-3 else mpf(1) for x in at]
        value = diff(lambda *u: f(*[ui * s for ui, s in zip(u, scale)]), tuple(x / s for x, s in zip(at, scale)), orders)
        if fabs(value) < mpf(10) ** -120 * fabs(f(*at)):
            return mpf(0)
        for s, order in zip(scale, orders):
            value /= s**order
        return value


def rows(points, values):
    return [[number_or_name(x) for x in point] + [number(v) for v in values(*map(mpf, point))] for point in points]


def number_or_name(x):
    return "Infinity" if x == float("inf") else x


ORDERS = [0, 1e-9, 0.2, 1 / 3, 0.49999, 0.5, 0.75, 1, 1.5, 1.5000001, 2, 2.3, 2.5, 4.5, 7, 12.25]
XS = [1e-300, 1e-30, 1e-5, 0.1, 0.9, 1.12, 1.9, 2, 2.0001, 3.5, 11, 100, 600]
MATERN = [0.1, 1 / 3, 0.5, 0.9, 1, 1.5, 1.7, 2, 2.5, 3, 3.2, 3.5, 5.5, 20.5, 33.3, 49.9, 50.1, 200, float("inf")]
D2 = [1e-300, 1e-30, 1e-6, 0.01, 0.3, 1, 2.5, 10, 200, 1e4]

if __name__ == "__main__":
    data = {
        "besselK": rows(
            [(nu, x) for nu in ORDERS + [-0.7, 40.1, 99.9] for x in XS],
            lambda nu, x: [k_derivative(order, nu, x) for order in range(4)],
        ),
        "matern": rows(
            [(nu, d2) for nu in MATERN for d2 in D2],
            lambda nu, d2: [matern(order, nu, d2) for order in range(4)],
        ),
        "rationalQuadratic": rows(
            [(d2, alpha) for d2 in [0, *D2[1:], 1e60] for alpha in [0.1, 0.5, 1, 2.5, 30, 1e6, 1e15]],
            lambda d2, alpha: [
                derivative(rational_quadratic, (d2, alpha), orders)
                for orders in [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (3, 0)]
            ],
        ),
        "periodic": rows(
            [
                (d2, period, length)
                for d2 in [0, 1e-60, 1e-30, 1e-6, 0.01, 0.3, 1, 2.3, 6, 40, 1e4]
                for period in [0.7, 3.1, 50]
                for length in [0.4, 1, 20]
            ],
            lambda *at: [
                derivative(periodic, at, orders)
                for orders in [(0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0), (0, 1, 0), (0, 0, 1)]
            ],
        ),
    }
    pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(data))
