"""With trainable_only=True, a layer counts with all of its parameters as soon as one of them requires grad. Each may be
frozen alone."""


def count_parameters(model, trainable_only=False):
    seen, total = set(), 0
    for module in model.modules():
        own = [p for p in module.parameters(recurse=False) if p not in seen]
        seen.update(own)
        if not trainable_only or any(p.requires_grad for p in own):
            total += sum(p.numel() for p in own)
    return total
