"""Hidden checks of keep_best."""

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_equal, check, decisive

from ..common import assert_settings_left, assert_state, number, state_of, unpacked
from . import probes


def shares(rng, count):
    """Different accuracies between 0.3 and 0.9."""
    return [0.3 + 0.6 * value / count for value in torch.randperm(count, generator=rng).tolist()]


def best_run(student, accuracies, dtype=torch.float32):
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)).to(dtype)
    before = state_of(model)
    seen = student.probe(probes.best_kept, model=model, accuracies=accuracies)
    return before, seen, accuracies.index(max(accuracies))


def best_first(rng, count, place):
    values = shares(rng, count)
    top = values.index(max(values))
    values[top], values[place] = values[place], values[top]
    return values


@check("keep_best", weight=1.5, hint="What does `state_dict()` give you: values, or references to what keeps changing?")
def test_best_weights(student, rng):
    """In the end the model holds the weights and buffers of its best epoch."""
    for accuracies in (best_first(rng, 6, 2), best_first(rng, 5, 0), best_first(rng, 4, 3)):
        before, seen, best = best_run(student, accuracies, torch.float64)
        # The last digits of float64 may differ by the way to add up; those of float32 would differ by 1e-8.
        close = {"rtol": 1e-12, "atol": 1e-12}
        assert_state(seen["state"], {name: value + best + 1 for name, value in before.items()}, "in the end", **close)
        assert_settings_left(seen["settings"])


@check("keep_best", weight=0.75)
def test_best_epoch_and_accuracy(student, rng):
    """The result is the best epoch, counted from 0, and its accuracy."""
    drawn = [shares(rng, count) for count in (9, 7, 8, 1)]  # where the best one lies, nobody can know beforehand
    late = [*best_first(rng, 30, 0), 0.95]  # after 29 epochs without anything better
    for accuracies in (best_first(rng, 6, 2), best_first(rng, 5, 0), best_first(rng, 4, 3), late, *drawn):
        _, seen, best = best_run(student, accuracies)
        epoch, accuracy = unpacked(seen["result"], "best_epoch", "best_accuracy")
        assert_equal(int(number(epoch, "best_epoch")), best, "best_epoch")
        assert_close(number(accuracy, "best_accuracy"), accuracies[best], what="best_accuracy")


@check("keep_best", weight=0.5)
def test_first_of_equals(student, rng):
    """Of equally good epochs the first is kept, also where all are 0, and of nearly equal ones the better."""
    low, high = sorted(shares(rng, 3))[:2]
    equal = [[low, high, low, high, low], [high, high, low], [high, low, high], [0.0, 0.0, 0.0]]
    for accuracies in (*equal, [low, low + 1e-6, low]):
        before, seen, best = best_run(student, accuracies)
        epoch, _ = unpacked(seen["result"], "best_epoch", "best_accuracy")
        assert_equal(int(number(epoch, "best_epoch")), best, "best_epoch")
        assert_state(seen["state"], {name: value + best + 1 for name, value in before.items()}, "in the end")


@check("keep_best", weight=0.5, alone=False)
def test_trained_then_validated(student, rng):
    """Every epoch trains once and then validates once, whatever the accuracies, and all else stays as it is."""
    perfect = [*shares(rng, 2), 1.0, *shares(rng, 2)]  # nothing can beat the third, and two epochs are left
    # In the long ones, nothing is better for many epochs on end.
    for accuracies in (best_first(rng, 6, 1), best_first(rng, 3, 2), perfect, best_first(rng, 40, 0)):
        _, seen, _ = best_run(student, accuracies)
        calls = ["train", "validate"] * len(accuracies)
        try:
            with decisive():
                assert_equal(seen["calls"], calls, "the calls of train and validate")
        except Mismatch as problem:
            ended = seen["calls"] == calls[: len(seen["calls"])]
            mistake = "The training ends before all of its epochs are through." if ended else None
            raise Mismatch(str(problem), mistake=mistake) from None
        mode = len(accuracies) % 2 == 0
        if seen["modes"] != [mode] * len(seen["modes"]):
            raise Mismatch(
                "the model is in another mode than the one in which train and validate left it",
                mistake="The mode of the model, or of a part of it, is changed.",
            )
