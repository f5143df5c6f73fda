"""Authoring rules, one function each; what a rule reports says the remedy.

A rule takes an assignment and yields problems. To add one, write it in the module of its kind and name it in that
module's RULES.
"""

from __future__ import annotations

from autograder.course import CONFIG, Assignment
from autograder.course.config import read_config
from autograder.course.lint import checks, leaks, quantifiers, structure, teaching, unfinished
from autograder.course.lint.fix import fix
from autograder.course.lint.problem import Problem, Rule
from autograder.errors import UserError

__all__ = ["RULES", "Problem", "Rule", "fix", "lint"]

RULES: tuple[Rule, ...] = (
    *structure.RULES,
    *teaching.RULES,
    *checks.RULES,
    *quantifiers.RULES,
    *leaks.RULES,
    *unfinished.RULES,
)


def lint(assignment: Assignment) -> list[Problem]:
    """All problems of one assignment, in the order of the rules.

    A course does without the rules that its configuration names: `c.AutograderCourse.without_rules`. Raises UserError
    where the notebook cannot be read, and for a name that is no rule's.
    """
    without = read_config(assignment.root).get("AutograderCourse", {}).get("without_rules", [])
    known = [rule.__name__ for rule in RULES]
    if not isinstance(without, list | tuple) or (unknown := [name for name in without if name not in known]):
        said = without if not isinstance(without, list | tuple) else unknown[0]
        raise UserError(
            f"{assignment.root / CONFIG}: c.AutograderCourse.without_rules must list names of rules, and {said!r} is "
            f"none; they are {', '.join(known)}"
        )
    return [problem for rule in RULES if rule.__name__ not in without for problem in rule(assignment)]
