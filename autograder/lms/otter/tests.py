"""Otter's test files, one an exercise, in its exception-based format."""

import inspect
import re
from collections.abc import Iterable

from autograder.course import Exercise
from autograder.engine.checks import Check
from autograder.lms.otter import visible

_VISIBLE_TITLE = "visible tests"
_NO_NAME = re.compile(r"\W+")

_FOR_STUDENTS = '''\
"""The visible tests of {exercise}."""

OK_FORMAT = False
name = {exercise!r}

{runner}

from otter.test_files import test_case

VISIBLE = {source}


@test_case(name={title!r})
def visible_tests(env):
    run_visible(VISIBLE, env)
'''

_FOR_GRADING = '''\
"""The visible tests of {exercise}, and its hidden checks, which `course_grading` has run in a process of their own."""

OK_FORMAT = False
name = {exercise!r}

import course_grading
from otter.test_files import test_case

VISIBLE = {source}


@test_case(name={title!r}, points=0)
def visible_tests(env):
    course_grading.visible(env, {exercise!r}, VISIBLE)
'''

_HIDDEN = """

@test_case(name={title!r}, points={points!r}, hidden=True)
def {function}(env):
    course_grading.hidden({exercise!r}, {check!r})
"""


def for_students(exercise: str, source: str) -> str:
    """The test file with the visible asserts alone; it needs nothing of ours."""
    runner = inspect.getsource(visible).partition('"""\n\n')[2].strip()
    return _FOR_STUDENTS.format(
        exercise=exercise, runner=runner, source=_literal(source), title=f"{exercise}: {_VISIBLE_TITLE}"
    )


def for_grading(exercise: Exercise, source: str, checks: Iterable[Check]) -> str:
    """The test file with the hidden checks: a case is worth its weight's share of the exercise's points."""
    own = [check for check in checks if check.exercise == exercise.id]
    text = _FOR_GRADING.format(exercise=exercise.id, source=_literal(source), title=f"{exercise.id}: {_VISIBLE_TITLE}")
    total = sum(check.weight for check in own)
    for number, check in enumerate(own, 1):
        text += _HIDDEN.format(
            title=f"{exercise.id}: {check.title}",
            points=float(exercise.points * check.weight / total),
            function=f"check_{number}_{_NO_NAME.sub('_', check.id)}",
            exercise=exercise.id,
            check=check.id,
        )
    return text


def _literal(source: str) -> str:
    """A string literal that stays readable: one line of the source a line."""
    lines = ",\n".join(f"    {line!r}" for line in source.splitlines())
    return f'"\\n".join([\n{lines},\n])'
