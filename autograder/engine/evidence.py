"""A check's evidence in canonical form, and whether two runs of it show the same mistake.

What a check judged wrong is compared, and nothing else: not the names, orders and words that a statement leaves free.
Evidence travels as plain data, because what the known mistakes leave is kept on disk.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.boundary.failure import StudentError
from autograder.expect.canonical import canonical
from autograder.expect.evidence import Evidence
from autograder.expect.mistakes import Mistake
from autograder.expect.words import UNJUDGED, Mismatch

# Two programs with the same mistake differ by rounding, as right ones do; float32 weights after some steps by more.
_RELATIVE, _ABSOLUTE = 1e-3, 1e-5
_ROUNDING = 1e-6  # of a value: what is left of float32 where it ought to have been float64
_OTHER_ERROR = 0.5  # of an error
_NAMES = re.compile(r"'[^']*'|`[^`]*`|\"[^\"]*\"|\b\w+(?:\.\w+)+\b|\b\w*_\w*\b")  # in a message: what a student chose

_NUMBERS = re.compile(r"\[[\d, ]*\]|[-+]?\d[\d.,e+-]*")

_MOST_ANSWERS = 100  # of one check
_MOST_WORDS = 200  # letters of an exception's
SHOWN = "shown"
TELLING = 3
"""So many values that are wrong alike cannot be an accident."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What one run of a check found wrong, as data: `wrong` are (kind, actual, expected), `ended` is how it ended.

    `ended` is None where it ran through, else the kind of the exception that was raised beside the assertions, and the
    words of one that the check's author chose, without names. A check that could not be judged found nothing. `answers`
    are what the student's code said on the way: nothing is concluded from them but which of two mistakes that were
    judged alike it is. `mistake` is what the check itself established was done; of known mistakes, which have words
    of their own, it is not kept. `said` is what an exception of the student's code said, None where there was none; it
    is compared where nothing else can be (see `is_same`).
    """

    wrong: tuple[tuple[str, Any, Any], ...] = ()
    ended: tuple[str, str] | None = None
    answers: tuple[Any, ...] = ()
    mistake: Mistake | None = None
    said: str | None = None

    def to_data(self) -> list[Any]:
        ended = list(self.ended) if self.ended else None
        return [[list(one) for one in self.wrong], ended, list(self.answers), self.said]

    @classmethod
    def from_data(cls, data: Any) -> Findings:
        wrong, ended, answers, said = data
        return cls(tuple(map(tuple, wrong)), tuple(ended) if ended else None, tuple(answers), said=said)

    @property
    def unjudged(self) -> bool:
        return self.ended is not None and self.ended[1].startswith(UNJUDGED)

    @property
    def only_raised(self) -> bool:
        """The student's code raised an exception before anything was judged."""
        return self.said is not None and not self.wrong

    def strength(self) -> int:
        """How well they tell one mistake from another: the number of wrong values that say more than yes or no."""
        found: set[float] = set()
        marks = 0
        if any(kind == SHOWN for kind, _, _ in self.wrong):
            return TELLING  # its author says that the judgement rests on it
        for _, actual, expected in self.wrong:
            values = _wrong_values(actual, expected)
            if values is None:
                marks += 1  # a type, a shape, a word
            else:
                found.update(np.round(values, 6).tolist())
        return len(found - {0.0, 1.0, -1.0}) + min(marks, 1) + (self.ended is not None)


def strength(several: Iterable[Findings]) -> int:
    """How well the findings of several checks together tell one mistake from another.

    The same error in each of them is one thing that went wrong: any code that PyTorch refuses ends so everywhere.
    """
    found = list(several)
    ends = [one.ended for one in found if one.ended is not None]
    return sum(one.strength() for one in found) - (len(ends) - len(set(ends)))


def findings(evidence: Evidence, problem: BaseException | None, transcript: Iterable[tuple[str, Any]]) -> Findings:
    """Read what a check judged, the `problem` that ended it (None where it ran through), and what it was told."""
    wrong = [(one.kind, one.actual, one.expected) for one in evidence.wrong]
    if isinstance(problem, Mismatch) and problem.shows is not None:
        wrong.append((SHOWN, canonical(problem.shows), None))
    if not wrong and problem is None:
        return Findings()
    ended = _ended(problem)
    if evidence.first is not None and ended is not None and ended[1].startswith(UNJUDGED):
        ended = None  # something was judged before
    mistake = evidence.mistake(problem)
    answers = tuple(map(_answer, islice(transcript, _MOST_ANSWERS)))
    return Findings(tuple(wrong), ended, answers, mistake, _said(problem))


def _answer(one: tuple[str, Any]) -> Any:
    kind, value = one
    if kind == "error":
        raised, words = value
        return kind, str(raised), _NAMES.sub("…", str(words))
    return kind, canonical(value)


def _ended(problem: BaseException | None) -> tuple[str, str] | None:
    if problem is None or (isinstance(problem, Mismatch) and problem.judged is not None):
        return None  # the values say it
    if isinstance(problem, StudentError):
        return str(problem.described["type"]), ""
    if isinstance(problem, AssertionError):
        return "AssertionError", _NAMES.sub("…", str(problem))
    return type(problem).__name__, ""


def _said(problem: BaseException | None) -> str | None:
    """What an exception said, without names and numbers; "" where the student chose the words, with `raise`."""
    if not isinstance(problem, StudentError):
        return None
    frames = problem.described.get("frames") or [{"text": ""}]
    if problem.described.get("stopped") or str(frames[-1]["text"]).startswith(("raise", "assert")):
        return ""
    words = str(problem.described["message"]).strip().partition("\n")[0][:_MOST_WORDS]
    return " ".join(_NUMBERS.sub("#", _NAMES.sub("…", words)).split())


