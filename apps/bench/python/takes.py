import torch


def by_torch(x):
    x = torch.from_numpy(x).requires_grad_()

    def run():
        total = torch.zeros((), dtype=torch.float64)
        for i in range(len(x)):
            total = total + x[i] * x[i]
        return torch.autograd.grad(total, x)

    return run
