"""How many evaluations SciPy's minimizers need on the functions of Moré, Garbow & Hillstrom, with exact derivatives from
the library itself. Writes record.json beside itself.

    python3 record.py
"""

import json
import math
import pathlib
import subprocess

import numpy as np
import scipy
from scipy import optimize

here = pathlib.Path(__file__).parent
node = subprocess.Popen(["node", str(here / "serve.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(**request):
    node.stdin.write(json.dumps(request) + "\n")
    node.stdin.flush()
    return json.loads(node.stdout.readline())


def numbers(x):
    return np.array(x, dtype=float)  # None becomes NaN


def objective(i):
    def f(x):
        if not np.all(np.isfinite(x)):
            return math.inf, np.zeros_like(x)
        answer = ask(function=i, what="objective", x=list(x))
        return (math.inf if answer["value"] is None else answer["value"]), np.nan_to_num(numbers(answer["gradient"]))

    return f


def box(start):
    """Around the start, so that about half of the minima are cut off."""
    start = np.array(start)
    size = np.maximum(1, np.abs(start))
    return list(zip(start - 0.4 * size, start + 1.5 * size))


def lbfgsb(i, start, bounds=None):
    r = optimize.minimize(objective(i), start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 1000})
    return {"evaluations": int(r.nfev), "value": float(r.fun), "success": bool(r.success)}


def trust_ncg(i, start):
    counts = {"hvp": 0}

    def hessp(x, v):
        counts["hvp"] += 1
        return np.nan_to_num(numbers(ask(function=i, what="hvp", x=list(x), v=list(v))))

    r = optimize.minimize(
        objective(i), start, jac=True, hessp=hessp, method="trust-ncg", options={"gtol": 1e-5, "maxiter": 1000}
    )
    return {"evaluations": int(r.nfev), "products": counts["hvp"], "value": float(r.fun), "success": bool(r.success)}


def lm(i, start):
    def residual(x):
        return np.nan_to_num(numbers(ask(function=i, what="residual", x=list(x))), nan=1e100, posinf=1e100)

    def jacobian(x):
        return np.nan_to_num(numbers(ask(function=i, what="jacobian", x=list(x))))

    r = optimize.least_squares(
        residual, start, jacobian, method="lm", x_scale="jac", ftol=1e-8, xtol=1e-8, gtol=1e-8, max_nfev=2000
    )
    return {"evaluations": int(r.nfev), "jacobians": int(r.njev or 0), "value": 2 * float(r.cost), "success": bool(r.success)}


def attempt(method, *arguments):
    try:
        result = method(*arguments)
        result["value"] = result["value"] if math.isfinite(result["value"]) else None
        return result
    except Exception as error:
        return {"evaluations": 0, "value": None, "success": False, "error": str(error)}


if __name__ == "__main__":
    rows = []
    for i, problem in enumerate(ask()):
        start = problem["start"]
        rows.append(
            {
                "name": problem["name"],
                "lbfgsb": attempt(lbfgsb, i, start),
                "boxed": attempt(lbfgsb, i, start, box(start)),
                "trust-ncg": attempt(trust_ncg, i, start),
                "lm": attempt(lm, i, start),
            }
        )
        print(rows[-1], flush=True)
    node.stdin.close()
    record = {"scipy": scipy.__version__, "problems": rows}
    (here / "record.json").write_text(json.dumps(record, indent=2) + "\n")
