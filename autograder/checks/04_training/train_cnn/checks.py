"""Hidden checks of train_cnn."""

import torch

from autograder.expect import assert_at_least, check

from ..common import assert_each_alone
from ..images import (
    assert_arguments_unchanged,
    assert_repeatable,
    assert_size,
    mean_accuracy,
    naming_what_never_bends,
    small_model,
)


@check(
    "train_cnn",
    weight=1.5,
    hint="How good is it on the images that it learned from, and how good on `digits_test`?",
    diagnose=False,
)
def test_cnn_on_digits(student, rng):
    """On hidden digits, the network is right on at least 95 %, more than a fully connected one reaches."""
    # Calibrated on 20 seeds: mean 0.9688, standard deviation 0.0026, minimum 0.965 (two other networks 0.978, 0.973).
    # P(the reference fails) < 1e-12. Convolutions with nothing between them that bends reach 0.908, one-pixel filters
    # 0.93. A fully connected network reaches 0.93 to 0.96 and is told by its size check and by moved digits.
    accuracy = mean_accuracy(student, rng, "train_cnn", "mnist")
    with naming_what_never_bends(student, rng, "train_cnn"):
        assert_at_least(accuracy, 0.95, what="the accuracy on hidden digits")


@check(
    "train_cnn",
    hint="Which layers find the same stroke one pixel further, and what does pooling do about a pixel?",
    diagnose=False,
)
def test_cnn_on_moved_digits(student, rng):
    """On hidden digits moved by one pixel down and to the right, the network is right on at least 85 %."""
    # Calibrated on 20 seeds: mean 0.9355, standard deviation 0.0073, minimum 0.924 (two other networks 0.950, 0.936).
    # P(the reference fails) < 1e-20. Fully connected networks reach 0.78, the best, with BatchNorm, 0.83 (0.009).
    accuracy = mean_accuracy(student, rng, "train_cnn", "mnist", moved=True)
    assert_at_least(accuracy, 0.85, what="the accuracy on hidden digits that were moved")


@check(
    "train_cnn",
    hint="How good is it on the images that it learned from, and how good on `clothes_test`?",
    diagnose=False,
)
def test_cnn_on_clothes(student, rng):
    """On hidden clothes, the network is right on at least 81 %."""
    # Calibrated on 20 seeds: mean 0.8571, standard deviation 0.0053, minimum 0.8475 (two other networks 0.871, 0.844).
    # P(one of the three fails) < 1e-7. Convolutions with nothing between them that bends reach 0.803.
    accuracy = mean_accuracy(student, rng, "train_cnn", "fashion")
    assert_at_least(accuracy, 0.81, what="the accuracy on hidden clothes")


@check("train_cnn", weight=0.75)
def test_cnn_size(student, rng):
    """The network has convolutions, at most 100,000 parameters, and gives logits of shape (N, 10)."""
    model = small_model(student, rng, "train_cnn")
    assert_size(model, 100_000, 4, -1, "a convolutional network has weights of four dimensions")
    assert_each_alone(model, torch.rand(3, 1, 28, 28, generator=rng), 10)


@check("train_cnn", weight=0.75, alone=False)
def test_cnn_seed_decides(student, rng):
    """The same seed gives the same network, whatever was drawn in between."""
    assert_repeatable(student, rng, "train_cnn")


@check("train_cnn", weight=0.25, alone=False)
def test_cnn_arguments_unchanged(student, rng):
    """images and labels stay as they were."""
    assert_arguments_unchanged(student, rng, "train_cnn")
