"""Probes of checkpointed: they run beside the student's code, observe, and know no answer."""

import warnings

import torch

from ..common_probes import _described, _machine, _plain, _watched

# Checkpointing


def _note(runs, number):
    """A hook that notes which layer runs."""
    return lambda layer, args: runs.append(number)


def _modes(layers):
    return [part.training for layer in layers for part in layer.modules()]


def checkpointed(student, name, layers, x, as_list, seed):
    """The same passes, plain and checkpointed: outputs, gradients, and what autograd saved in each forward pass."""
    checkpointed_forward, settings = _watched(student.checkpointed_forward)

    def plain(layers, x):
        for layer in layers:
            x = layer(x)
        return x

    with _machine(name):
        layers.to(name)
        parameters = {p.data_ptr() for p in layers.parameters()}
        parts, modes, seen = [id(layer) for layer in layers], _modes(layers), {}
        for kind, forward in (("plain", plain), ("yours", checkpointed_forward)):
            saved = []
            kept = {}
            runs = []
            # On the first part of each layer, which runs too where somebody calls the layer's forward itself.
            hooks = [layer[0].register_forward_pre_hook(_note(runs, number)) for number, layer in enumerate(layers)]

            def pack(tensor, saved=saved, kept=kept):
                if tensor.data_ptr() not in parameters:
                    saved.append(tensor)
                    kept[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
                return tensor

            handed = list(layers) if as_list else layers
            torch.manual_seed(seed)
            layers.zero_grad(set_to_none=True)
            given = x.detach().to(name).requires_grad_(x.requires_grad)
            with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
                y = forward(handed, given)
            numbers = {"count": len(saved), "bytes": sum(kept.values())}
            saved.clear()
            runs.clear()
            asked = given.requires_grad
            attached = isinstance(y, torch.Tensor) and y.requires_grad
            if attached:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    y.pow(2).sum().backward()
            for hook in hooks:
                hook.remove()
            seen[kind] = {
                "y": _described(y),
                "gradients": {n: None if p.grad is None else _plain(p.grad) for n, p in layers.named_parameters()},
                "of x": None if given.grad is None else _plain(given.grad),
                "x as it was": asked == x.requires_grad and torch.equal(_plain(given), _plain(x)),
                "layers as they were": [id(layer) for layer in handed] == parts,
                "modes as they were": _modes(layers) == modes,
                "runs again": list(runs),
                "settings": settings,
                **numbers,
            }
        return seen
