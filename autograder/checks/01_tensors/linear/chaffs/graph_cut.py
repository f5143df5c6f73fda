"""The numbers are right, but no gradient can flow back: `.detach()`, `.data`, NumPy and `no_grad` all cut the
graph. Compute with the tensors themselves."""


def linear(x, weight, bias=None):
    y = torch.from_numpy(x.detach().numpy() @ weight.detach().numpy().T)
    return y if bias is None else y + bias.detach()