def is_same(left: Findings, right: Findings, *, by_words: bool = False) -> bool:
    """Whether two runs of one check found the same wrong, in any order; with `by_words`, exceptions said the same, too.

    Where an answer fails in some places and not in others, these tell what the mistake is, and the same one may be
    refused in other words. Where it raises an error wherever it is called, only the words are left: most of PyTorch's
    errors are of one type.
    """
    if left.ended != right.ended or len(left.wrong) != len(right.wrong) or (by_words and left.said != right.said):
        return False
    if all(_same_finding(a, b) for a, b in zip(left.wrong, right.wrong, strict=True)):
        return True
    rest = list(right.wrong)
    for one in left.wrong:
        match = next((index for index, other in enumerate(rest) if _same_finding(one, other)), None)
        if match is None:
            return False
        del rest[match]
    return True


def _same_finding(left: tuple[str, Any, Any], right: tuple[str, Any, Any]) -> bool:
    if left[0] != right[0]:
        return False
    if same_value(left[1], right[1]):
        return not _are_other_errors(left[1:], right[1:])
    # Where the right value is another one, because each answer has drawn weights of its own, the error is compared.
    return left[2] is not None and not same_value(left[2], right[2]) and _same_error(left[1:], right[1:])


def _same_error(left: tuple[Any, Any], right: tuple[Any, Any]) -> bool:
    """The same values are wrong, by the same factor where there is one."""
    (mine, wanted), (other, also_wanted) = left, right
    arrays = [_numbers(one) for one in (mine, wanted, other, also_wanted)]
    if any(one is None for one in arrays) or _form(mine) != _form(other):
        return False
    a, b, c, d = arrays
    if not (a.shape == b.shape == c.shape == d.shape):  # type: ignore[union-attr]
        return False
    held, factor = _close(a, b), _factor(a, b)  # type: ignore[arg-type]
    if factor is None and not held.any():
        return False  # all is wrong, in no way that has a name
    return bool(np.array_equal(held, _close(c, d))) and same_value(factor, _factor(c, d))  # type: ignore[arg-type]


def _are_other_errors(left: tuple[Any, Any], right: tuple[Any, Any]) -> bool:
    """Whether two values that are nearly right are so by different errors, which would look alike beside the value.

    Errors as small as rounding are no evidence of anything: float32 in the wrong place rounds as it will.
    """
    (mine, wanted), (other, also_wanted) = left, right
    arrays = [_numbers(one) for one in (mine, wanted, other, also_wanted)]
    if any(one is None for one in arrays) or len({one.shape for one in arrays if one is not None}) > 1:
        return False
    a, b, c, d = (np.asarray(one, dtype=np.float64) for one in arrays)
    finite = np.isfinite(a) & np.isfinite(b) & np.isfinite(c) & np.isfinite(d)
    errors = (a[finite] - b[finite], c[finite] - d[finite])
    size = max(float(np.linalg.norm(one)) for one in errors)
    is_rounding = size <= _ROUNDING * float(np.linalg.norm(b[finite]))
    return not is_rounding and float(np.linalg.norm(errors[0] - errors[1])) > _OTHER_ERROR * size


def _form(value: Any) -> Any:
    """The kind, shape and dtype of a canonical array; of a number, its type."""
    return value[:3] if isinstance(value, tuple) else type(value)


def _factor(actual: npt.NDArray[Any], expected: npt.NDArray[Any]) -> float | None:
    with np.errstate(all="ignore"):
        factor = np.vdot(actual, expected) / np.vdot(expected, expected)
        return float(factor) if _close(actual, factor * expected).all() else None


def same_value(left: Any, right: Any) -> bool:
    """Whether two canonical values are the same up to rounding."""
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        return left.shape == right.shape and bool(_close(left, right).all())
    if type(left) is not type(right):
        return False
    if isinstance(left, float):
        both_nan = math.isnan(left) and math.isnan(right)
        return both_nan or math.isclose(left, right, rel_tol=_RELATIVE, abs_tol=_ABSOLUTE)
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(same_value(a, b) for a, b in zip(left, right, strict=True))
    return bool(left == right)


def _close(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    with np.errstate(all="ignore"):
        # Relative to the whole array: where one value is tiny by cancellation, its own size says nothing.
        finite = np.abs(right[np.isfinite(right)])
        scale = float(finite.max()) if finite.size else 0.0
        absolute = min(_ABSOLUTE, 1e-4 * scale)
        return np.asarray(np.isclose(left, right, rtol=_RELATIVE, atol=absolute, equal_nan=True))


def _numbers(value: Any) -> npt.NDArray[Any] | None:
    """The numbers of a canonical value that is an array or one number."""
    if isinstance(value, float):
        return np.asarray([value])
    if isinstance(value, tuple) and value[:1] == ("array",) and value[3] is not None:
        return np.asarray(value[3])
    return None


def _wrong_values(actual: Any, expected: Any) -> npt.NDArray[Any] | None:
    """The values that are not right; None where the two are not numbers of one shape."""
    mine, right = _numbers(actual), _numbers(expected)
    if mine is None or right is None or _form(actual) != _form(expected) or mine.shape != right.shape:
        return None
    wrong = mine[~_close(mine, right)]
    return np.asarray(wrong[np.isfinite(wrong)])
