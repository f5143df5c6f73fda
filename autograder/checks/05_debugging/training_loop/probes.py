"""Probes of training_loop: they run beside the student's code, observe, and know no answer."""

import torch
from torch import nn

from ..common_probes import _observations, _Observed, _Surroundings, _switched_on, _weights


def _made(kind, sizes):
    """A module; where its constructor forgot to call nn.Module's, that call is made for it."""
    try:
        return kind(*sizes)
    except AttributeError:
        model = kind.__new__(kind)
        nn.Module.__init__(model)
        model.__init__(*sizes)
        return model


def parameters_found(student, sizes, x):
    """How many numbers PyTorch finds in a Classifier, and what another one says that has been given all of them."""
    around = _Surroundings(x)
    model, twin = _made(student.Classifier, sizes).eval(), _made(student.Classifier, sizes).eval()
    twin.load_state_dict(model.state_dict())
    with torch.no_grad():
        logits, of_twin = model(x), twin(x)
    seen = {
        "parameters": sum(p.numel() for p in model.parameters()),
        "trainable": sum(p.numel() for p in model.parameters() if p.requires_grad),
        "saved": sum(value.numel() for value in model.state_dict().values()),
        "logits": logits,
        "of the twin": of_twin,
        "changed": around.changed(),
    }
    seen["changed"] += _switched_on(lambda: student.Classifier(*sizes)(x))
    return seen


def values_with_dropout(student, dropout, seed, models, calls):
    """How many different logits each of some small Classifiers gives for one point in training mode.

    With one input, one hidden unit and one class, what is dropped shows itself in the number of different answers.
    """
    numbers, x = [], torch.ones(1, 1)
    for number in range(models):
        model = student.Classifier(1, 1, 1, dropout).train()
        torch.manual_seed(seed + number)  # after the constructor, which might set a seed of its own
        with torch.no_grad():
            for p in model.parameters():
                p.copy_(torch.randn(p.shape))
            numbers.append(len({round(model(x).item(), 4) for _ in range(calls)}))
    return numbers


def share_kept(student, seed, rows, given, bias=0.0):
    """The share of rows of ones that come through two hidden layers of one unit, of weight 1, in training mode.

    With a bias above 0, that is through the second one: it has something to say also where the first is dropped.
    None where PyTorch does not find the six numbers, which cannot be given then.
    """
    model = student.Classifier(1, 1, 1, **given).train()
    if sum(p.numel() for p in model.parameters()) != 6:
        return None
    torch.manual_seed(seed)
    with torch.no_grad():
        for p in model.parameters():
            p.fill_(1.0 if p.dim() > 1 else bias)
        return (model(torch.ones(rows, 1)) != bias).double().mean().item()


def trained(student, model, x, y, parts, lr, training):
    """Call train once for every number of epochs in `parts`, with gradients cleared in between; `lr` may be None."""
    model = _Observed(model)
    model.train(training)
    losses, around = [], _Surroundings(x, y)
    for epochs in parts:
        losses.append(student.train(model, x, y, epochs=epochs, **({} if lr is None else {"lr": lr})))
        model.zero_grad(set_to_none=len(losses) % 2 == 0)
    seen = {"losses": losses, "weights": _weights(model.inner), "changed": around.changed(), **_observations(model)}
    seen["changed"] += _switched_on(lambda: student.train(model, x, y, epochs=1))
    return seen


def accuracy_before_and_after(student, model, x, y):
    """The accuracy of a model, twice, with other weights in between; and its logits at both times, in eval mode."""
    results, logits = [], []
    for _ in range(2):
        results.append(student.accuracy(model, x, y))
        with torch.no_grad():
            logits.append(model.eval()(x))
            for p in list(model.parameters())[-2:]:
                p.neg_()
    return {"results": results, "logits": logits}


def points_learned(student, x, y, seed):
    """Train a Classifier as the notebook does; return its logits for the same points, in eval mode."""
    torch.manual_seed(seed)
    model = student.Classifier(2, 32, 3)
    losses = student.train(model, x, y)
    model.eval()
    with torch.no_grad():
        return {"losses": losses, "logits": model(x)}
