"""Hidden checks of tools."""

import math
import statistics

import torch

from autograder.expect import Mismatch, assert_close, assert_equal, assert_type, check

from ..common import (
    EXACT,
    assert_floats,
    assert_mode,
    assert_surroundings,
    assert_weights,
    batch,
    classes,
    entropy,
    gradients_for,
    integer,
    mean_square,
    normal,
    perceptron,
    with_batch_norm,
)
from .models import assert_accused, finiteness, nested, reported
from .overfitting import overfitted, overfitted_by_hand
from .traces import LENGTHS, around, assert_diagnosed, at_the_limits, limit_counted, trace, with_one_not_finite


@check("tools", hint="The norm of a tensor of any shape: the root of the sum of all its squares.")
def test_report_of_norms(student, rng):
    """gradient_report gives every parameter's name and the norm of its gradient, a Python float."""
    tied = perceptron(3, 3, 3, 1, rng=rng)
    tied[2].weight = tied[0].weight  # named once, as one parameter
    for model in (nested(rng), tied, perceptron(3, 2, rng=rng, dtype=torch.float32)):
        grads = gradients_for(model, rng)
        grads[-1] = grads[-1] * 0
        grads[0] = grads[0].T.contiguous().T  # as those of weights in another memory format
        seen = reported(student, model, grads)
        assert_type(seen["report"], dict, "the report")
        assert_equal(sorted(seen["order"]), sorted(seen["names"]), "the list of the report's names")
        for name, grad in zip(seen["names"], grads, strict=True):
            value = seen["report"][name]
            assert_type(value, float, f"the entry of {name}")
            assert_close(value, math.sqrt(float((grad.double() ** 2).sum())), what=f"the entry of {name}")


@check("tools", weight=0.75, hint="No gradient and a gradient of zeros are two findings.", alone=False)
def test_report_of_missing_gradients(student, rng):
    """gradient_report gives None where there is no gradient; inf and NaN stay what they are."""
    model = nested(rng)
    first, _, _, _, fifth, *_ = model.parameters()
    first.requires_grad_(False), fifth.requires_grad_(False)  # the gradient of before is there still
    grads = gradients_for(model, rng)
    grads[0], grads[3] = None, None
    grads[1][0], grads[2][0, 0] = math.inf, math.nan
    report = reported(student, model, grads)["report"]
    assert_type(report, dict, "the report")
    values = list(report.values())
    assert_equal(len(values), len(grads), "the number of the report's entries")
    assert values[0] is None and values[3] is None, "a parameter without gradient must have the entry None"
    for index, test in ((1, math.isinf), (2, math.isnan)):
        passed = isinstance(values[index], float) and test(values[index])
        assert passed, "a gradient with inf or NaN in it does not have the norm inf or NaN"
    assert_type(values[4], float, "an entry")


@check("tools", weight=0.5, alone=False)
def test_report_changes_nothing(student, rng):
    """gradient_report leaves weights and gradients as they are, and its names are in the model's order."""
    model = nested(rng)
    grads = gradients_for(model, rng)
    grads[2] = None
    seen = reported(student, model, grads)
    assert_equal(seen["order"], seen["names"], "the list of the report's names, in order,")
    assert seen["kept"], "the weights of the model have changed"
    for left, before in zip(seen["left"].values(), grads, strict=True):
        if before is None:
            assert left is None, "a parameter without gradient has one after the report"
        else:
            assert_close(left, before, **EXACT, what="a gradient after the report")
    filled = any(isinstance(value, float) and value > 0 for value in seen["report"].values())
    assert filled, "this could not be judged: no entry of the report is a norm"
    assert_surroundings(seen)


@check("tools", hint="Two tensors of each parameter can hold such numbers.", alone=False)
def test_values_and_gradients_are_looked_at(student, rng):
    """check_finite raises a ValueError for a NaN or an infinity, in a value or in a gradient."""
    model = nested(rng)
    names = [name for name, _ in model.named_parameters()]
    cases = [(what, bad) for what in ("value", "gradient") for bad in (math.nan, math.inf, -math.inf)]
    assert_accused(student, model, *([(names[integer(0, len(names) - 1, rng)], *case)] for case in cases))
    assert_accused(student, model, [(names[-1], "value", math.nan)], [(names[-1], "gradient", math.inf)])
    model[0].weight.requires_grad_(False)  # who is frozen is a parameter, too
    assert_accused(student, model, [(names[0], "value", math.nan)], [(names[0], "gradient", math.inf)])
    model[0].weight.requires_grad_()
    assert finiteness(student, model, [])["raised"] is None, "a ValueError is raised although everything is finite"


