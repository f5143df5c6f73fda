"""Rules for the hidden checks of an assignment, and for the wheats and chaffs that test them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from autograder.course import Assignment, Exercise
from autograder.lint.problem import Problem, relative
from autograder.lint.source import forbidden_imports, parse_file, student_packages

MIN_WHEATS = 2
MIN_CHAFFS = 1
CHECK_MODULES = frozenset({"autograder.expect", "torch", "numpy", "pytest", "probes"})

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def files_parse(assignment: Assignment) -> Iterator[Problem]:
    """The checks file is there, and every Python file beside it is valid."""
    if not assignment.checks_file.is_file():
        file = relative(assignment, assignment.checks_file)
        yield Problem(file, None, "there is no such file", "write the hidden checks of this assignment there")
    for path in sorted(assignment.checks_dir.rglob("*.py")):
        try:
            parse_file(path)
        except SyntaxError as error:
            yield Problem(
                relative(assignment, path), None, f"not valid Python ({error.msg}, line {error.lineno})", "repair it"
            )


def every_exercise_is_checked(assignment: Assignment) -> Iterator[Problem]:
    """Each exercise that is graded by checks has one, and each check belongs to such an exercise."""
    file, tree = relative(assignment, assignment.checks_file), _parsed(assignment.checks_file)
    checked = {exercise for _, exercise in _checks(tree)}
    for exercise in _automatic(assignment):
        if exercise.id not in checked:
            yield Problem(file, exercise.id, "no check asks for this exercise", f'add one: @check("{exercise.id}")')
    known = {exercise.id for exercise in _automatic(assignment)}
    for function, name in _checks(tree):
        if name not in known:
            remedy = "name an exercise that is not graded by hand"
            yield Problem(file, function.name, f"the check is for {name!r}, which is no such exercise", remedy)


def tests_are_checks(assignment: Assignment) -> Iterator[Problem]:
    """A test without @check would run and count for nothing; a check that pytest does not collect would not run."""
    file, tree = relative(assignment, assignment.checks_file), _parsed(assignment.checks_file)
    decorated = {function.name for function, _ in _checks(tree)}
    for function in _functions(tree):
        if function.name.startswith("test_") and function.name not in decorated:
            yield Problem(file, function.name, "the test has no @check", 'put @check("<exercise>") above it')
        if function.name in decorated and not function.name.startswith("test_"):
            yield Problem(file, function.name, "pytest does not collect this check", "call it test_<behaviour>")


def checks_have_titles(assignment: Assignment) -> Iterator[Problem]:
    """The first line of a check's docstring is what the student sees."""
    file = relative(assignment, assignment.checks_file)
    for function, _ in _checks(_parsed(assignment.checks_file)):
        if not (ast.get_docstring(function) or "").strip():
            remedy = "say in a docstring what a right answer does"
            yield Problem(file, function.name, "the check has no title", remedy)


def checks_can_fail(assignment: Assignment) -> Iterator[Problem]:
    """Each check judges something, itself or through a function of its file."""
    file, tree = relative(assignment, assignment.checks_file), _parsed(assignment.checks_file)
    helpers = {function.name: function for function in _functions(tree)}
    for function, _ in _checks(tree):
        if not _judges(function, helpers, set()):
            remedy = "assert something, or call an assert_… of autograder.expect"
            yield Problem(file, function.name, "the check asserts nothing, so it cannot fail", remedy)


def _judges(node: ast.AST, helpers: dict[str, ast.FunctionDef | ast.AsyncFunctionDef], seen: set[str]) -> bool:
    for child in ast.walk(node):
        if isinstance(child, ast.Assert | ast.Raise):
            return True
        if not isinstance(child, ast.Call):
            continue
        name = _called(child)
        if name.startswith("assert_") or name in ("raises", "fail", "gradcheck"):
            return True
        if name in helpers and name not in seen and _judges(helpers[name], helpers, seen | {name}):
            return True
    return False


def imports_are_allowed(assignment: Assignment) -> Iterator[Problem]:
    """Checks see their fixtures and autograder.expect; what enters the sandbox imports what students have."""
    for path in sorted(assignment.checks_dir.rglob("*.py")):
        allowed = CHECK_MODULES if path == assignment.checks_file else student_packages(assignment)
        for module in forbidden_imports(_parsed(path), allowed):
            remedy = f"use the standard library and {', '.join(sorted(allowed))} alone"
            yield Problem(relative(assignment, path), None, f"it imports {module}", remedy)


def probes_only_observe(assignment: Assignment) -> Iterator[Problem]:
    """A probe runs beside the student's code: what it would judge there, the student could change."""
    path = assignment.checks_dir / "probes.py"
    for node in ast.walk(_parsed(path)):
        if isinstance(node, ast.Assert):
            where = f"line {node.lineno}"
            yield Problem(relative(assignment, path), where, "a probe judges", "return data and assert in the check")


def wheats_and_chaffs_exist(assignment: Assignment) -> Iterator[Problem]:
    """At least two right answers and one mistake for each exercise, or nobody knows whether its checks work."""
    for exercise in _automatic(assignment):
        for kind, least in (("wheats", MIN_WHEATS), ("chaffs", MIN_CHAFFS)):
            folder = assignment.checks_dir / exercise.id / kind
            count = len(list(folder.glob("*.py")))
            if count < least:
                remedy = "add files whose code replaces the answer cell"
                yield Problem(relative(assignment, folder), None, f"only {count} of at least {least} {kind}", remedy)


def folders_name_exercises(assignment: Assignment) -> Iterator[Problem]:
    """Wheats and chaffs of an exercise that the notebook does not have would never be tried."""
    known = {exercise.id for exercise in _automatic(assignment)}
    for folder in sorted(assignment.checks_dir.glob("*/")):
        if folder.name not in known and any((folder / kind).is_dir() for kind in ("wheats", "chaffs")):
            remedy = "rename the folder to an exercise's grade_id, or remove it"
            yield Problem(relative(assignment, folder), None, f"there is no exercise {folder.name!r}", remedy)


def chaffs_name_the_mistake(assignment: Assignment) -> Iterator[Problem]:
    """A chaff's docstring is the hint that a student with the same mistake reads."""
    for path in sorted(assignment.checks_dir.glob("*/chaffs/*.py")):
        if not (ast.get_docstring(_parsed(path)) or "").strip():
            remedy = "open it with a docstring of one to three sentences that names the mistake"
            yield Problem(relative(assignment, path), None, "the chaff has no hint", remedy)


def _automatic(assignment: Assignment) -> list[Exercise]:
    return [exercise for exercise in assignment.exercises if not exercise.manual]


def _parsed(path: Path) -> ast.Module:
    """An empty module for a file that is missing or not valid: `files_parse` reports it."""
    try:
        return parse_file(path)
    except (OSError, SyntaxError):
        return ast.Module(body=[], type_ignores=[])


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in tree.body if isinstance(node, _FUNCTIONS))


def _checks(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    """Each function with a decorator @check("exercise") or @expect.check("exercise"), and the exercise."""
    for function in _functions(tree):
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call) and _called(decorator) == "check":
                given = [*decorator.args[:1], *(word.value for word in decorator.keywords if word.arg == "exercise")]
                name = given[0].value if given and isinstance(given[0], ast.Constant) else None
                yield function, name if isinstance(name, str) else ""


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


RULES = (
    files_parse,
    every_exercise_is_checked,
    tests_are_checks,
    checks_have_titles,
    checks_can_fail,
    imports_are_allowed,
    probes_only_observe,
    wheats_and_chaffs_exist,
    folders_name_exercises,
    chaffs_name_the_mistake,
)
