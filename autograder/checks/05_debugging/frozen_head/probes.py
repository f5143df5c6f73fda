"""Probes of frozen_head: they run beside the student's code, observe, and know no answer."""

import torch
from torch import nn

from ..common_probes import _state, _weights


class _Pretrained(nn.Module):
    def __init__(self, inputs, width, classes):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(inputs, width), nn.Tanh())
        self.scale = nn.LayerNorm(width)  # neither features nor head, as most networks have
        self.head = nn.Linear(width, classes)

    def forward(self, x):
        return self.head(self.scale(self.features(x)))


def prepared(student, sizes, num_classes, lr, seed):
    """Prepare a network for other classes; describe network and optimizer, and take two steps with known gradients."""
    torch.manual_seed(seed)
    network = _Pretrained(*sizes)
    old_head, old = network.head, dict(network.features.named_parameters())
    values = _state(network.features)
    network.features.eval()
    result = student.prepare(network, num_classes, lr)
    if not isinstance(result, tuple | list) or len(result) != 2:
        return {"pair": False}
    model, optimizer = result
    if not isinstance(model, nn.Module) or not isinstance(optimizer, torch.optim.Optimizer):
        return {"pair": False}
    held = [id(p) for group in optimizer.param_groups for p in group["params"]]
    own = {name: id(p) for name, p in model.named_parameters()}
    head, kept = getattr(model, "head", None), dict(network.features.named_parameters())
    seen = {
        "pair": True,
        "SGD": isinstance(optimizer, torch.optim.SGD),
        "same model": model is network,
        "held": {name: held.count(number) for name, number in own.items()},
        "others": sum(number not in own.values() for number in held),
        "new head": head is not old_head,
        "linear": isinstance(head, nn.Linear),
        "sizes": [getattr(head, "in_features", None), getattr(head, "out_features", None)],
        "bias": getattr(head, "bias", None) is not None,
        "features kept": kept.keys() == old.keys() and all(kept[name] is old[name] for name in old),
        "features in eval mode": not network.features.training,
        "features trainable": all(p.requires_grad for p in old.values()),
        "features before": values,
        "features after": _state(network.features),
        "logits": model(torch.ones(2, sizes[0])).detach(),
    }
    before, grads = _weights(model), {}
    for name, p in model.named_parameters():
        grads[name] = p.grad = torch.randn(p.shape)
    for _ in range(2):
        optimizer.step()
    return {**seen, "before": before, "grads": {n: g.clone() for n, g in grads.items()}, "after": _weights(model)}
