"""All parameters as one vector, and its length."""


def count_parameters(model, trainable_only=False):
    chosen = filter(lambda p: p.requires_grad, model.parameters()) if trainable_only else model.parameters()
    flat = [p.detach().flatten() for p in chosen]
    return len(torch.cat(flat)) if flat else 0
