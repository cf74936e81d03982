"""Fits by R and by SciPy's curve_fit, for references.test.ts. Debian 12: r-base-core 4.2.2, r-cran-mass; SciPy 1.17.1. Quantiles of
Student's t by mpmath with 40 digits.

    python3 references.py && npx biome check --write references.json
"""

import json
import pathlib
import subprocess

import numpy as np
from mpmath import betainc, findroot, log, mp, mpf
from scipy.optimize import curve_fit
from scipy.stats import t as student

here = pathlib.Path(__file__).parent
text = subprocess.run(["Rscript", str(here / "references.r")], check=True, capture_output=True, text=True).stdout
out = {"r": json.loads(text)}


def decay(x, a, k, c):
    return a * np.exp(-k * x) + c


rng = np.random.default_rng(7)
x = np.linspace(0, 5, 16)
y = np.round(decay(x, 3, 1.2, 0.5) + 0.05 * rng.normal(size=16), 3)
sigma = np.round(0.03 + 0.04 * rng.random(16), 3)
spoilt = y.copy()
spoilt[[3, 9]] += [2.5, -1.5]
lags = np.abs(np.subtract.outer(np.arange(16), np.arange(16)))
covariance = np.outer(sigma, sigma) * 0.6**lags
tight = {"xtol": 1e-15, "ftol": 1e-15, "gtol": 1e-15}


def fit(y, **options):
    p, c = curve_fit(decay, x, y, p0=[1, 1, 0], **options)
    return {"params": p.tolist(), "covariance": c.ravel().tolist()}


out["scipy"] = {
    "x": x.tolist(),
    "y": y.tolist(),
    "spoilt": spoilt.tolist(),
    "sigma": sigma.tolist(),
    "matrix": covariance.tolist(),
    "plain": fit(y, **tight),
    "relative": fit(y, sigma=sigma, **tight),
    "absolute": fit(y, sigma=sigma, absolute_sigma=True, **tight),
    "correlated": fit(y, sigma=covariance, absolute_sigma=True, **tight),
    "correlatedRelative": fit(y, sigma=covariance, **tight),
    "bounded": fit(y, sigma=sigma, method="trf", bounds=([0, 0, 0], [10, 10, 10]), **tight),
    **{
        loss: fit(spoilt, sigma=sigma, method="trf", loss=name, f_scale=1.5, jac=lambda x, a, k, c: np.stack(
            [np.exp(-k * x), -a * x * np.exp(-k * x), np.ones_like(x)], 1), **tight)
        for loss, name in [("softL1", "soft_l1"), ("huber", "huber"), ("cauchy", "cauchy")]
    },
}


def quantile(level, freedom):
    tail, n = (1 - mpf(level)) / 2, mpf(freedom)
    guess = mpf(student.isf(float(tail), freedom))
    excess = lambda t: log(betainc(n / 2, mpf(1) / 2, 0, n / (n + t * t), regularized=True) / 2) - log(tail)
    return float(findroot(excess, (guess, guess * (1 + mpf(10) ** -8))))


mp.dps = 40
out["student"] = [
    [level, freedom, quantile(level, freedom)]
    for freedom in [1, 2, 3, 4, 5, 10, 33, 100, 999, 10000, 10001]
    for level in [0.01, 0.5, 0.6827, 0.95, 0.99, 0.999999]
]
mp.dps = 30
from mpmath import erfinv, sqrt

out["normal"] = [[level, float(sqrt(2) * erfinv(mpf(level)))] for level in [0.01, 0.5, 0.6827, 0.95, 0.99, 0.999999]]
(here / "references.json").write_text(json.dumps(out))
