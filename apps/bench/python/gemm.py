def by_numpy(a, b):
    return lambda: a @ b


def by_torch(a, b):
    import torch

    a, b = torch.from_numpy(a), torch.from_numpy(b)
    return lambda: a @ b
