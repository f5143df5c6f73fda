"""Your leaf has 16 bits, which hold two or three digits. In which dtype does torch.tensor put a Python float?"""


def accumulation(theta):
    t = torch.tensor(theta, dtype=torch.bfloat16, requires_grad=True)
    seen = []
    for clear in (False, False, True):
        if clear:
            t.grad = None
        (t**3).backward()
        seen.append(t.grad.item())
    return tuple(seen)
