"""Writes reference.json: normal quantiles, derivatives of the digamma function and slopes of gamma draws by mpmath with 40 digits and more, as doubles."""
import json
from pathlib import Path
from mpmath import mp, mpf, erfinv, sqrt, gammainc, gamma, exp, inf, diff, psi

levels = [1e-300, 1e-100, 1e-20, 2.0**-53, 1e-10, 0.001, 0.0749, 0.0751, 0.2, 0.4999999, 0.5, 0.7, 0.93, 0.99999]


def quantile(u):
    mp.dps = 340 if u < 1e-15 else 40
    return float(-sqrt(mpf(2)) * erfinv(1 - 2 * mpf(u)))


def slope(a, z):
    """dz/da = -(dF/da)/p at a fixed quantile; F is the distribution function of the gamma distribution, p its density."""
    mp.dps = 60
    a, z = mpf(a), mpf(z)
    F = lambda b: gammainc(b, 0, z, regularized=True) if z <= a else -gammainc(b, z, inf, regularized=True)
    return float(-diff(F, a) / (z ** (a - 1) * exp(-z) / gamma(a)))


def far(a):
    if a > 1000:
        return [0.99, 1, 1.01]
    return [0.5, 0.99, 1, 1.01, 2] if a > 50 else [1e-30, 1e-8, 0.01, 0.5, 0.99, 1, 1.01, 2, 10]


places = [(a, a * ratio) for a in [0.001, 0.01, 0.3, 1.0, 2.5, 10.0, 100.5, 10000.0] for ratio in far(a)]
orders = [(n, x) for x in [1e-50, 1e-9, 0.3, 1.0, 1.46, 5.0, 9.99, 10.01, 1e5, 1e50] for n in range(4)]
mp.dps = 60
reference = {
    "digamma": [[n, x, float(psi(n, mpf(x)))] for n, x in orders],
    "normalQuantile": [[u, quantile(u)] for u in levels],
    "gammaSlope": [[a, z, slope(a, z)] for a, z in places],
}
Path(__file__).with_name("reference.json").write_text(json.dumps(reference) + "\n")
