"""From what a check raised to what the student reads.

Whose fault was it? A mismatch, a failed assertion and an exception of the student's own are the student's. Anything
else that a check raises (an AttributeError because the student returned None, say) may be a mistake in the check: the
check is tried on the reference, and only where that passes is the student's answer to blame.
"""

import re
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import _pytest.outcomes
import numpy as np
import pytest
import torch
from torch.autograd.gradcheck import GradcheckError

from autograder.boundary.failure import ReferenceFailed, StudentError
from autograder.engine.checks import Check
from autograder.engine.own_work import TooMuch, is_short_of_memory
from autograder.engine.report import UNANSWERED, CheckResult, Status
from autograder.errors import GradingError
from autograder.expect.evidence import Judged
from autograder.expect.words import UNJUDGED, Mismatch

_DRAWN = re.compile(r"-?\d+\.\d{4,}(?:e[-+]?\d+)?")  # "math domain error, got -0.48121", tensor([0.3367, …])


def judge(
    check: Check, problem: BaseException | None, transcript: list[tuple[str, Any]], is_sound: Callable[[Check], bool]
) -> CheckResult:
    """Return the result of one check that raised `problem`, or None for a pass."""
    if problem is None:
        return _result(check, Status.PASSED, None)
    if isinstance(problem, StudentError) and check.device and problem.described["type"] == "OutOfMemoryError":
        return _result(check, Status.ERROR, "the device had no memory left: others may use it, too")
    if isinstance(problem, StudentError):
        return replace(_result(check, Status.FAILED, _student_message(problem)), hint=None)  # about wrong values
    if isinstance(problem, AssertionError):
        result = _result(check, Status.FAILED, str(problem) or None)
        return result if _is_about_values(problem) else replace(result, hint=None)
    if isinstance(problem, GradingError):
        return _result(check, Status.ERROR, f"the grader could not run this check: {problem}")
    if is_short_of_memory(problem):  # in our process: a student's own comes as a StudentError
        return _result(check, Status.ERROR, "the grader had no memory left for this check: grade it again")
    if isinstance(problem, pytest.skip.Exception):
        return _result(check, Status.ERROR, "the check was skipped, and a skipped check is never a pass")
    if not is_sound(check):
        return _result(check, Status.ERROR, f"the check itself raised {_our_own(problem)}")
    if isinstance(problem, TooMuch):
        return replace(_result(check, Status.FAILED, str(problem)), hint=None)
    if isinstance(problem, ReferenceFailed):
        return _result(check, Status.FAILED, "your code changed its input so that nothing could be compared any more")
    if isinstance(problem, _pytest.outcomes.Failed) and "DID NOT RAISE" in str(problem):
        return _result(check, Status.FAILED, "your code accepted what it must refuse: no error was raised")
    if isinstance(problem, GradcheckError):
        return _result(check, Status.FAILED, "the gradient does not agree with finite differences of the result")
    return _result(check, Status.FAILED, _unusable(transcript))


def _is_about_values(problem: AssertionError) -> bool:
    """Whether the check got to its matter, which its hint is about: not where a value has another type or shape."""
    if str(problem).startswith(UNJUDGED) or (isinstance(problem, Mismatch) and problem.declines_hint):
        return False
    judged = problem.judged if isinstance(problem, Mismatch) else None
    return not (isinstance(judged, Judged) and judged.kind == "close" and problem.about_form)  # type: ignore[attr-defined]


def is_unanswered(problem: BaseException | None) -> bool:
    """Whether the stub itself raised; torch and Python raise NotImplementedError for reasons of their own."""
    if not isinstance(problem, StudentError) or problem.described["type"] != "NotImplementedError":
        return False
    return is_stub(problem.described)


def is_stub(described: dict[str, Any]) -> bool:
    frames = described["frames"]
    return not described["message"] and bool(frames) and frames[-1]["text"].startswith("raise NotImplementedError")


def _result(check: Check, status: Status, message: str | None) -> CheckResult:
    hint = check.hint if status is Status.FAILED else None
    return CheckResult(check.id, check.title, status, check.weight, message, hint)


def _student_message(problem: StudentError) -> str:
    """The exception as Python tells it, but for numbers that can only come from a hidden input."""
    if is_unanswered(problem):
        return UNANSWERED
    said, newline, where = str(problem).partition("\n  in ")
    return _DRAWN.sub("…", said) + newline + where


def _our_own(problem: BaseException) -> str:
    """What an author needs to find the slip: kind, place, and the text where it holds names and no values."""
    words = f": {problem}" if isinstance(problem, AttributeError | NameError | TypeError | ImportError) else ""
    frames = traceback.extract_tb(problem.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).name == "checks.py"]
    place = f" (checks.py, line {ours[-1].lineno})" if ours else ""
    return f"{type(problem).__name__}{place}{words}"


def _unusable(transcript: list[tuple[str, Any]]) -> str:
    answers = [(kind, value) for kind, value in transcript if kind != "effects"]
    if not answers or answers[-1][0] != "value":  # what a probe saw is in a form of ours
        return "what your code gave back could not be used"
    return f"what your code gave back could not be used: {_described(answers[-1][1])}"


def _described(value: Any) -> str:
    if value is None:
        return "it returned None (is a `return` missing?)"
    if isinstance(value, torch.Tensor | np.ndarray):
        return f"it returned a {type(value).__name__} of shape {tuple(value.shape)} and dtype {value.dtype}"
    if isinstance(value, tuple) and value[:1] == ("large",):
        return f"it returned a {value[1]} of {value[2] >> 20} MiB"
    if isinstance(value, tuple | list | dict):
        return f"it returned a {type(value).__name__} of length {len(value)}"
    return f"it returned a value of type {type(value).__name__}"
