import numpy


def by_numpy(a, x):
    def run():
        y = numpy.tanh(a @ numpy.sin(x))
        return (1 - y * y)[:, None] * a * numpy.cos(x)

    return run


def by_torch(a, x):
    import torch

    a, x = torch.from_numpy(a), torch.from_numpy(x)
    return lambda: torch.autograd.functional.jacobian(lambda x: torch.tanh(a @ torch.sin(x)), x, vectorize=True)
