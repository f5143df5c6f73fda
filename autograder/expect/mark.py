"""The mark that makes a test function a check of an exercise."""

from __future__ import annotations

import math

import pytest

DEVICES = ("cuda",)


def check(
    exercise: str,
    *,
    weight: float = 1,
    hint: str | None = None,
    effects: bool = False,
    diagnose: bool = True,
    device: str | None = None,
    alone: bool = True,
) -> pytest.MarkDecorator:
    """Mark a test function as a check of `exercise` (the grade_id of its answer cell).

    `weight` is the check's share of the exercise's points relative to its other checks; `hint` is shown where it fails.
    The first line of the function's docstring is the title that students see. With `effects`, what the student's code
    does to its arguments (values, `.grad`, `requires_grad`, a module's weights) is done to the check's own objects;
    without it they stay as they are, so that an expected value computed after the call is still the right one.
    Without `diagnose`, answers are not compared with those of the known mistakes: for a check that trains a network,
    where that takes long and no two answers are alike. Its hint must do instead.

    Not `alone` is a check of what can be so, or be said to be so, without the exercise being solved: the input is
    unchanged, no loop ran, a mode was restored. It counts only where another check of the exercise passes that counts
    alone, one of values that nothing but a right answer gives.

    A check with a `device` ("cuda") runs only where `--device cuda` asks for it, in a process of its own that sees the
    GPU; then it counts, not `alone`. Nothing is diagnosed there, and it reaches the student's code by probes alone.

    Raises ValueError for an empty name, a weight that is not a positive finite number, neither hint nor diagnosis, and
    a device that no option asks for.
    """
    if not exercise or not isinstance(exercise, str):
        raise ValueError('check() needs the exercise\'s name: @check("leaky_relu")')
    if not (math.isfinite(weight) and weight > 0):
        raise ValueError(f"the weight of a check of {exercise!r} must be a positive number, not {weight!r}")
    if device is not None and device not in DEVICES:
        raise ValueError(f"the device of a check of {exercise!r} must be one of {', '.join(DEVICES)}, not {device!r}")
    diagnose = diagnose and device is None
    if not diagnose and not hint:
        raise ValueError(f"a check of {exercise!r} without diagnosis needs a hint")
    return pytest.mark.check(
        exercise,
        weight=weight,
        hint=hint,
        effects=effects,
        diagnose=diagnose,
        device=device,
        alone=alone and device is None,
    )
