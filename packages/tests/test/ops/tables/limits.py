"""Derivatives of elementwise functions to order 4 at the edges of the numbers, for limits.test.ts. Writes
limits.json beside itself: for each function rows of x, f, f′, …, f⁗.

    python3 limits.py [names] && npx biome check --write limits.json

At finite points by central differences with a step of 1e-40 (of x, where the function has a pole at 0) in 900 digits; at
infinities, poles and ends of domains by the rules below. What is beyond the numbers is "inf" or "-inf"; what does not exist
is "nan". At a pole, or an end of the domain, the limit is that from within the domain.
"""

import json
import pathlib
import sys

import mpmath as mp

mp.mp.dps = 900
INF, NAN = "inf", "nan"
N = "-inf"
FINITE = [1e-320, 1e-160, 1.0, 30.0, 710.0, 1e160, 1e308]
POINTS = [s * x for x in FINITE for s in (1, -1)]
ABOVE = lambda a: lambda x: x > a
INSIDE = lambda a, b: lambda x: a < x < b
EVERYWHERE = lambda x: True
c = mp.mpf
sigmoid = lambda x: 1 / (1 + mp.exp(-x)) if x > 0 else mp.exp(x) / (1 + mp.exp(x))
softplus = lambda x: max(x, 0) + mp.log1p(mp.exp(-abs(x)))
phi = lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)
erfc = lambda x: mp.erfc(x) if abs(x) < 1e4 else c(0) if x > 0 else c(2)  # what mpmath can
Phi = lambda x: erfc(-x / mp.sqrt(2)) / 2
A = mp.sqrt(8 / mp.pi)


def row(y):
    """Five values; fewer are followed by zeros."""
    return (list(y) + [0] * 5)[:5]


