"""What can be so without an answer counts only beside something that cannot."""

from types import SimpleNamespace

import pytest

from autograder.engine.company import NOT_COUNTED, counted
from autograder.engine.report import CheckResult, Status, exercise_score

CHECKS = [SimpleNamespace(id=name, alone=name.startswith("value")) for name in ("value", "value too", "unchanged")]


def found(*passed):
    results = [CheckResult(c.id, c.id, Status.PASSED if c.id in passed else Status.FAILED, 1.0) for c in CHECKS]
    return counted(CHECKS, results)


@pytest.mark.parametrize(
    ("passed", "score"), [((), 0), (("unchanged",), 0), (("value",), 1), (("value too", "unchanged"), 2)]
)
def test_company(passed, score):
    assert exercise_score(3, found(*passed))[0] == score


def test_the_student_reads_why():
    assert found("unchanged")[2].message == NOT_COUNTED


def test_a_fault_of_ours_stays_one():
    error = CheckResult("value", "value", Status.ERROR, 1.0)
    unchanged = CheckResult("unchanged", "unchanged", Status.PASSED, 1.0)
    assert counted(CHECKS, [error, unchanged])[0] == error
