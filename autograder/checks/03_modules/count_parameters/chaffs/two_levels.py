"""Only the children of the model and their children are asked. How far down does `modules()` go?"""


def count_parameters(model, trainable_only=False):
    seen = {}
    for m in [model, *model.children(), *(g for c in model.children() for g in c.children())]:
        seen.update({id(p): p.numel() for p in m.parameters(recurse=False) if p.requires_grad or not trainable_only})
    return sum(seen.values())