# name: [f, domain, {edge: values}, singular at 0 (the step is relative)]
F = {
    "exp": [mp.exp, EVERYWHERE, {INF: [INF] * 5, N: []}],
    "exp2": [lambda x: c(2) ** x, EVERYWHERE, {INF: [INF] * 5, N: []}],
    "expm1": [mp.expm1, EVERYWHERE, {INF: [INF] * 5, N: [-1]}],
    "log": [mp.log, ABOVE(0), {INF: [INF], 0: [N, INF, N, INF, N]}, True],
    "log2": [lambda x: mp.log(x) / mp.log(2), ABOVE(0), {INF: [INF], 0: [N, INF, N, INF, N]}, True],
    "log10": [lambda x: mp.log(x) / mp.log(10), ABOVE(0), {INF: [INF], 0: [N, INF, N, INF, N]}, True],
    "log1p": [mp.log1p, ABOVE(-1), {INF: [INF], -1: [N, INF, N, INF, N]}],
    "sigmoid": [sigmoid, EVERYWHERE, {INF: [1], N: []}],
    "softplus": [softplus, EVERYWHERE, {INF: [INF, 1], N: []}],
    "logSigmoid": [lambda x: -softplus(-x), EVERYWHERE, {INF: [], N: [N, 1]}],
    "logit": [lambda x: mp.log(x) - mp.log1p(-x), INSIDE(0, 1),
              {0: [N, INF, N, INF, N], 1: [INF] * 5}, True],
    "sin": [mp.sin, EVERYWHERE, {INF: [NAN] * 5, N: [NAN] * 5}],
    "cos": [mp.cos, EVERYWHERE, {INF: [NAN] * 5, N: [NAN] * 5}],
    "tan": [mp.tan, EVERYWHERE, {INF: [NAN] * 5, N: [NAN] * 5}],
    "asin": [mp.asin, INSIDE(-1, 1), {1: [mp.pi / 2] + [INF] * 4, -1: [-mp.pi / 2, INF, N, INF, N]}],
    "acos": [mp.acos, INSIDE(-1, 1), {1: [0] + [N] * 4, -1: [mp.pi, N, INF, N, INF]}],
    "sinh": [mp.sinh, EVERYWHERE, {INF: [INF] * 5, N: [N, INF, N, INF, N]}],
    "cosh": [mp.cosh, EVERYWHERE, {INF: [INF] * 5, N: [INF, N, INF, N, INF]}],
    "tanh": [mp.tanh, EVERYWHERE, {INF: [1], N: [-1]}],
    "asinh": [mp.asinh, EVERYWHERE, {INF: [INF], N: [N]}],
    "acosh": [mp.acosh, ABOVE(1), {INF: [INF], 1: [0, INF, N, INF, N]}],
    "atanh": [mp.atanh, INSIDE(-1, 1), {1: [INF] * 5, -1: [N, INF, N, INF, N]}],
    "reciprocal": [lambda x: 1 / x, EVERYWHERE, {INF: [], N: [], 0: [INF, N, INF, N, INF]}, True],
    "sqrt": [mp.sqrt, ABOVE(0), {INF: [INF], 0: [0, INF, N, INF, N]}, True],
    "rsqrt": [lambda x: 1 / mp.sqrt(x), ABOVE(0), {INF: [], 0: [INF, N, INF, N, INF]}, True],
    "cbrt": [lambda x: mp.sign(x) * mp.cbrt(abs(x)), EVERYWHERE,
             {INF: [INF], N: [N], 0: [0, INF, N, INF, N]}, True],
    "silu": [lambda x: x * sigmoid(x), EVERYWHERE, {INF: [INF, 1], N: []}],
    "gelu": [lambda x: x * Phi(x), EVERYWHERE, {INF: [INF, 1], N: []}],
    "approximate gelu": [lambda x: x * sigmoid(A * (x + c(0.044715) * x**3)), EVERYWHERE, {INF: [INF, 1], N: []}],
    "pow(x, -2)": [lambda x: x**-2, EVERYWHERE, {INF: [], N: [], 0: [INF, N, INF, N, INF]}, True],
    "pow(x, 1.5)": [lambda x: x ** c(1.5), ABOVE(0), {INF: [INF, INF], N: [INF] + [NAN] * 4, 0: [0, 0, INF, N, INF]}, True],
    "pow(2, x)": [lambda x: c(2) ** x, EVERYWHERE, {INF: [INF] * 5, N: []}],
    "pow(0.5, x)": [lambda x: c(0.5) ** x, EVERYWHERE, {INF: [], N: [INF, N, INF, N, INF]}],
    "hypot(x, 1)": [lambda x: mp.sqrt(x * x + 1), EVERYWHERE, {INF: [INF, 1], N: [INF, -1]}],
    "hypot(1e200, x)": [lambda x: mp.sqrt(x * x + c(1e200) ** 2), EVERYWHERE, {INF: [INF, 1], N: [INF, -1]}],
    "logaddexp(x, 0)": [softplus, EVERYWHERE, {INF: [INF, 1], N: []}],
    "logaddexp(-1, x)": [lambda x: -1 + softplus(x + 1), EVERYWHERE, {INF: [INF, 1], N: [-1]}],
    "xlogy(2, x)": [lambda x: 2 * mp.log(x), ABOVE(0), {INF: [INF], 0: [N, INF, N, INF, N]}, True],
    "xlogy(x, 2)": [lambda x: x * mp.log(2), EVERYWHERE, {INF: [INF, mp.log(2)], N: [N, mp.log(2)]}],
    "div(3, x)": [lambda x: 3 / x, EVERYWHERE, {INF: [], N: [], 0: [INF, N, INF, N, INF]}, True],
    "div(x, 3)": [lambda x: x / 3, EVERYWHERE, {INF: [INF, c(1) / 3], N: [N, c(1) / 3]}],
    "mul(x, 3)": [lambda x: x * 3, EVERYWHERE, {INF: [INF, 3], N: [N, 3]}],
    "maximum(x, 2)": [lambda x: max(x, c(2)), EVERYWHERE, {INF: [INF, 1], N: [2]}],
    "minimum(x, 2)": [lambda x: min(x, c(2)), EVERYWHERE, {INF: [2], N: [N, 1]}],
    "clip(x, -2, 2)": [lambda x: min(max(x, c(-2)), c(2)), EVERYWHERE, {INF: [2], N: [-2]}],
    "erf": [lambda x: 1 - erfc(x) if abs(x) > 1 else mp.erf(x), EVERYWHERE, {INF: [1], N: [-1]}],
    "erfc": [erfc, EVERYWHERE, {INF: [], N: [2]}],
}


