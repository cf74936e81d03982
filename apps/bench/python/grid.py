def by_numpy_add_row(a, v):
    return lambda: a + v


def by_numpy_add_column(a, v):
    column = v[:, None]
    return lambda: a + column


def by_numpy_sum_0(a, v):
    return lambda: a.sum(axis=0)


def by_numpy_sum_1(a, v):
    return lambda: a.sum(axis=1)


def by_numpy_max_0(a, v):
    return lambda: a.max(axis=0)


def by_numpy_max_1(a, v):
    return lambda: a.max(axis=1)


def by_torch_add_row(a, v):
    import torch

    a, v = torch.from_numpy(a), torch.from_numpy(v)
    return lambda: a + v


def by_torch_add_column(a, v):
    import torch

    a, column = torch.from_numpy(a), torch.from_numpy(v)[:, None]
    return lambda: a + column


def by_torch_sum_0(a, v):
    import torch

    a = torch.from_numpy(a)
    return lambda: a.sum(dim=0)


def by_torch_sum_1(a, v):
    import torch

    a = torch.from_numpy(a)
    return lambda: a.sum(dim=1)


def by_torch_max_0(a, v):
    import torch

    a = torch.from_numpy(a)
    return lambda: a.amax(dim=0)


def by_torch_max_1(a, v):
    import torch

    a = torch.from_numpy(a)
    return lambda: a.amax(dim=1)