@check("tools", weight=0.75, hint="NaN spreads: the first parameter matters, by its value or gradient.", alone=False)
def test_first_culprit_is_named(student, rng):
    """check_finite names the first parameter, in the order of named_parameters, that is not finite."""
    model = nested(rng)
    names = [name for name, _ in model.named_parameters()]
    assert_accused(
        student,
        model,
        [(names[5], "value", math.nan), (names[2], "gradient", math.nan)],
        [(names[4], "gradient", math.inf), (names[1], "value", math.nan)],
        [(names[6], "value", math.nan), (names[3], "value", math.inf), (names[7], "gradient", math.nan)],
    )


@check("tools", weight=0.5, alone=False)
def test_sound_models_pass(student, rng):
    """check_finite returns None for a finite model, with or without gradients, and does not look at buffers."""
    model = nested(rng)
    names = [name for name, _ in model.named_parameters()]
    cases = [([], []), ([], names), ([], names[::2]), ([("1.1.running_mean", "value", math.nan)], [])]
    cases.append(([(names[3], "value", 1e200), (names[4], "gradient", -1e200)], []))  # large is not infinite
    # Nor is it where the sum of several such numbers is.
    cases.append(([(names[3], "every value", 1.7e308), (names[4], "every gradient", -1.7e308)], []))
    for spoiled, missing in cases:
        seen = finiteness(student, model, spoiled, missing)
        if seen["raised"]:
            raise Mismatch(f"for a model whose parameters are finite, it raised {seen['raised'][0]}")
        assert_equal(seen["returned"], None, "the result for a finite model")
        assert_surroundings(seen)
    spoiled = [(names[3], "gradient", math.nan)]
    assert_accused(student, model, spoiled, missing=names[:2])
    assert_surroundings(finiteness(student, model, spoiled))  # an error is a way out, too


@check("tools", hint="The loop is the usual one. Only the batch is always the same.")
def test_one_batch_is_learned(student, rng):
    """overfit_one_batch takes the steps on this batch that the optimizer would, each with its own gradients."""
    # Where a row has one number only, (N,) and (N, 1) can be taken for each other.
    for steps, momentum, outputs in ((1, 0.0, 2), (7, 0.0, 2), (5, 0.9, 2), (2, 0.0, 1)):
        model, (x, y) = perceptron(3, 4, outputs, rng=rng), batch(5, rng)
        y = y[:, :outputs]
        losses, weights = overfitted_by_hand(model, x, y, mean_square, 0.1, steps, momentum=momentum)
        seen = overfitted(student, model, x, y, momentum=momentum, steps=steps)
        assert_floats(seen["losses"], losses, "the list of losses")
        assert_weights(seen["weights"], weights, f"after {steps} step{'s' * (steps > 1)}")


@check("tools", weight=0.5)
def test_criterion_mode_and_default_steps(student, rng):
    """overfit_one_batch uses the criterion, takes 200 steps by default, and leaves the model in its mode."""
    for training in (True, False):
        model = with_batch_norm(3, 5, 3, dropout=0.0, rng=rng)
        x, y = normal(6, 3, rng=rng), classes(6, 3, rng)
        losses, weights = overfitted_by_hand(model, x, y, entropy, 0.05, 4, training)
        seen = overfitted(student, model, x, y, "cross-entropy", 0.05, training, steps=4)
        assert_mode(seen, training)
        assert_floats(seen["losses"], losses, "the list of losses")
        assert_weights(seen["weights"], weights, "after four steps")
        assert_surroundings(seen)
    model, (x, y) = perceptron(3, 4, 2, rng=rng), batch(5, rng)
    seen = overfitted(student, model, x, y, lr=1e-3)
    assert_type(seen["losses"], list, "the list of losses")
    assert_equal(len(seen["losses"]), 200, "the number of losses without a number of steps")
    seen = overfitted(student, model, x, model(x).detach(), steps=6)  # nothing is left to learn
    assert_type(seen["losses"], list, "the list of losses")
    assert_equal(len(seen["losses"]), 6, "the number of losses of 6 steps on a batch that the model knows by heart")


