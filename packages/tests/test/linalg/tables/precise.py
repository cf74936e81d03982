"""Values and gradients of linear algebra with 60 digits, for linalg.precision.test.ts. Writes precise.json beside itself, with
the inputs and weights that stand there already.

    python3 precise.py && npx biome check --write precise.json

The gradient is that of the sum of weights times values, by central differences with a step of 1e-22. Symmetric arguments are
moved symmetrically, and have symmetric gradients.
"""

import json
import pathlib
import random

import mpmath as mp

mp.mp.dps = 60
STEP = mp.mpf(10) ** -22
NEW_INPUTS = {
    "factor": lambda r: [[(2 + r() if i == j else r()) if j <= i else 0 for j in range(6)] for i in range(6)],
    "rows": lambda r: [[r() for _ in range(6)] for _ in range(2)],
    "centre": lambda r: [[r() for _ in range(6)]],
    "wide": lambda r: [[r() for _ in range(6)] for _ in range(4)],
    "few": lambda r: [[r() for _ in range(2)] for _ in range(4)],
}


def tril(a):
    return mp.matrix([[a[i, j] if j <= i else 0 for j in range(a.cols)] for i in range(a.rows)])


def lu(a):
    """Without exchanges in the result: the pivots do not move."""
    a, n, order = a.copy(), a.rows, list(range(a.rows))
    for k in range(n):
        p = max(range(k, n), key=lambda i: abs(a[i, k]))
        order[k], order[p] = order[p], order[k]
        for j in range(n):
            a[k, j], a[p, j] = a[p, j], a[k, j]
        for i in range(k + 1, n):
            a[i, k] /= a[k, k]
            for j in range(k + 1, n):
                a[i, j] -= a[i, k] * a[k, j]
    return a


def qr(a):
    """By Gram and Schmidt, so that the diagonal of R is positive."""
    q = mp.matrix(a.rows, min(a.rows, a.cols))
    for j in range(q.cols):
        v = a[:, j]
        for _ in range(2):
            for i in range(j):
                v = v - q[:, i] * (q[:, i].T * v)[0]
        q[:, j] = v / mp.norm(v)
    return q, q.T * a


def with_values(v, values):
    return v * mp.diag(list(values)) * v.T


def svd(a):
    if a.rows < a.cols:
        u, s, v = svd(a.T)
        return v, s, u
    squares, v = mp.eigsy(a.T * a)
    n = a.cols
    v = mp.matrix([[v[i, n - 1 - j] for j in range(n)] for i in range(n)])
    s = [mp.sqrt(squares[n - 1 - j]) for j in range(n)]
    return a * v * mp.diag([1 / x for x in s]), s, v


def eigenvalues(a):
    values, _ = mp.eig(a)
    values = sorted(values, key=lambda x: (round(float(mp.re(x)), 12), float(mp.im(x))))
    return mp.matrix([[mp.re(x), mp.im(x)] for x in values])


def kron_solve(a, b, c):
    """a x + x b = c."""
    m, n = a.rows, b.rows
    k = mp.matrix(m * n, m * n)
    for i in range(m):
        for j in range(n):
            for p in range(m):
                k[i * n + j, p * n + j] += a[i, p]
            for p in range(n):
                k[i * n + j, i * n + p] += b[p, j]
    x = mp.lu_solve(k, mp.matrix([c[i, j] for i in range(m) for j in range(n)]))
    return mp.matrix([[x[i * n + j] for j in range(n)] for i in range(m)])


def gaussian(y, mean, k):
    p, constant = k**-1, mp.log(mp.det(k)) + k.rows * mp.log(2 * mp.pi)
    rows = [y[i, :] - mean for i in range(y.rows)]
    return mp.matrix([[-((r * p * r.T)[0] + constant) / 2 for r in rows]])


def svd_of(f):
    def of(a):
        u, s, v = svd(a)
        return f(u, s, v)

    return of


def counting(n):
    return mp.diag([i + 1 for i in range(n)])


def one(x):
    return mp.matrix([[x]])


def pinv(a):
    return (a.T * a) ** -1 * a.T if a.rows >= a.cols else a.T * (a * a.T) ** -1


def cubes(a):
    return mp.matrix([[mp.cbrt(sum(abs(a[i, j]) ** 3 for j in range(a.cols))) for i in range(a.rows)]])


def distances(x, y):
    d = lambda i, j: sum((x[i, k] - y[j, k]) ** 2 for k in range(x.cols))
    return mp.matrix([[d(i, j) for j in range(y.rows)] for i in range(x.rows)])


def real(a):
    return a.apply(mp.re)


