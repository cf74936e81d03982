"""How many evaluations SciPy's minimizers need on functions that the other end of a pipe evaluates for them.

Reads the list of functions first, one line of JSON: their names and starts, the least values that somebody else has found by each
kind of method, and the accuracies to which evaluations are counted. Then writes questions, {"function": ..., "what": ..., "x": ...},
each of which is answered by one line, and at last {"scipy": version, "problems": [...]}. What that once was stands in
evaluations.json, written by dist/evaluations/record.js.

Each method runs twice: until it stops by its own defaults, and without a test of convergence, as far as it goes. The second run
tells how many evaluations it needed for f <= least + accuracy * (f(start) - least), the measure of More and Wild (2009).
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


def lbfgsb(f, start, far, bounds=None):
    options = {"maxiter": 2000, "maxfun": 4000, "ftol": 0, "gtol": 0} if far else {"maxiter": 1000}
    r = optimize.minimize(f, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return {"evaluations": int(r.nfev), "value": float(r.fun), "success": bool(r.success)}


def bfgs(f, start, far):
    options = {"maxiter": 2000, "gtol": 0} if far else {"maxiter": 1000}
    r = optimize.minimize(f, start, jac=True, method="BFGS", options=options)
    return {"evaluations": int(r.nfev), "value": float(r.fun), "success": bool(r.success)}


def trust_ncg(f, start, far, i):
    counts = {"hvp": 0}

    def hessp(x, v):
        counts["hvp"] += 1
        # At a gradient of 0 SciPy's directions are 0/0.
        if not np.all(np.isfinite(v)):
            raise ValueError("a direction is not finite")
        return np.nan_to_num(numbers(ask(function=i, what="hvp", x=list(x), v=list(v))))

    options = {"gtol": 1e-300 if far else 1e-5, "maxiter": 1000}
    r = optimize.minimize(f, start, jac=True, hessp=hessp, method="trust-ncg", options=options)
    return {"evaluations": int(r.nfev), "products": counts["hvp"], "value": float(r.fun), "success": bool(r.success)}


def lm(note, start, far, i):
    def residual(x):
        r = np.nan_to_num(numbers(ask(function=i, what="residual", x=list(x))), nan=1e100, posinf=1e100)
        note(float(r @ r))
        return r

    def jacobian(x):
        return np.nan_to_num(numbers(ask(function=i, what="jacobian", x=list(x))))

    tolerance = 2.3e-16 if far else 1e-8
    tolerances = {"ftol": tolerance, "xtol": tolerance, "gtol": tolerance}
    r = optimize.least_squares(residual, start, jacobian, method="lm", x_scale="jac", max_nfev=2000, **tolerances)
    return {"evaluations": int(r.nfev), "value": 2 * float(r.cost), "success": bool(r.success)}


def attempt(method, *arguments):
    """What a method needed. One that fails has needed something and solved nothing."""
    try:
        result = method(*arguments)
        result["value"] = result["value"] if math.isfinite(result["value"]) else None
        return result
    except Exception as error:
        return {"evaluations": 1, "value": None, "success": False, "error": str(error)}


def noted(f, path):
    def g(x):
        value, gradient = f(x)
        path.append(value)
        return value, gradient

    return g


def measure(method, i, start, least, accuracies, *arguments):
    """Both runs of a method: how it stops, and how far it was after how many evaluations."""
    squares = method is lm
    by_itself = attempt(method, (lambda value: None) if squares else objective(i), start, False, *arguments)
    path = []
    attempt(method, path.append if squares else noted(objective(i), path), start, True, *arguments)
    path = [value if math.isfinite(value) else math.inf for value in path]
    least = min(least, *path)
    reached = []
    for accuracy in accuracies:
        goal = least + accuracy * (path[0] - least)
        first = next((k for k, value in enumerate(path) if value <= goal), None)
        reached.append(None if first is None else first + 1)
    return {**by_itself, "least": least, "reached": reached}


if __name__ == "__main__":
    rows = []
    given = json.loads(sys.stdin.readline())
    accuracies = given["accuracies"]
    for i, problem in enumerate(given["functions"]):
        start, least = problem["start"], problem["least"]
        rows.append(
            {
                "name": problem["name"],
                "lbfgsb": measure(lbfgsb, i, start, least["lbfgsb"], accuracies),
                "boxed": measure(lbfgsb, i, start, least["boxed"], accuracies, box(start)),
                "bfgs": measure(bfgs, i, start, least["bfgs"], accuracies),
                "trust-ncg": measure(trust_ncg, i, start, least["trust-ncg"], accuracies, i),
                "lm": measure(lm, i, start, least["lm"], accuracies, i),
            }
        )
    say({"scipy": scipy.__version__, "accuracies": accuracies, "problems": rows})
