"""Probes of frozen_head: they run beside the student's code, observe, and know no answer."""

import torch
from torch import nn

from ..common_probes import _state, _Surroundings, _switched_on, _weights


class _Pretrained(nn.Module):
    def __init__(self, inputs, width, classes, bias):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(inputs, width), nn.BatchNorm1d(width), nn.Tanh())
        self.scale = nn.LayerNorm(width)  # neither features nor head, as most networks have
        self.head = nn.Linear(width, classes, bias=bias)

    def forward(self, x):
        return self.head(self.scale(self.features(x)))


class _WithNeck(_Pretrained):
    """Between the features and the head lies a layer of another width, whose name is not the head's and contains it.

    One parameter is the model's own, of no layer, as a class token or a temperature is.
    """

    def __init__(self, inputs, width, classes, bias):
        super().__init__(inputs, width, classes, bias)
        self.overhead, self.head = nn.Linear(width, 2 * width), nn.Linear(2 * width, classes, bias=bias)
        self.shift = nn.Parameter(torch.zeros(2 * width))

    def forward(self, x):
        return self.head(self.overhead(self.scale(self.features(x))) + self.shift)


def _others(network):
    """Names and parts of a network without its head."""
    return {name: part for name, part in network.named_modules() if name and not name.startswith("head")}


def _rest(named):
    return {name: value for name, value in named.items() if not name.startswith("head.")}


def prepared(student, sizes, bias, num_classes, lr, seed, frozen, neck=False):
    """Prepare a network for other classes; describe network and optimizer, and take two steps with known gradients.

    `frozen` names the parameters that did not require grad before.
    """
    torch.manual_seed(seed)
    network = (_WithNeck if neck else _Pretrained)(*sizes, bias)
    for name in frozen:
        network.get_parameter(name).requires_grad_(False)
    old_head, old = network.head, _rest(dict(network.named_parameters()))
    values = _rest(_state(network))
    network.features.eval()
    modes = {name: part.training for name, part in _others(network).items()}
    around = _Surroundings()
    result = student.prepare(network, num_classes, lr)
    changed = around.changed()
    if not isinstance(result, tuple | list) or len(result) != 2:
        return {"pair": False}
    model, optimizer = result
    if not isinstance(model, nn.Module) or not isinstance(optimizer, torch.optim.Optimizer):
        return {"pair": False}
    plain = ("momentum", "weight_decay")  # for which plain SGD has 0
    held = [id(p) for group in optimizer.param_groups for p in group["params"]]
    own = {name: id(p) for name, p in model.named_parameters()}
    head, kept = getattr(model, "head", None), _rest(dict(network.named_parameters()))
    seen = {
        "pair": True,
        "SGD": isinstance(optimizer, torch.optim.SGD),
        "extras": [name.replace("_", " ") for name in plain if any(one.get(name) for one in optimizer.param_groups)],
        "same model": model is network,
        "held": {name: held.count(number) for name, number in own.items()},
        "others": sum(number not in own.values() for number in held),
        "new head": head is not old_head,
        "linear": isinstance(head, nn.Linear),
        "sizes": [getattr(head, "in_features", None), getattr(head, "out_features", None)],
        "bias": getattr(head, "bias", None) is not None,
        "rest kept": kept.keys() == old.keys() and all(kept[name] is old[name] for name in old),
        "modes": [modes, {name: part.training for name, part in _others(network).items()}],
        "flags": {name: p.requires_grad for name, p in model.named_parameters()},
        "values": [values, _rest(_state(network))],
        "changed": changed,
        "logits": model(torch.ones(2, sizes[0])).detach(),
    }
    before, grads = _weights(model), {}
    for name, p in model.named_parameters():
        if p.requires_grad:
            grads[name] = p.grad = torch.randn(p.shape)
    for _ in range(2):
        optimizer.step()
    taken = {"before": before, "grads": {n: g.clone() for n, g in grads.items()}, "after": _weights(model)}
    seen["changed"] += _switched_on(lambda: student.prepare(network, num_classes, lr))
    return {**seen, **taken}
