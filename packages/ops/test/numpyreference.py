"""Writes numpy.json: what NumPy and SciPy give for the operations that have their names. A case is [name, arguments, result]."""
import json
import warnings
from pathlib import Path

import numpy as np
from scipy import integrate

warnings.simplefilter("ignore")
rng = np.random.default_rng(2026)
nan, inf = np.nan, np.inf
cases = []


def plain(value):
    """Arrays as {shape, data}; numbers that JSON does not have as text."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, np.ndarray):
        return {"shape": list(value.shape), "data": [plain(one) for one in value.astype(float).ravel()]}
    if isinstance(value, (bool, str)) or value is None:
        return value
    value = float(value)
    return (int(value) if value == int(value) else value) if np.isfinite(value) else str(value)


def case(name, args, result):
    if isinstance(result, np.ndarray) and np.iscomplexobj(result):
        result = {"re": result.real, "im": result.imag}
    elif not isinstance(result, (dict, list, tuple)):
        result = np.asarray(result)
    cases.append([name, plain(args), plain(result)])


def array(*values):
    return np.array(values, dtype=float)


m = rng.normal(size=(3, 4))
cube = rng.normal(size=(2, 3, 4))
ties = array([2, 1, 2, nan, 1], [nan, nan, 3, 3, -inf], [inf, 0, -0.0, 0, inf])
vectors = [m[0], ties[0], ties[1], array(), array(7)]

for x in [*vectors, m, ties, cube]:
    for axis in range(-x.ndim, x.ndim) if x.ndim < 3 else [0, -2]:
        o = {"axis": axis}
        case("argsort", [x, o], np.argsort(x, axis=axis, kind="stable"))
        case("cummax", [x, o], np.maximum.accumulate(x, axis=axis))
        case("cummin", [x, o], np.minimum.accumulate(x, axis=axis))
        case("logcumsumexp", [x, o], np.logaddexp.accumulate(x, axis=axis))
        for n in [0, 1, 3, 9]:
            case("diff", [x, {"n": n, **o}], np.diff(x, n=n, axis=axis))
        case("trapezoid", [x, {"dx": 0.3, **o}], np.trapezoid(x, dx=0.3, axis=axis))
        for initial in [None, 0]:
            if x.shape[axis] > 0:
                more = o if initial is None else {"initial": initial, **o}
                case("cumtrapz", [x, more], integrate.cumulative_trapezoid(x, axis=axis, initial=initial))
    case("cummax", [x], np.maximum.accumulate(x.ravel()))
    if np.isfinite(x).all():
        for axis in [None, 0, -1]:
            for keep in [False, True]:
                if x.size == 0:
                    continue
                o = {"keepDims": keep} if axis is None else {"axis": axis, "keepDims": keep}
                case("median", [x, o], np.median(x, axis=axis, keepdims=keep))
                for q in [0.1, 1, [0, 0.5, 0.9]]:
                    case("quantile", [x, q, o], np.quantile(x, q, axis=axis, keepdims=keep))
    for f in ["nansum", "nanmean", "nanmax", "nanmin"]:
        name = "nan" + f[3:].capitalize()
        for axis in [None, 0, -1]:
            for keep in [False, True]:
                if x.size == 0 and f in ["nanmax", "nanmin"]:
                    continue
                o = {"keepDims": keep} if axis is None else {"axis": axis, "keepDims": keep}
                case(name, [x, o], getattr(np, f)(x, axis=axis, keepdims=keep))

case("median", [array([1, nan, 3], [1, 2, 4]), {"axis": 1}], np.median(array([1, nan, 3], [1, 2, 4]), axis=1))
case("quantile", [array(1, nan, 3), 0], np.quantile(array(1, nan, 3), 0))
case("median", [array(inf, inf)], np.median(array(inf, inf)))
case("quantile", [cube, 0.3, {"axis": [0, -1]}], np.quantile(cube, 0.3, axis=(0, -1)))

places = array(0.5, 0.7, 2, 4)
case("trapezoid", [m, places], np.trapezoid(m, x=places))
case("trapezoid", [cube, array(1, 2, 5), {"axis": 1}], np.trapezoid(cube, x=array(1, 2, 5), axis=1))
case("trapezoid", [m, np.abs(m), {"axis": 0}], np.trapezoid(m, x=np.abs(m), axis=0))
case("cumtrapz", [m, places, {"initial": 0}], integrate.cumulative_trapezoid(m, x=places, initial=0))

steps = array(-inf, 1, 2, 2, 2, 5, nan, nan)
wanted = array([-inf, 0, 1, 2], [2.5, 7, inf, nan])
for s in [steps, steps[:6], array(3), array()]:
    for side in ["left", "right"]:
        case("searchsorted", [s, wanted, {"side": side}], np.searchsorted(s, wanted, side=side))

xp, fp = array(0, 1, 2.5, 4), array(1, -1, 3, 10)
for x in [array(-1, 0, 0.3, 1, 2.5, 3, 4, 9, nan, inf, -inf), m, np.array(1.7), array()]:
    case("interp", [x, xp, fp], np.interp(x, xp, fp))
    case("interp", [x, xp, fp, {"left": -7, "right": nan}], np.interp(x, xp, fp, left=-7, right=nan))
    # Of one point NumPy makes a number of NaN too.
    case("interp", [x, array(2), array(5)], np.where(np.isnan(x), nan, np.interp(x, array(2), array(5))))

for a, v in [(1, 1), (5, 3), (3, 5), (4, 4), (7, 1), (6, 4), (4, 7)]:
    x, y = rng.normal(size=a), rng.normal(size=v)
    for mode in ["full", "same", "valid"]:
        case("convolve", [x, y, {"mode": mode}], np.convolve(x, y, mode))

counted = array([0, 1, 1, 2.5], [4, nan, -3, 4])
for x in [m, counted, array(), array(3, 3), np.array(2.0)]:
    for bins in [1, 3, 10]:
        if np.isfinite(x).all():
            case("histogram", [x, {"bins": bins}], dict(zip(["counts", "edges"], np.histogram(x, bins))))
        result = dict(zip(["counts", "edges"], np.histogram(x, bins, range=(-1, 4))))
        case("histogram", [x, {"bins": bins, "range": [-1, 4]}], result)
edges = array(-1, 0.5, 0.75, 4)
case("histogram", [counted, {"bins": list(edges)}], dict(zip(["counts", "edges"], np.histogram(counted, edges))))
result = np.histogram(m, edges, weights=np.abs(m), density=True)
case("histogram", [m, np.abs(m), {"bins": list(edges), "density": True}], dict(zip(["counts", "edges"], result)))

for xs in [[array(1, 2, 3)], [array(1, 2, 3), array(4, 5)], [array(1, 2), array(3), array(4, 5, 6)], [array(), array(1)], []]:
    for indexing in ["xy", "ij"]:
        case("meshgrid", [xs, {"indexing": indexing}], list(np.meshgrid(*xs, indexing=indexing)))

a, b, c, d = np.ones((2, 2)), 2 * np.ones((2, 3)), 3 * np.ones((1, 2)), array(4, 5, 6)
for blocks in [[[a, b], [c, d]], [a, b], [d, d, 7], [[d], [d]], [[[a]], [[a]]], d, [[a], [array(1, 2)]]]:
    case("block", [blocks], np.block(blocks))

for n, k, columns in [(3, 0, 3), (3, 1, 3), (3, -1, 4), (4, 5, 2), (2, -9, 3), (0, 0, 0)]:
    case("triuIndices", [n, k, columns], list(np.triu_indices(n, k, columns)))
    case("trilIndices", [n, k, columns], list(np.tril_indices(n, k, columns)))


def put(index, value, *entries):
    y = cube.copy()
    y[index] = value
    case("set", [cube, list(entries), value], y)


line, lines = array(1, 2, 3, 4), np.arange(8.0).reshape(2, 4)
put((0, 1, 2), 9, 0, 1, 2)
put((-1,), 9, -1)
put((slice(None), 1), line, None, 1)
put((1, slice(None), -1), array(1, 2, 3), 1, None, -1)
put((slice(None), slice(0, 3, 2)), line, None, {"start": 0, "stop": 3, "step": 2})
put((slice(None), slice(None, None, -1), slice(1, None)), array(1, 2, 3), None, {"step": -1}, {"start": 1})
put((slice(None), [0, 2, 0]), np.arange(24.0).reshape(2, 3, 4), None, [0, 2, 0])
put(([0, 1], [2, 1]), lines, [0, 1], [2, 1])
put(([0, 1], slice(None), [2, 1]), np.arange(6.0).reshape(2, 3), [0, 1], None, [2, 1])
put((slice(None), [0, 1], [2, 1]), lines[:, :2], None, [0, 1], [2, 1])
put((slice(None), 0, [2, 1]), lines[:, :2], None, 0, [2, 1])
put((0, slice(None), [2, 1, 3]), lines[:1, :3], 0, None, [2, 1, 3])
put(([[0], [1]], [0, 2]), array(5, 6, 7, 8), [[0], [1]], [0, 2])
put((slice(2, 2),), 5, {"start": 2, "stop": 2})
put((slice(None), [1, 1]), array([[1], [2]]).reshape(1, 2, 1), None, [1, 1])

for n in [1, 2, 3, 4, 5, 6, 7, 8, 12, 30, 47, 49, 53, 64, 97, 106, 210]:
    z = rng.normal(size=n) + 1j * rng.normal(size=n)
    x, parts = z.real, {"re": z.real, "im": z.imag}
    case("fft", [x], np.fft.fft(x))
    case("fft", [parts], np.fft.fft(z))
    case("ifft", [parts], np.fft.ifft(z))
    case("rfft", [x], np.fft.rfft(x))
    case("irfft", [parts, {"n": 2 * n - 1}], np.fft.irfft(z, n=2 * n - 1))
    if n > 1:
        case("irfft", [parts], np.fft.irfft(z))
z = cube + 1j * rng.normal(size=cube.shape)
parts = {"re": z.real, "im": z.imag}
for axis, norm in [(0, "backward"), (1, "forward"), (2, "ortho"), (-2, "backward")]:
    for n in [None, 1, 5]:
        o = {"axis": axis, "norm": norm} if n is None else {"axis": axis, "norm": norm, "n": n}
        case("fft", [parts, o], np.fft.fft(z, n, axis, norm))
        case("ifft", [parts, o], np.fft.ifft(z, n, axis, norm))
        case("rfft", [cube, o], np.fft.rfft(cube, n, axis, norm))
        case("irfft", [parts, o], np.fft.irfft(z, n, axis, norm))

Path(__file__).with_name("numpy.json").write_text(json.dumps(cases) + "\n")
print(len(cases), "cases")
