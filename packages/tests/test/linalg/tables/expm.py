"""The exponential of matrices and its derivative along a direction with 200 digits, for expm.test.ts, with the largest
relative error of an element that SciPy's expm and expm_frechet make. Writes expm.json beside itself.

    python3 expm.py && npx biome check --write expm.json
"""

import json
import pathlib
import random
import warnings

import mpmath as mp
import numpy as np
import scipy.linalg as sl

warnings.filterwarnings("ignore")
mp.mp.dps = 200
r = random.Random(8)


def noise(n, scale=1.0):
    return [[round(r.uniform(-1, 1) * scale, 6) for _ in range(n)] for _ in range(n)]


def units(a, exponents):
    """D⁻¹ A D with powers of ten."""
    n = len(a)
    return [[a[i][j] * 10.0 ** (exponents[j] - exponents[i]) for j in range(n)] for i in range(n)]


def upper(n, off, diagonal):
    return [[diagonal(i) if i == j else off(i, j) if j > i else 0 for j in range(n)] for i in range(n)]


CASES = {
    "a turn in other units": [[0, 1e9], [-1e-9, 0]],
    "a lower triangle": [[1, 0], [1e6, -1]],
    "an upper triangle": [[1, 1e6], [0, -1]],
    "a triangle with close eigenvalues": [[1, 1e8], [0, 1 + 1e-9]],
    "a nilpotent matrix": [[0, 1e8, 3e5], [0, 0, -2e7], [0, 0, 0]],
    "a badly scaled 4×4": [[-1, 1e5, 0, 2], [1e-5, 0.5, 3e4, 0], [0, 1e-4, -2, 1e6], [1e-8, 0, 1e-6, 1]],
    "a non-normal 4×4": [[-1, 1e4, 2e3, -5e2], [0.01, -2, 1e3, 4e3], [0, 0.02, -1, 3e4], [0, 0, 1e-3, -3]],
    "random 4×4 in other units": units(noise(4, 2), [0, 3, -4, 7]),
    "random 6×6 in other units": units(noise(6, 3), [2, -3, 5, 0, -6, 1]),
    "Moler and Van Loan": [[-49, 24], [-64, 31]],
    "Ward, 1": [[4, 2, 0], [1, 4, 1], [1, 1, 4]],
    "Ward, 2": [[29.87942128909879, 0.7815750847907159, -2.289519314033932],
                [0.7815750847907159, 25.72656945571064, 8.680737820540137],
                [-2.289519314033932, 8.680737820540137, 34.39400925519054]],
    "Ward, 3": [[-131, 19, 18], [-390, 56, 54], [-387, 57, 52]],
    "Higham and Al-Mohy, squarings": [[1, 1e5, 1e5, 1e5], [0, 0, 1, 1], [0, 0, 1, 2], [0, 0, 0, -1]],
    "Dieci and Papini": [[0.25, 1e4], [0, -0.25]],
    "Dieci and Papini, full": [[0.01, 1e4, 1e4], [-1e-8, 0.02, 1e4], [1e-8, -1e-9, -0.03]],
    "a rotation by 200": [[0, 200], [-200, 0]],
    "a decay": [[-700, 3], [1, -650]],
    "a stochastic generator": [[-1e3, 1e3, 0], [2, -5, 3], [0, 1e-3, -1e-3]],
    "a damped oscillator": [[0, 1], [-1e10, -3e2]],
    "tiny": [[1e-200, 3e-205], [-2e-190, 1e-201]],
    "random 5×5": noise(5),
    "random 5×5, larger": noise(5, 8),
    "companion": [[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [-24, 50, -35, 10]],
    "Forsythe": [[0, 1, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1], [1e-10, 0, 0, 0, 0]],
    "Grcar": [[1 if i <= j <= i + 3 else -1 if j == i - 1 else 0 for j in range(8)] for i in range(8)],
    "Kahan": upper(6, lambda i, j: -0.36 * 0.93**i, lambda i: 0.93**i),
    "an integer triangle": upper(5, lambda i, j: (-1.0) ** (i + j) * 7 ** (j - i), lambda i: i - 2.0),
    "a reducible matrix":
        [[0, 63.687, 0, 0, 0, 0],
         [0, 0, 0, 0, -7.2468, 0],
         [0, 0, 0, 0, 0, 0],
         [0, 0, -13.047, 0, 3.8198, 0],
         [0, -32.122, 25.036, 6.1842, 0, 0],
         [-20.028, 16.658, 19.465, 0, -29.846, 17.819]],
    "a graded lower triangle":
        [[-0.0024251, 0, 0, 0, 0, 0],
         [95.977, 120.27, 0, 0, 0, 0],
         [0.0060409, 22.358, 0.0026221, 0, 0, 0],
         [-101.06, -0.055007, -0.064366, -112.66, 0, 0],
         [0.0048768, -3.646, 5.8669, -93.642, -77.392, 0],
         [2.2131, 2.2554, 0.017518, -29.484, 16.991, -5.4973e-05]],
    "a lower triangle with a large eigenvalue":
        [[-1.9035, 0, 0, 0, 0, 0],
         [-0.0051095, 0.082361, 0, 0, 0, 0],
         [0.09435, 0.10204, -6.934, 0, 0, 0],
         [-85.26, 45.929, 6.4501, 70.892, 0, 0],
         [-0.001242, -0.011312, -0.0496, -52.713, 0.087955, 0],
         [-0.0099503, -0.40031, 118.8, -53.026, 0.0014994, 0.083912]],
}


def exact(a):
    return mp.expm(mp.matrix(a), method="taylor")


def block(a, e):
    n = len(a)
    y = exact([list(a[i]) + list(e[i]) for i in range(n)] + [[0] * n + list(a[i]) for i in range(n)])
    return y[:n, :n], y[:n, n:]


def floats(m):
    return [[float(m[i, j]) for j in range(m.cols)] for i in range(m.rows)]


def error(computed, m):
    """Entries below the numbers do not count; what is not a number is wrong altogether."""
    worst = 0.0
    for i in range(m.rows):
        for j in range(m.cols):
            if abs(m[i, j]) < 1e-290:
                continue
            one = abs((mp.mpf(float(computed[i][j])) - m[i, j]) / m[i, j]) if np.isfinite(computed[i][j]) else mp.inf
            worst = max(worst, float(one))
    return min(worst, 1e300)


cases = {}
for name, a in CASES.items():
    a = [[float(x) for x in row] for row in a]
    n = len(a)
    e = [[r.choice([-1, 1]) * round(r.uniform(0.2, 1), 3) for _ in range(n)] for _ in range(n)]
    y, dy = block(a, e)
    array = np.array(a)
    cases[name] = {
        "a": a, "e": e, "value": floats(y), "derivative": floats(dy),
        "scipy": [error(sl.expm(array), y), error(sl.expm_frechet(array, np.array(e), compute_expm=False), dy)],
    }
pathlib.Path(__file__).with_name("expm.json").write_text(json.dumps(cases, ensure_ascii=False))
