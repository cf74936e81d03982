"""How many evaluations SciPy's minimizers need on functions that the other end of a pipe evaluates for them.

Reads the list of functions first, one line of JSON: their names and starts. Then writes questions, {"function": ..., "what":
..., "x": ...}, each of which is answered by one line, and at last {"scipy": version, "problems": [...]}. What that once was
stands in evaluations.json, written by dist/evaluations/record.js.
"""

import json
import math
import os
import sys

import numpy as np
import scipy
from scipy import optimize

# What libraries print is not to get between the questions.
questions = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def say(message):
    print(json.dumps(message), file=questions, flush=True)


def ask(**question):
    say(question)
    return json.loads(sys.stdin.readline())


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
    return {"evaluations": int(r.nfev), "value": 2 * float(r.cost), "success": bool(r.success)}


def attempt(method, *arguments):
    """What a method needed. One that fails has needed something and solved nothing."""
    try:
        result = method(*arguments)
        result["value"] = result["value"] if math.isfinite(result["value"]) else None
        return result
    except Exception as error:
        return {"evaluations": 1, "value": None, "success": False, "error": str(error)}


if __name__ == "__main__":
    rows = []
    for i, problem in enumerate(json.loads(sys.stdin.readline())):
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
    say({"scipy": scipy.__version__, "problems": rows})