def wofz_tail(x):
    return mp.exp(x * x) * mp.erfc(x)


def polygammas(first):
    """From ψ⁽ᶠⁱʳˢᵗ⁾ on; at the poles what both sides agree on."""
    def values(x):
        if x <= 0 and x == mp.floor(x):
            return [INF if (first + k) % 2 == 1 else NAN for k in range(5)]
        return [mp.polygamma(first + k, x) for k in range(5)]
    return values


def gammas(x):
    if x <= 0 and x == mp.floor(x):
        return [NAN] * 5
    if x > 700:
        return [INF] * 5
    psi = [mp.polygamma(k, x) for k in range(4)]
    y = [c(1)]
    for k in range(4):
        y.append(sum(mp.binomial(k, j) * psi[j] * y[k - j] for j in range(k + 1)))
    return [mp.gamma(x) * v for v in y]


def erfcxs(x):
    if x < -100:
        return [INF, N, INF, N, INF]
    if x < 1e3:
        w = wofz_tail(x)
        d = [w, 2 * x * w - 2 / mp.sqrt(mp.pi)]
    else:
        d = None
    if d:
        for k in range(2, 5):
            d.append(2 * x * d[-1] + 2 * (k - 1) * d[-2])
        return d
    s = lambda n: sum((-1) ** k * mp.fac2(2 * k - 1) / (2 * x * x) ** k * mp.rf(2 * k + 1, n) for k in range(30))
    return [(-1) ** n * s(n) / x ** (n + 1) / mp.sqrt(mp.pi) for n in range(5)]


def hazards(x):
    if x > 1000:
        return [0] * 5
    if x < -1000:
        t = -x  # log Φ(−t) = −t²/2 − log t − log(2π)/2 − 1/t² …
        return [-t * t / 2 - mp.log(t) - mp.log(2 * mp.pi) / 2, t + 1 / t, -1 + 1 / t**2, -2 / t**3 * -1 * -1 * -1, 6 / t**4]
    h = [phi(x) / Phi(x)]
    r = [x + h[0]]
    for k in range(3):
        h.append(-sum(mp.binomial(k, j) * h[j] * r[k - j] for j in range(k + 1)))
        r.append(h[-1] + (1 if k == 0 else 0))
    return [mp.log(Phi(x))] + h


def inverse_of(f, slope, steps):
    """From y with f(y) = x: y′ = 1/f′(y), y″ and so on by the chain rule."""
    def values(x):
        if x == 0 and steps == 2:
            y = c(0)
        elif steps == 2:
            y = x * mp.sqrt(mp.pi) / 2 if abs(x) < 1e-100 else mp.findroot(lambda t: f(t) - x, x)
        else:
            start = -mp.sqrt(-2 * mp.log(x))
            y = mp.findroot(lambda t: mp.log(f(t)) - mp.log(x), start, tol=1e-80)
        d = 1 / slope(y)
        s = c(steps)
        # y′ = d with dd/dy = s·y·d, so y″ = s y d², and so on
        return [y, d, s * y * d**2, (s + 2 * s**2 * y**2) * d**3, (7 * s**2 * y + 6 * s**3 * y**3) * d**4]
    return values


def bessel(f, even):
    """J, I and K by sums of neighbours."""
    def values(n):
        def at(x):
            terms = {n: c(1)}
            out = []
            for _ in range(5):
                out.append(sum(a * f(k, x) for k, a in terms.items()))
                new = {}
                for k, a in terms.items():
                    up, down = even
                    new[k + 1] = new.get(k + 1, 0) + a * up / 2
                    new[k - 1] = new.get(k - 1, 0) + a * down / 2
                terms = new
            return out
        return at
    return values


