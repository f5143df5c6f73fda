"""Probes of tools: they run beside the student's code, observe, and know no answer."""

import torch

from ..common_probes import _criterion, _give, _gradients, _mode, _Surroundings, _switched_on, _weights


def gradients_reported(student, model, grads):
    """The report on a model with given gradients, as a list of pairs, and whether anything changed."""
    _give(model, grads)
    weights = _weights(model)
    around = _Surroundings(model, modes=True)
    report = student.gradient_report(model)
    seen = {
        "changed": around.changed(),
        "report": report,
        "names": [name for name, _ in model.named_parameters()],
        "mode": _mode(model),
    }
    seen["order"] = [str(name) for name in report] if isinstance(report, dict) else None
    seen["kept"] = all(torch.equal(value, weights[name]) for name, value in _weights(model).items())
    seen["left"] = _gradients(model)
    seen["changed"] += _switched_on(lambda: student.gradient_report(model), model)
    return seen


def _alike(now, then):
    """Whether gradients by name are the same ones, those that are NaN included."""
    there = all((now[name] is None) == (grad is None) for name, grad in then.items())
    return there and all(g is None or torch.equal(now[n].nan_to_num(9), g.nan_to_num(9)) for n, g in then.items())


def finiteness(student, model, spoiled, missing):
    """Put numbers that are not finite into some parameters or gradients, and see what check_finite does.

    Of the message it matters which parameters it names, as `named`, and no other word.

    `spoiled` lists (name, "value" or "gradient", number), "every value" and "every gradient" for all entries and not
    the last alone; `missing` names parameters without a gradient.
    """
    places = dict(model.named_parameters())
    for name, p in places.items():
        p.grad = None if name in missing else torch.ones_like(p)
    for name, what, number in spoiled:
        if name in places:
            tensor = places[name].data if what.endswith("value") else places[name].grad
            tensor.view(-1)[0 if what.startswith("every") else -1 :] = number
        else:
            model.get_buffer(name).view(-1)[-1] = number
    grads, around = _gradients(model), _Surroundings(model, modes=True)

    def changed():
        same = _alike(_gradients(model), grads)
        return around.changed() + ["the model's gradients"] * (not same)

    try:
        returned = student.check_finite(model)
        left = changed() + _switched_on(lambda: student.check_finite(model), model)
        return {"returned": returned, "raised": None, "named": [], "changed": left}
    except Exception as problem:
        if isinstance(problem, NotImplementedError):
            raise
        return {"returned": None, "raised": [kind.__name__ for kind in type(problem).__mro__],
                "named": _named(str(problem), list(places)), "changed": changed()}  # fmt: skip


def _named(message, names):
    """The names that a message contains, in the order of `names`; "1.0.weight" does not contain "0.weight"."""
    found = set()
    for name in sorted(names, key=len, reverse=True):
        if name in message:
            found.add(name)
            message = message.replace(name, " ")
    return [name for name in names if name in found]


def overfitted(student, model, x, y, criterion, lr, momentum, given, training):
    """Train on one batch; return the losses, the weights and the mode."""
    model.train(training)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    around = _Surroundings(model, x, y)
    losses = student.overfit_one_batch(model, (x, y), _criterion(criterion), optimizer, **given)
    more = {"buffers": {name: value.clone() for name, value in model.named_buffers()}, "changed": around.changed()}
    seen = {"losses": losses, "weights": _weights(model), "mode": _mode(model), **more}
    again = (model, (x, y), _criterion(criterion), optimizer)
    seen["changed"] += _switched_on(lambda: student.overfit_one_batch(*again, steps=1), model)
    return seen


def diagnosed(student, traces):
    """The word for each pair of lists, and whether the lists are as they were."""
    words, changed, around = [], 0, _Surroundings()
    for losses, norms in traces:
        mine, others = list(losses), list(norms)
        words.append(student.diagnose(mine, others))
        changed += repr((mine, others)) != repr((list(losses), list(norms)))
    settings = around.changed() + _switched_on(lambda: student.diagnose(*traces[0]))
    return {"words": words, "changed": changed, "around": settings}
