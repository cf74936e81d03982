"""Runs and times computations: reads one line of JSON after the other, and answers each with one.

    {"job": 1, "want": "prepare", "file": "gemm", "function": "by_numpy", "arrays": {"a": {"path": ..., "shape": ...}}}
    {"job": 1, "want": "result", "path": ...}      writes the numbers there
    {"job": 1, "want": "seconds", "calls": 10}     is answered by {"seconds": ...}
    {"job": 1, "want": "close"}
"""

import importlib
import json
import os
import sys
import time
import warnings

import numpy

# What libraries print is not to get between the answers.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
warnings.simplefilter("ignore")

jobs = {}


def prepare(request):
    arrays = {
        name: numpy.fromfile(array["path"]).reshape(array["shape"]) for name, array in request["arrays"].items()
    }
    make = getattr(importlib.import_module(request["file"]), request["function"])
    jobs[request["job"]] = make(**arrays)
    return {}


def result(request):
    """Writes a result: an array, or several, one after the other."""
    parts = jobs[request["job"]]()
    parts = parts if isinstance(parts, (tuple, list)) else [parts]
    numpy.concatenate([numpy.ravel(numpy.asarray(part, dtype=float)) for part in parts]).tofile(request["path"])
    return {}


def seconds(request):
    run = jobs[request["job"]]
    start = time.perf_counter()
    for _ in range(request["calls"]):
        run()
    return {"seconds": time.perf_counter() - start}


def close(request):
    del jobs[request["job"]]
    return {}


wants = {"prepare": prepare, "result": result, "seconds": seconds, "close": close}

for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = wants[request["want"]](request)
    except Exception as error:  # whatever a library throws is an answer too
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), file=answers, flush=True)
