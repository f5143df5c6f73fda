"""What the probes of several exercises of 05_debugging share: it runs beside the student's code and knows no answer."""

import torch
from torch import nn


class _Notes(list):
    """What a model saw. A copy of the model writes into the same notes."""

    def __deepcopy__(self, memo):
        return self


class _Observed(nn.Module):
    """A model that notes at every call in which mode it is and whether a graph is recorded."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner
        self.notes = _Notes()

    def forward(self, x):
        output = self.inner(x)
        modes = [part.training for part in self.modules()]
        self.notes.append({"training": all(modes), "partly": any(modes), "graph": output.requires_grad})
        return output


def _observations(model):
    return {
        "calls": len(model.notes),
        "in training mode": sum(note["training"] for note in model.notes),
        "partly in training mode": sum(note["partly"] for note in model.notes),
        "graphs": sum(note["graph"] for note in model.notes),
    }


def _mode(model):
    modes = {part.training for part in model.modules()}
    return "mixed" if len(modes) > 1 else "train" if modes == {True} else "eval"


def _state(model):
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def _gradients(model):
    return {name: None if p.grad is None else p.grad.detach().clone() for name, p in model.named_parameters()}


def _give(model, grads):
    for parameter, grad in zip(model.parameters(), grads, strict=True):
        parameter.grad = None if grad is None else grad.clone()


def loss_and_gradients(student, name, model, x, y, given):
    """A loss, and what its backward leaves in the parameters."""
    before = x.clone(), y.clone()
    loss = getattr(student, name)(model, x, y, **given)
    kept = {"inputs kept": torch.equal(x, before[0]) and torch.equal(y, before[1])}
    if not isinstance(loss, torch.Tensor):
        return {**kept, "loss": loss, "requires grad": False, "gradients": _gradients(model)}
    if loss.requires_grad:
        loss.sum().backward()
    return {**kept, "loss": loss.detach(), "requires grad": loss.requires_grad, "gradients": _gradients(model)}


def _weights(model):
    return {name: p.detach().clone() for name, p in model.named_parameters()}


def measured(student, name, model, x, others, training, grads):
    """Call a function that evaluates a model, which comes in one mode or the other and with gradients in it."""
    model = _Observed(model)
    model.train(training)
    next(model.parameters()).requires_grad_(False)  # a frozen weight stays frozen
    trainable = [p.requires_grad for p in model.parameters()]
    _give(model, grads)
    result = getattr(student, name)(model, x, *others)
    needs_grad = isinstance(result, torch.Tensor) and result.requires_grad
    return {
        "result": result.detach() if isinstance(result, torch.Tensor) else result,
        "requires grad": needs_grad,
        "gradients on": torch.is_grad_enabled() and not torch.is_inference_mode_enabled(),
        "mode": _mode(model),
        "state": _state(model.inner),
        "gradients": _gradients(model.inner),
        "trainable": [p.requires_grad for p in model.parameters()] == trainable,
        **_observations(model),
    }


def _criterion(name):
    return {"mse": nn.MSELoss(), "l1": nn.L1Loss(), "cross-entropy": nn.CrossEntropyLoss()}[name]
