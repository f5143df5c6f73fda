"""Authoring rules, one function each; what a rule reports says the remedy.

A rule takes an assignment and yields problems. To add one, write it in the module of its kind and name it in that
module's RULES.
"""

from __future__ import annotations

from autograder.course import Assignment
from autograder.course.lint import checks, leaks, structure, teaching
from autograder.course.lint.fix import fix
from autograder.course.lint.problem import Problem, Rule

__all__ = ["RULES", "Problem", "Rule", "fix", "lint"]

RULES: tuple[Rule, ...] = (*structure.RULES, *teaching.RULES, *checks.RULES, *leaks.RULES)


def lint(assignment: Assignment) -> list[Problem]:
    """All problems of one assignment, in the order of the rules; raises UserError where its notebook cannot be read."""
    return [problem for rule in RULES for problem in rule(assignment)]
