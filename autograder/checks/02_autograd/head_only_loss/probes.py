"""Probes of head_only_loss: they run beside the student's code, observe, and know no answer."""

import torch

from ..common_probes import _changed, _grad, _hooks, _shared_state

# head_only_loss


def loss_before_and_after(student, backbone, head, x, y, weight):
    """The loss twice, on the same objects: as they are given, and after the backbone's first weight was replaced."""
    losses = [student.head_only_loss(backbone, head, x, y)]
    with torch.no_grad():
        next(backbone.parameters()).copy_(weight)
    losses.append(student.head_only_loss(backbone, head, x, y))
    return [loss.detach().clone() if isinstance(loss, torch.Tensor) else loss for loss in losses]


def loss_with_hooks(student, backbone, head, x, y, factor):
    """The loss where a hook of each module makes what it returns so many times as large."""
    handles = [module.register_forward_hook(lambda _, __, out: factor * out) for module in (backbone, head)]
    try:
        loss = student.head_only_loss(backbone, head, x, y)
    finally:
        for handle in handles:
            handle.remove()
    return loss.detach().clone() if isinstance(loss, torch.Tensor) else loss


def head_only_step(student, backbone, head, x, y, grads=None, head_grads=None):
    """Ask for the loss, call backward on it, and return what both modules are like; then train the whole network.

    `grads` are gradients that the backbone's parameters have before the call, `head_grads` those of the head's.
    """
    for module, given in ((backbone, grads), (head, head_grads)):
        for parameter, grad in zip(module.parameters(), given or [None] * 100, strict=False):
            parameter.grad = grad
    batch, hooks, state = (x.clone(), y.clone()), _hooks(backbone, head), _shared_state()
    loss = student.head_only_loss(backbone, head, x, y)
    seen = {
        "loss": loss.detach().clone() if isinstance(loss, torch.Tensor) else loss,
        "flags": [[p.requires_grad for p in module.parameters()] for module in (backbone, head)],
        "modes": [[part.training for part in module.modules()] for module in (backbone, head)],
        "weights": [[p.detach().clone() for p in module.parameters()] for module in (backbone, head)],
        "inputs": [x.detach().clone(), y.clone()],
        "globals": _changed(state),
        "hooks kept": _hooks(backbone, head) == hooks,
        "x requires grad": x.requires_grad,
        "backward": None,
    }
    if not isinstance(loss, torch.Tensor) or not loss.requires_grad:
        seen["backward"] = "impossible"
    else:
        try:
            loss.backward()
        except RuntimeError:
            seen["backward"] = "refused"
    seen["gradients"] = [[_grad(p) for p in module.parameters()] for module in (backbone, head)]
    for parameter in [*backbone.parameters(), *head.parameters()]:
        parameter.grad = None
    whole = torch.nn.functional.cross_entropy(head(backbone(batch[0])), batch[1])
    if whole.requires_grad:
        whole.backward()
    seen["trained afterwards"] = [_grad(p) for p in backbone.parameters()]
    return seen
