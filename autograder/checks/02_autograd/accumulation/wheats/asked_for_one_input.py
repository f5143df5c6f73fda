"""Names the leaf in backward, and clears through data, as in old code."""


def accumulation(theta):
    v = torch.tensor(float(theta)).requires_grad_()
    vals = []
    for step in range(1, 4):
        if step == 3:
            v.grad.data.zero_()
        torch.pow(v, 3).backward(inputs=[v])
        vals.append(v.grad.data.item())
    return [*vals]
