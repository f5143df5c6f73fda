"""Your leaves have 16 bits, which hold two or three digits. In which dtype does torch.tensor put a Python float?"""


def bridge(x, y):
    out = []
    for f in (lambda a, b: (a + b) * b, lambda a, b: a * b + torch.relu(a**2)):
        a, b = (
            torch.tensor(x, requires_grad=True, dtype=torch.bfloat16),
            torch.tensor(y, requires_grad=True, dtype=torch.bfloat16),
        )
        value = f(a, b)
        value.backward()
        out.append((value.item(), a.grad.item(), b.grad.item()))
    return tuple(out)
