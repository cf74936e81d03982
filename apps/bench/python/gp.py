import math

import numpy
from scipy.linalg.lapack import dpotrf, dpotri, dpotrs
from scipy.spatial.distance import cdist


def likelihood(x, y, theta, with_gradient):
    """Rasmussen and Williams, equations 2.30 and 5.9, with as few passes over matrices as NumPy allows."""
    n, d = x.shape
    parameters = numpy.exp(theta)
    variance, noise = parameters[d:]
    z = x / parameters[:d]
    smooth = cdist(z, z, "sqeuclidean")
    smooth *= -0.5
    numpy.exp(smooth, out=smooth)
    smooth *= variance
    k = smooth.copy()
    k.flat[:: n + 1] += noise
    # The transpose of a symmetric matrix is the same in the order that LAPACK wants: nothing is copied.
    l, _ = dpotrf(k.T, lower=1, clean=1, overwrite_a=1)
    alpha, _ = dpotrs(l, y, lower=1)
    value = 0.5 * y @ alpha + numpy.log(l.diagonal()).sum() + 0.5 * n * math.log(2 * math.pi)
    if not with_gradient:
        return value
    inverse, _ = dpotri(l, lower=1, overwrite_c=1)
    # Only the lower triangle is there, and zeros above it: the sum with the transpose counts the diagonal twice.
    g = inverse + inverse.T
    g.flat[:: n + 1] *= 0.5
    g -= numpy.outer(alpha, alpha)
    g *= 0.5
    trace = g.trace()
    g *= smooth
    # Σ gᵢⱼ (zᵢₖ − zⱼₖ)², multiplied out.
    scales = 2 * (g.sum(0) @ z**2 - ((g @ z) * z).sum(0))
    return [value, *scales, g.sum(), noise * trace]


def by_numpy_value(x, y, theta):
    return lambda: likelihood(x, y, theta, False)


def by_numpy_gradient(x, y, theta):
    return lambda: likelihood(x, y, theta, True)


def torch_likelihood(torch, x, y, theta):
    n, d = x.shape
    parameters = torch.exp(theta)
    z = x / parameters[:d]
    squares = (z * z).sum(1)
    distance = squares[:, None] + squares[None, :] - 2 * z @ z.T
    smooth = parameters[d] * torch.exp(-0.5 * distance)
    k = smooth + parameters[d + 1] * torch.eye(n, dtype=x.dtype)
    l = torch.linalg.cholesky(k)
    white = torch.linalg.solve_triangular(l, y[:, None], upper=False)
    return 0.5 * (white * white).sum() + torch.log(l.diagonal()).sum() + 0.5 * n * math.log(2 * math.pi)


def by_torch_value(x, y, theta):
    import torch

    x, y, theta = (torch.from_numpy(array) for array in (x, y, theta))
    return lambda: torch_likelihood(torch, x, y, theta)


def by_torch_gradient(x, y, theta):
    import torch

    x, y, theta = (torch.from_numpy(array) for array in (x, y, theta))
    theta.requires_grad_()

    def run():
        value = torch_likelihood(torch, x, y, theta)
        (bar,) = torch.autograd.grad(value, theta)
        return value.detach(), bar

    return run


def fitted(x, y, theta):
    """scikit-learn's own process, and its order of parameters: variance, lengthscales, noise."""
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    d = x.shape[1]
    kernel = ConstantKernel(1.0) * RBF(numpy.ones(d)) + WhiteKernel(1.0)
    process = GaussianProcessRegressor(kernel, alpha=0.0, optimizer=None).fit(x, y)
    return process, numpy.concatenate([theta[d : d + 1], theta[:d], theta[d + 1 :]])


def by_sklearn_value(x, y, theta):
    process, own = fitted(x, y, theta)
    return lambda: -process.log_marginal_likelihood(own, clone_kernel=False)


def by_sklearn_gradient(x, y, theta):
    process, own = fitted(x, y, theta)
    d = x.shape[1]

    def run():
        value, bar = process.log_marginal_likelihood(own, eval_gradient=True, clone_kernel=False)
        return -numpy.concatenate([[value], bar[1 : d + 1], bar[:1], bar[d + 1 :]])

    return run