@check("tools", hint="The first rule that holds decides; compare the lists' ends with their starts.", alone=False)
def test_plain_runs(student, rng):
    """diagnose tells healthy runs from those that do not learn, explode, vanish or hold NaN."""
    for n in LENGTHS:
        falling, flat, steady = trace(2.0, 0.2, n, rng), trace(2.3, 2.3, n, rng), trace(1.0, 0.7, n, rng)
        broken = [*falling[:-1], math.nan]
        assert_diagnosed(
            student,
            [
                ("healthy", falling, steady),
                ("not-learning", flat, steady),
                ("vanishing", flat, trace(1e-2, 1e-8, n, rng)),
                ("exploding", falling, trace(1.0, 1e4, n, rng)),
                ("nan", broken, steady),
            ],
        )


@check("tools", weight=0.75, hint="Which rule comes first, and which one has two conditions?", alone=False)
def test_order_of_the_rules(student, rng):
    """Where several rules would fit, diagnose obeys the first; a rule with two conditions needs both."""
    for n in LENGTHS:
        falling, flat, rising = trace(2.0, 0.2, n, rng), trace(2.3, 2.3, n, rng), trace(2.0, 9.0, n, rng)
        steady = trace(1.0, 0.7, n, rng)
        late = [*trace(1.0, 1e4, n, rng)[:-1], math.nan]
        assert_diagnosed(
            student,
            [
                ("exploding", flat, trace(1.0, 1e4, n, rng)),
                ("exploding", rising, trace(1e-9, 5e-6, n, rng)),
                ("healthy", falling, trace(1e-2, 1e-8, n, rng)),
                ("not-learning", rising, steady),
                *with_one_not_finite(flat, steady, n, rng),
                *with_one_not_finite(falling, trace(1e-2, 1e-8, n, rng), n, rng),
                ("nan", falling, late),
                ("healthy", falling, trace(1.0, 50.0, n, rng)),
                ("not-learning", trace(2.0, 1.97, n, rng), trace(1.0, 1e-4, n, rng)),
                ("healthy", trace(2.0, 1.8, n, rng), steady),
            ],
        )


@check("tools", weight=0.25, hint="May a norm be 0? And what does `more than` say of the number itself?", alone=False)
def test_norms_of_zero_and_limits(student, rng):
    """diagnose copes with norms of 0, and takes `more than` at its word."""
    for n in LENGTHS:
        assert_diagnosed(student, at_the_limits(n, rng), limit_counted)


@check("tools", weight=0.75, hint="Of an even number of entries, the median is between the middle two.", alone=False)
def test_medians_of_the_quarters(student, rng):
    """diagnose compares medians of the first and the last quarter: neither single entries nor means count."""
    for n in (12, 13, 20, 22):  # quarters of 3 and 5 entries: one outlier in each
        q = n // 4
        ones = around(1.0, n, rng)
        spiked = [*ones[:-1], 1e6]
        falling = trace(2.0, 0.2, n, rng)
        relapsed = [*falling[:-1], 500.0]
        unlucky = [1e-3, *falling[1:]]
        assert_diagnosed(
            student, [("healthy", falling, spiked), ("healthy", relapsed, ones), ("healthy", unlucky, ones)]
        )
        lucky = [*around(2.3, n - q, rng), *around(2.3, q - 1, rng), 0.01]
        assert_diagnosed(student, [("not-learning", lucky, ones), ("not-learning", lucky, [*ones[:-1], 1e-9])])
    for n in (8, 16):  # quarters of 2 and 4 entries: the middle two differ
        q = n // 4
        ends = [1.0, 2.6] if q == 2 else [0.9, 1.0, 2.6, 2.7]
        losses = [*[1.5] * (n - q), *ends]  # median 1.8
        assert statistics.median(ends) == 1.8
        assert_diagnosed(student, [("not-learning", losses, around(1.0, n, rng))])
        losses = [*ends, *[1.5] * (n - q)]  # from a median of 1.8 to one of 1.5
        assert_diagnosed(student, [("healthy", losses, around(1.0, n, rng))])
        losses = [*ends, *[1.9] * (n - q)]  # from a median of 1.8 to one of 1.9: the upper of the middle two is 2.6
        assert_diagnosed(student, [("not-learning", losses, around(1.0, n, rng))])
    for n in (10, 11):  # a quarter has 2 entries; the third one would turn the median over
        losses = [3.0, 1.0, 0.9, *[1.2] * (n - 3)]
        assert_diagnosed(student, [("healthy", losses, around(1.0, n, rng))])
        losses = [*[1.2] * (n - 2), 0.5, 1.7]  # to a median of 1.1, and with the entry before them of 1.2
        assert_diagnosed(student, [("healthy", losses, around(1.0, n, rng))])
