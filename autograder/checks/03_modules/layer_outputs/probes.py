"""Probes of layer_outputs: they run beside the student's code, observe, and know no answer."""

import torch
from torch import nn
from torch.nn.modules import module as torch_modules

from ..common_probes import _changed, _flags, _modes, _settings

# Hooks


class Bend(nn.Module):
    """A leaf of somebody's own, without parameters."""

    def forward(self, x):
        return x.tanh()


class Part(nn.Module):
    """A part of somebody's own that has children, and is no container of PyTorch's."""

    def __init__(self):
        super().__init__()
        self.bend = nn.Sigmoid()
        self.turn = nn.Linear(4, 4)

    def forward(self, x):
        return self.bend(self.turn(x))


class Branched(nn.Module):
    """A layer that is used twice, a branch around another, parts that have parts, and a layer that is never used."""

    def __init__(self):
        super().__init__()
        self.last = nn.Linear(4, 2)  # made first, used last
        self.first = nn.Linear(3, 4)
        self.act = Bend()
        self.spare = nn.Linear(4, 4)
        self.blocks = nn.ModuleList([nn.Sequential(Part(), nn.Tanh()), nn.Linear(4, 4)])

    def forward(self, x):
        h = self.act(self.first(x))
        h = self.blocks[1](self.blocks[0](h)) + h
        return self.last(self.act(h))


def outputs_of_branched(student, x):
    """layer_outputs of a model with a forward of its own, and that model's weights."""
    model = Branched()
    return {"outputs": student.layer_outputs(model, x), "state": model.state_dict()}


def _hooks(model):
    """The number of hooks of a model and of all modules together."""
    kinds = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
    own = sum(len(getattr(module, kind)) for module in model.modules() for kind in kinds)
    shared = ("_global_forward_hooks", "_global_forward_pre_hooks", "_global_backward_hooks")
    return own + sum(len(getattr(torch_modules, kind, ())) for kind in shared)


def hooked(student, model, x):
    """Ask for the outputs of a model that has hooks already; how often they ran, and which hooks are left.

    `calls` counts those of the model's own leaves, not of a copy's, `called` those of the model itself, and `during`
    says how many forward hooks each leaf had in its last call beside the one that was there before. Where the model
    raises, `problem` is the type of what came out of layer_outputs.
    """
    ask = student.layer_outputs
    leaves = [module for module in model.modules() if not list(module.children())]
    calls, during, called = [0] * len(leaves), [0] * len(leaves), []

    def counter(index):
        def hook(module, _):
            calls[index] += module is leaves[index]
            during[index] = len(module._forward_hooks) - 1 + len(torch_modules._global_forward_hooks)

        return hook

    kept = [leaf.register_forward_pre_hook(counter(index)) for index, leaf in enumerate(leaves)]
    kept += [part.register_forward_hook(lambda *_: None) for part in (*leaves, model)]
    kept.append(model.register_forward_pre_hook(lambda *_: called.append(True)))
    weights = [parameter.detach().clone() for parameter in model.parameters()]
    for parameter in model.parameters():
        parameter.grad = torch.zeros_like(parameter)
    before, modes, flags = _hooks(model), _modes(model), _flags(model)
    given = x.clone()
    own = [dict(module._forward_hooks) | dict(module._forward_pre_hooks) for module in model.modules()]
    outputs = problem = None
    settings = _settings()
    try:
        outputs = ask(model, x)
    except BaseException as raised:  # also what Kernel → Interrupt raises
        problem = type(raised).__name__
    changed = _changed(settings)
    torch.set_grad_enabled(True)
    now = [dict(module._forward_hooks) | dict(module._forward_pre_hooks) for module in model.modules()]
    stayed = all(key in left for had, left in zip(own, now, strict=True) for key in had)
    return {
        "names": sorted(outputs) if isinstance(outputs, dict) and all(isinstance(n, str) for n in outputs) else None,
        "problem": problem,
        "changed": changed,
        "hooks": [before, _hooks(model)],
        "stayed": stayed,
        "calls": calls,
        "called": len(called),
        "during": during,
        "modes": [modes, _modes(model)],
        "flags": [flags, _flags(model)],
        "gradients": ["gone" if p.grad is None else "other" if p.grad.any() else "left" for p in model.parameters()],
        "input left": torch.equal(x, given) and not x.requires_grad,
        "weights left": all(torch.equal(now, then) for now, then in zip(model.parameters(), weights, strict=True)),
    }


class StopHere(Exception):
    """An exception of somebody's own."""


class Raising(nn.Module):
    """A layer that raises an exception of this kind."""

    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def forward(self, x):
        kinds = {"ValueError": ValueError, "StopHere": StopHere, "KeyboardInterrupt": KeyboardInterrupt}
        raise kinds[self.kind]("no further")


def hooked_before_an_exception(student, model, x, kind):
    """What `hooked` sees of a model whose last layer raises an exception of this kind."""
    return hooked(student, nn.Sequential(model, Raising(kind)), x)
