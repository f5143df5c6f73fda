"""Checks that count only in company: what can be so without an answer earns nothing by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from autograder.engine.checks import Check
from autograder.engine.report import CheckResult, Status

NOT_COUNTED = "this looks right, and counts once one of the values that the exercise asks for is right too"


def counted(checks: Iterable[Check], results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """One exercise's results as they count: a pass that does not count alone is none where no other does.

    That the input is unchanged, that no graph is kept, that a mode is as before: all of this also holds of a function
    that computes nothing, and code that runs beside a probe can say it without its being so.
    """
    alone = {check.id for check in checks if check.alone}
    passed = [result for result in results if result.status is Status.PASSED]
    if any(result.id in alone for result in passed):
        return tuple(results)
    return tuple(
        replace(result, status=Status.FAILED, message=NOT_COUNTED) if result in passed else result for result in results
    )
