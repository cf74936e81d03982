import numpy


def by_numpy_sin(x, y):
    return lambda: numpy.sin(x)


def by_numpy_tanh(x, y):
    return lambda: numpy.tanh(x)


def by_numpy_add(x, y):
    return lambda: x + y


def by_numpy_mul(x, y):
    return lambda: x * y


def by_torch_sin(x, y):
    import torch

    x = torch.from_numpy(x)
    return lambda: torch.sin(x)


def by_torch_tanh(x, y):
    import torch

    x = torch.from_numpy(x)
    return lambda: torch.tanh(x)


def by_torch_add(x, y):
    import torch

    x, y = torch.from_numpy(x), torch.from_numpy(y)
    return lambda: x + y


def by_torch_mul(x, y):
    import torch

    x, y = torch.from_numpy(x), torch.from_numpy(y)
    return lambda: x * y