vectors = svd_of(lambda u, s, v: u * counting(len(s)) * v.T)
FUNCTIONS = {
    "inv": (["general"], [], lambda a: a**-1),
    "solve": (["general", "right"], [], lambda a, b: a**-1 * b),
    "det": (["general"], [], lambda a: one(mp.det(a))),
    "slogdet": (["general"], [], lambda a: one(mp.log(abs(mp.det(a))))),
    "logdet": (["definite"], [0], lambda a: one(mp.log(mp.det(a)))),
    "cholesky": (["definite"], [0], mp.cholesky),
    "choleskyJittered": (["definite"], [0], mp.cholesky),
    "choleskySolve": (["factor", "right"], [], lambda l, b: (tril(l) * tril(l).T) ** -1 * b),
    "choleskyInverse": (["factor"], [], lambda l: (tril(l) * tril(l).T) ** -1),
    "triangularSolve": (["factor", "right"], [], lambda l, b: tril(l) ** -1 * b),
    "invQuad": (["definite", "rows"], [0], lambda k, y: mp.matrix([[(y[i, :] * k**-1 * y[i, :].T)[0] for i in range(2)]])),
    "mvnLogDensity": (["rows", "centre", "definite"], [2], gaussian),
    "lower of lu": (["general"], [], lambda a: mp.matrix([[lu(a)[i, j] if j < i else 0 for j in range(6)] for i in range(6)])),
    "upper of lu": (["general"], [], lambda a: mp.matrix([[lu(a)[i, j] if j >= i else 0 for j in range(6)] for i in range(6)])),
    "q of qr": (["tall"], [], lambda a: qr(a)[0]),
    "r of qr": (["tall"], [], lambda a: qr(a)[1]),
    "q of qr, wide": (["wide"], [], lambda a: qr(a)[0]),
    "r of qr, wide": (["wide"], [], lambda a: qr(a)[1]),
    "eigvalsh": (["definite"], [0], lambda a: mp.eigsy(a, eigvals_only=True).T),
    "projectors of eigh": (["definite"], [0], lambda a: with_values(mp.eigsy(a)[1], range(1, 7))),
    "matrixFunction of log": (["definite"], [0], lambda a: with_values(mp.eigsy(a)[1], map(mp.log, mp.eigsy(a)[0]))),
    "svdvals": (["tall"], [], svd_of(lambda u, s, v: mp.matrix([s]))),
    "vectors of svd": (["tall"], [], vectors),
    "vectors of svd, wide": (["wide"], [], vectors),
    "singularFunction of 1": (["tall"], [], svd_of(lambda u, s, v: u * v.T)),
    "pinv": (["tall"], [], pinv),
    "pinv, wide": (["wide"], [], pinv),
    "lstsq": (["tall", "right"], [], lambda a, b: pinv(a) * b),
    "lstsq, wide": (["wide", "few"], [], lambda a, b: pinv(a) * b),
    "nuclear norm": (["tall"], [], svd_of(lambda u, s, v: one(sum(s)))),
    "norm of order 3": (["tall"], [], cubes),
    "cond": (["general"], [], svd_of(lambda u, s, v: one(s[0] / s[-1]))),
    "expm": (["general"], [], mp.expm),
    "logm": (["definite"], [], lambda a: real(mp.logm(a))),
    "logm, general": (["general"], [], lambda a: real(mp.logm(a))),
    "sqrtm": (["definite"], [], lambda a: real(mp.sqrtm(a))),
    "sqrtm, general": (["general"], [], lambda a: real(mp.sqrtm(a))),
    "matrixPower": (["general"], [], lambda a: a**-2),
    "sylvester": (["general", "small", "across"], [], kron_solve),
    "lyapunov": (["general", "definite"], [1], lambda a, q: kron_solve(a, a.T, q)),
    "eigvals": (["general"], [], eigenvalues),
    "matmul": (["general", "across"], [], lambda a, b: a * b),
    "einsum": (["tall", "small", "across"], [], lambda a, b, c: a * b * c.T),
    "pairwiseSquaredDistance": (["tall", "across"], [], distances),
}


def moved(x, i, j, h, symmetric):
    x = x.copy()
    x[i, j] += h
    if symmetric and i != j:
        x[j, i] += h
    return x


def gradient(f, xs, k, weights, symmetric):
    def loss(x):
        y = f(*[x if p == k else other for p, other in enumerate(xs)])
        return sum(w * v for w, v in zip(weights, y))

    x, g = xs[k], mp.matrix(xs[k].rows, xs[k].cols)
    for i in range(x.rows):
        for j in range(i + 1) if symmetric else range(x.cols):
            d = (loss(moved(x, i, j, STEP, symmetric)) - loss(moved(x, i, j, -STEP, symmetric))) / (2 * STEP)
            g[i, j] = d / 2 if symmetric and i != j else d
            if symmetric:
                g[j, i] = g[i, j]
    return floats(g)


def floats(a):
    return [[float(a[i, j]) for j in range(a.cols)] for i in range(a.rows)]


def main():
    path = pathlib.Path(__file__).with_suffix(".json")
    known = json.loads(path.read_text())
    source = random.Random(5)
    draw = lambda: round(source.uniform(-1, 1), 3)
    inputs = known["inputs"] | {k: known["inputs"].get(k) or make(draw) for k, make in NEW_INPUTS.items()}
    functions = {}
    for name, (arguments, symmetric, f) in FUNCTIONS.items():
        xs = [mp.matrix(inputs[key]) for key in arguments]
        value = f(*xs)
        old = known["functions"].get(name)
        weights = old["weights"] if old else [[draw() for _ in range(value.cols)] for _ in range(value.rows)]
        flat = [w for row in weights for w in row]
        gradients = [gradient(f, xs, k, flat, k in symmetric) for k in range(len(xs))]
        fields = dict(arguments=arguments, symmetric=symmetric, value=floats(value), weights=weights, gradients=gradients)
        functions[name] = fields
    path.write_text(json.dumps({"inputs": inputs, "functions": functions}))


if __name__ == "__main__":
    main()
