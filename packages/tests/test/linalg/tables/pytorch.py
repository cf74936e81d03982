"""Values and cotangents of PyTorch's linear algebra, for linalg.pytorch.test.ts. Writes pytorch.json beside itself.

    python3 pytorch.py && npx biome check --write pytorch.json
"""

import json
import pathlib

import torch
from torch import linalg

torch.manual_seed(4)
torch.set_default_dtype(torch.float64)


def random(*shape):
    return (2 * torch.rand(shape) - 1).round(decimals=3)


general, base, tall, wide, right, few = random(4, 4), random(4, 4), random(5, 3), random(3, 5), random(4, 2), random(5, 2)
general = general + 2 * torch.eye(4)
definite = base @ base.T + torch.eye(4)
symmetric = base + base.T
factor = base.tril() + 3 * torch.eye(4)
deficient = random(4, 2) @ random(2, 3)


def squares(parts, names, vectors):
    """Signs of vectors are free; their squares are not."""
    return {name: x * x if name in vectors else x for name, x in zip(names, parts)}


def svd(a):
    return squares(linalg.svd(a, full_matrices=False), ("u", "s", "vt"), ("u", "vt"))


FUNCTIONS = {
    "cholesky": (linalg.cholesky, [definite]),
    "eigh": (lambda a: squares(linalg.eigh(a), ("values", "vectors"), ("vectors",)), [symmetric]),
    "eigvalsh": (linalg.eigvalsh, [symmetric]),
    "logdet": (torch.logdet, [definite]),
    "choleskySolve": (lambda l, b: torch.cholesky_solve(b, l), [factor, right]),
    "choleskyInverse": (torch.cholesky_inverse, [factor]),
    "triangularSolve": (lambda a, b: linalg.solve_triangular(a, b, upper=False), [factor, right]),
    "solve": (linalg.solve, [general, right]),
    "inv": (linalg.inv, [general]),
    "det": (linalg.det, [general]),
    "slogdet": (lambda a: linalg.slogdet(a)[1], [general]),
    "qr": (lambda a: dict(zip("qr", linalg.qr(a))), [general]),
    "qr, tall": (lambda a: dict(zip("qr", linalg.qr(a))), [tall]),
    "qr, wide": (lambda a: dict(zip("qr", linalg.qr(a))), [wide]),
    "lu, tall": (lambda a: dict(zip("plu", linalg.lu(a))), [tall]),
    "lu, wide": (lambda a: dict(zip("plu", linalg.lu(a))), [wide]),
    "svd, tall": (svd, [tall]),
    "svd, wide": (svd, [wide]),
    "svdvals": (linalg.svdvals, [tall]),
    "pinv": (linalg.pinv, [tall]),
    "pinv, deficient": (linalg.pinv, [deficient]),
    "lstsq": (lambda a, b: linalg.lstsq(a, b).solution, [tall, few]),
    "expm": (torch.matrix_exp, [general]),
    "matrixPower": (lambda a: linalg.matrix_power(a, -3), [general]),
    "nuclear norm": (lambda a: linalg.norm(a, "nuc"), [tall]),
    "cond": (linalg.cond, [general]),
}
SYMMETRIC = ("cholesky", "eigh", "eigvalsh", "logdet")
# Of these one triangle is read, but PyTorch fills the other one of the cotangent too.
TRIANGULAR = ("choleskySolve", "choleskyInverse")


def written(x):
    return {"shape": list(x.shape), "data": x.detach().flatten().tolist()}


def record(name, f, args):
    xs = [x.clone().requires_grad_(True) for x in args]
    y = f(*xs)
    parts = y if isinstance(y, dict) else {"y": y}
    moving = {key: part for key, part in parts.items() if part.requires_grad}
    bars = {key: random(*part.shape) for key, part in moving.items()}
    xbars = torch.autograd.grad(sum((bars[key] * part).sum() for key, part in moving.items()), xs)
    if name in TRIANGULAR:
        xbars = [xbars[0].tril(), *xbars[1:]]
    if name in SYMMETRIC:
        assert torch.allclose(xbars[0], xbars[0].T, rtol=0, atol=1e-14), name
    return {
        "arguments": [written(x) for x in args],
        "values": {key: written(part) for key, part in parts.items()},
        "cotangents": {key: written(bar) for key, bar in bars.items()},
        "results": [written(x) for x in xbars],
    }


if __name__ == "__main__":
    recorded = {name: record(name, *row) for name, row in FUNCTIONS.items()}
    pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(recorded))