def scaled_bessel(n):
    """e^(−|x|) Iₙ: Kummer's function for x > 0, by parity else."""
    def at(x):
        t = abs(x)
        if t > 1e3:
            s = lambda order, k: sum(
                (-1) ** j * mp.fprod((4 * order**2 - (2 * i - 1) ** 2) for i in range(1, j + 1)) / mp.fac(j) / (8 * t) ** j
                * mp.rf(c(1) / 2 + j, k) for j in range(30))
            d = [(-1) ** k * s(n, k) / t**k / mp.sqrt(2 * mp.pi * t) for k in range(5)]
        else:
            # dᵏ/dxᵏ e^(−x) I = e^(−x) Σ (k over j) (−1)^(k−j) I⁽ʲ⁾
            i = bessel(bessel_i, (1, 1))(n)(t)
            d = [mp.exp(-t) * sum(mp.binomial(k, j) * (-1) ** (k - j) * i[j] for j in range(k + 1)) for k in range(5)]
        return [y if x > 0 or (k + n) % 2 == 0 else -y for k, y in enumerate(d)]
    return at


def near_zero(k, x):
    """The first term of J and I, which all the digits come from for tiny x."""
    return (x / 2) ** k / mp.fac(k)


def bessel_i(k, x):
    return near_zero(abs(k), x) if abs(x) < 1e-100 else mp.besseli(abs(k), x)


def bessel_k(k, x):
    if x > 1e-100:
        return mp.besselk(k, x)
    return -mp.log(x / 2) - mp.euler if k == 0 else mp.fac(abs(k) - 1) * (2 / x) ** abs(k) / 2


