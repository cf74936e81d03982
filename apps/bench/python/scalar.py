import torch


def by_torch(start, steps):
    a, b = (torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in start)

    def run():
        y = a
        for i in range(len(steps)):
            y = torch.sin(y) if i % 3 == 0 else y * a if i % 3 == 1 else y + b
        return torch.autograd.grad(y, [a, b])

    return run
