"""Writes gamma.json: how gamma draws move with their parameter at a fixed quantile, to third order, by mpmath with 60 digits."""
import json
from pathlib import Path
from mpmath import mp, mpf, gammainc, inf, findroot, taylor, factorial

mp.dps = 60
# Seed, parameter, and what generator(seed).gamma(a) draws.
draws = [
    (1, 0.05, 9.782675913734194e-9), (1, 0.7, 0.4776185059931232), (1, 1.0, 0.9719861505388459), (1, 3.0, 3.239032606289712),
    (1, 40.0, 41.76881734892191), (1, 500.0, 507.03544613352335), (2, 0.7, 1.6930937416417262), (2, 3.0, 4.280205350406323),
    (2, 40.0, 45.17488432984562),
]


def moved(a, z):
    a, z = mpf(a), mpf(z)
    F = lambda b, x: gammainc(b, 0, x, regularized=True)
    u = F(a, z)
    # In the logarithm: the root stays positive.
    at = lambda b: mp.exp(findroot(lambda w: F(b, mp.exp(w)) - u, mp.log(z), tol=mpf(10) ** -110))
    return [float(c * factorial(k)) for k, c in enumerate(taylor(at, a, 3, singular=False))][1:]


rows = [[seed, a, z, *moved(a, z)] for seed, a, z in draws]
Path(__file__).with_name("gamma.json").write_text(json.dumps(rows) + "\n")