def bessel_j(k, x):
    """Far out by Hankel's expansion, of which a few terms do, with as many digits as x has."""
    if k < 0:
        return (-1) ** k * bessel_j(-k, x)
    if abs(x) < 1e3:
        return near_zero(k, x) if abs(x) < 1e-100 else mp.besselj(k, x)
    t = abs(x)
    with mp.workdps(800):
        w = t - k * mp.pi / 2 - mp.pi / 4
        a = [mp.fprod((4 * k**2 - (2 * i - 1) ** 2) for i in range(1, j + 1)) / mp.fac(j) / (8 * t) ** j for j in range(20)]
        p = sum((-1) ** (j // 2) * a[j] for j in range(0, 20, 2))
        q = sum((-1) ** (j // 2) * a[j] for j in range(1, 20, 2))
        y = mp.sqrt(2 / (mp.pi * t)) * (mp.cos(w) * p - mp.sin(w) * q)
    return y if x > 0 or k % 2 == 0 else -y


def besselis(n):
    inner = bessel(bessel_i, (1, 1))(n)
    def at(x):
        if abs(x) > 1e3:
            return [INF if x > 0 or (k + n) % 2 == 0 else N for k in range(5)]
        return inner(x)
    return at


def besselks(n):
    inner = bessel(bessel_k, (-1, -1))(n)
    return lambda x: [0] * 5 if x > 1e3 else inner(x)


def powers(n):
    return lambda x: [mp.ff(n, k) * x ** (n - k) if k <= n else 0 for k in range(5)]


def sincs(x):
    """From u·g⁽ⁿ⁾ + n·g⁽ⁿ⁻¹⁾ = sin⁽ⁿ⁾ u, with digits enough for the u and for what cancels near 0."""
    with mp.workdps(2500):
        u, g = mp.pi * x, []
        for n in range(5):
            # sin⁽ⁿ⁾(πx), exact at integers
            s = [mp.sinpi(x), mp.cospi(x), -mp.sinpi(x), -mp.cospi(x)][n % 4]
            g.append((s - n * g[-1] if n else s) / u)
        return [mp.pi**n * y for n, y in enumerate(g)]


def sides(left, right):
    """A kink at 0: multiples of x."""
    return lambda x: row([(left if x < 0 else right) * x, left if x < 0 else right])


def atans(x):
    y = 1 / (1 + x * x)
    return [mp.atan(x), y, -2 * x * y**2, (6 * x * x - 2) * y**3, 24 * (x - x**3) * y**4]


# name: [values, domain, edges]
G = {
    "abs": [sides(-1, 1), EVERYWHERE, {INF: [INF, 1], N: [INF, -1]}],
    "relu": [sides(0, 1), EVERYWHERE, {INF: [INF, 1], N: []}],
    "neg": [sides(-1, -1), EVERYWHERE, {INF: [N, -1], N: [INF, -1]}],
    "hypot(x, 0)": [sides(-1, 1), EVERYWHERE, {INF: [INF, 1], N: [INF, -1]}],
    "add(x, 3)": [lambda x: row([x + 3, 1]), EVERYWHERE, {INF: [INF, 1], N: [N, 1]}],
    "sub(3, x)": [lambda x: row([3 - x, -1]), EVERYWHERE, {INF: [N, -1], N: [INF, -1]}],
    "div(0, x)": [lambda x: row([0]), EVERYWHERE, {INF: [], N: [], 0: [NAN] * 5}],
    "sign": [lambda x: row([mp.sign(x)]), EVERYWHERE, {INF: [1], N: [-1]}],
    "floor": [lambda x: row([mp.floor(x)]), EVERYWHERE, {INF: [INF], N: [N]}],
    "ceil": [lambda x: row([mp.ceil(x)]), EVERYWHERE, {INF: [INF], N: [N]}],
    "round": [lambda x: row([mp.nint(x)]), EVERYWHERE, {INF: [INF], N: [N]}],
    "remainder(x, 4)": [lambda x: row([x - 4 * mp.floor(x / 4), 1]), EVERYWHERE, {INF: [NAN, NAN], N: [NAN, NAN]}],
    "remainder(7, x)": [lambda x: row([7 - x * mp.floor(7 / x), -mp.floor(7 / x)]), EVERYWHERE,
                        {INF: [7], N: [N, 1]}],
    "where(x > 0, x, 0)": [sides(0, 1), EVERYWHERE, {INF: [INF, 1], N: []}],
    "square": [powers(2), EVERYWHERE, {INF: [INF, INF, 2], N: [INF, N, 2], 0: [0, 0, 2]}],
    "pow(x, 2)": [powers(2), EVERYWHERE, {INF: [INF, INF, 2], N: [INF, N, 2], 0: [0, 0, 2]}],
    "pow(x, 3)": [powers(3), EVERYWHERE, {INF: [INF, INF, INF, 6], N: [N, INF, N, 6], 0: [0, 0, 0, 6]}],
    "pow(x, 1)": [powers(1), EVERYWHERE, {INF: [INF, 1], N: [N, 1], 0: [0, 1]}],
    "pow(x, 0)": [powers(0), EVERYWHERE, {INF: [1], N: [1], 0: [1]}],
    "atan": [atans, EVERYWHERE, {INF: [mp.pi / 2], N: [-mp.pi / 2]}],
    "atan2(x, 1)": [atans, EVERYWHERE, {INF: [mp.pi / 2], N: [-mp.pi / 2]}],
    "atan2(1, x)": [lambda x: [mp.acot(x) if x > 0 else mp.pi + mp.acot(x)] + [-y for y in atans(x)[1:]], EVERYWHERE,
                    {INF: [], N: [mp.pi]}],
    "atan2(x, 0)": [lambda x: row([mp.sign(x) * mp.pi / 2]), EVERYWHERE, {INF: [mp.pi / 2], N: [-mp.pi / 2]}],
    "pow(0, x)": [lambda x: [0] * 5 if x > 0 else [INF, N, INF, N, INF], EVERYWHERE, {INF: [], N: [INF, N, INF, N, INF]}],
    "xlogy(0, x)": [lambda x: [0] * 5, EVERYWHERE, {INF: [], N: [], 0: []}],
    "sinc": [sincs, EVERYWHERE, {INF: [], N: [], 0: [1, 0, -mp.pi**2 / 3, 0, mp.pi**4 / 5]}],
    "normalCdf": [lambda x: [Phi(x), phi(x), -x * phi(x), (x * x - 1) * phi(x), (3 * x - x**3) * phi(x)], EVERYWHERE,
                  {INF: [1], N: []}],
    "gamma": [gammas, EVERYWHERE, {INF: [INF] * 5, N: [NAN] * 5, 0: [INF, N, INF, N, INF]}],
    "lgamma": [lambda x: [mp.log(abs(mp.gamma(x))) if x > 0 and x < 1000 else mp.loggamma(x) if x > 0 else
                          INF if x == mp.floor(x) else mp.log(abs(mp.gamma(x)))] + polygammas(0)(x)[:4],
               EVERYWHERE, {INF: [INF, INF], N: [INF] + [NAN] * 4}],
    "digamma": [polygammas(0), EVERYWHERE, {INF: [INF], N: [NAN] * 5}],
    "trigamma": [polygammas(1), EVERYWHERE, {INF: [], N: [NAN] * 5}],
    "erfcx": [erfcxs, EVERYWHERE, {INF: [], N: [INF, N, INF, N, INF]}],
    "logNormalCdf": [hazards, EVERYWHERE, {INF: [], N: [N, INF, -1]}],
    "erfInv": [inverse_of(mp.erf, lambda y: 2 / mp.sqrt(mp.pi) * mp.exp(-y * y), 2), INSIDE(-1, 1),
               {1: [INF] * 5, -1: [N, INF, N, INF, N]}],
    "normalCdfInverse": [inverse_of(Phi, phi, 1), INSIDE(0, 1), {0: [N, INF, N, INF, N], 1: [INF] * 5}],
    "besselJ0": [bessel(bessel_j, (-1, 1))(0), EVERYWHERE, {INF: [], N: []}],
    "besselJ1": [bessel(bessel_j, (-1, 1))(1), EVERYWHERE, {INF: [], N: []}],
    "besselI0": [besselis(0), EVERYWHERE, {INF: [INF] * 5, N: [INF, N, INF, N, INF]}],
    "besselI1": [besselis(1), EVERYWHERE, {INF: [INF] * 5, N: [N, INF, N, INF, N]}],
    "besselI0e": [scaled_bessel(0), EVERYWHERE, {INF: [], N: []}],
    "besselI1e": [scaled_bessel(1), EVERYWHERE, {INF: [], N: []}],
    "besselK0": [besselks(0), ABOVE(0), {INF: [], 0: [INF, N, INF, N, INF]}],
    "besselK1": [besselks(1), ABOVE(0), {INF: [], 0: [INF, N, INF, N, INF]}],
    "logBeta(x, 2)": [lambda x: [-mp.log(x) - mp.log1p(x)] + [
        (-1) ** n * mp.fac(n - 1) * (x**-n + (1 + x) ** -n) for n in range(1, 5)], ABOVE(0),
        {INF: [N], 0: [INF, N, INF, N, INF]}],
}


def differences(f, relative):
    coefficients = [[1], [-1, 0, 1], [1, -2, 1], [-1, 2, 0, -2, 1], [1, -4, 6, -4, 1]]
    def values(x):
        h = mp.mpf(10) ** -40 * (abs(x) if relative else 1)
        out = []
        for k, cs in enumerate(coefficients):
            half = len(cs) // 2
            total = sum(a * f(x + (j - half) * h) for j, a in enumerate(cs) if a)
            out.append(total / h**k / (2 if k % 2 else 1))
        return out
    return values


def number(y):
    if isinstance(y, str):
        return y
    y = mp.re(y)
    if mp.isnan(y):
        return NAN
    if abs(y) > mp.mpf(1.7976931348623157e308):
        return INF if y > 0 else N
    return float(y) + 0.0


def digits(name):
    return 900 if name not in G else 60 if name.startswith("bessel") else 400


path = pathlib.Path(__file__).with_name("limits.json")
table = json.loads(path.read_text()) if len(sys.argv) > 1 and path.exists() else {}
for name, (f, domain, edges, *rest) in {**F, **G}.items():
    if len(sys.argv) > 1 and name not in sys.argv[1:]:
        continue
    values = f if name in G else differences(f, bool(rest and rest[0]))
    mp.mp.dps = digits(name)
    rows = []
    for x in POINTS:
        if x in edges:
            continue
        y = values(mp.mpf(x)) if domain(x) else [NAN] * 5
        rows.append([x] + [number(v) for v in y])
        mp.mp.dps = digits(name)
    for x, y in edges.items():
        rows.append([x] + [number(v) for v in row(y)])
    for x in (INF, N):
        if x not in edges:
            rows.append([x] + [NAN] * 5)
    table[name] = rows
    print(name, flush=True)
    path.write_text(json.dumps(table))
