"""Probes of flaky_predictions: they run beside the student's code, observe, and know no answer."""

import torch

from ..common_probes import _observations, _Observed, _state


def asked_again(student, model, x, training):
    """What predict says to the same x once the same model's weights are others, and these weights."""
    model = _Observed(model)
    model.train(training)
    student.predict(model, x)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(-0.5)
    return {"result": student.predict(model, x), "state": _state(model.inner), **_observations(model)}
