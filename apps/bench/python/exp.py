import numpy


def by_numpy(x):
    return lambda: numpy.exp(x)


def by_torch(x):
    import torch

    x = torch.from_numpy(x)
    return lambda: torch.exp(x)
