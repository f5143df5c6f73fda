"""Probes of keep_best: they run beside the student's code, observe, and know no answer."""

import torch

from ..common_probes import _switched_on, _watched, state_of


def best_kept(student, model, accuracies):
    """Every training epoch adds 1 to all weights and buffers; the accuracies are as given."""
    calls = []

    def train():
        calls.append("train")
        with torch.no_grad():
            for value in [*model.parameters(), *model.buffers()]:
                value.add_(1)

    def validate():
        calls.append("validate")
        return accuracies[calls.count("validate") - 1]

    model.train(len(accuracies) % 2 == 0)
    keep_best, settings = _watched(student.keep_best)
    result = keep_best(model, train, validate, len(accuracies))
    modes = [part.training for part in model.modules()]
    seen = {"result": result, "calls": list(calls), "state": state_of(model), "modes": modes}
    again = _switched_on(lambda: student.keep_best(model, lambda: None, lambda: 0.5, 2), model)
    return {**seen, "settings": settings + again}
