"""Rules for the hidden checks of an assignment, and for the wheats and chaffs that test them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from autograder.course import Assignment, Exercise
from autograder.course.lint.problem import Problem, relative
from autograder.course.lint.source import forbidden_imports, parse_file, student_packages, trusted_files

MIN_WHEATS = 2
MIN_CHAFFS = 1
CHECK_MODULES = frozenset({"autograder.expect", "torch", "numpy", "pytest"})
SHARED_PROBES = "common_probes.py"
PROBES = ("probes.py", SHARED_PROBES)

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def files_parse(assignment: Assignment) -> Iterator[Problem]:
    """Every exercise has its file of checks, and every Python file among the hidden checks is valid."""
    for exercise in _automatic(assignment):
        file = assignment.check_file(exercise.id)
        if not file.is_file():
            remedy = "write the hidden checks of this exercise there"
            yield Problem(relative(assignment, file), None, "there is no such file", remedy)
    for path in sorted(assignment.checks_dir.rglob("*.py")):
        try:
            parse_file(path)
        except SyntaxError as error:
            yield Problem(
                relative(assignment, path), None, f"not valid Python ({error.msg}, line {error.lineno})", "repair it"
            )


def every_exercise_is_checked(assignment: Assignment) -> Iterator[Problem]:
    """A file of checks holds at least one, and only those of the exercise whose folder it lies in."""
    for path in assignment.check_files():
        file, exercise = relative(assignment, path), path.parent.name
        found = list(_checks(_parsed(path)))
        if not any(name == exercise for _, name in found):
            yield Problem(file, exercise, "no check asks for this exercise", f'add one: @check("{exercise}")')
        for function, name in found:
            if name != exercise:
                remedy = f'write @check("{exercise}"), or move it to the folder of its exercise'
                yield Problem(file, function.name, f"the check is for {name!r} and lies in {exercise}/", remedy)


def tests_are_checks(assignment: Assignment) -> Iterator[Problem]:
    """A test without @check would run and count for nothing; a check that pytest does not collect would not run."""
    collected = assignment.check_files()
    for path in trusted_files(assignment):
        file, tree = relative(assignment, path), _parsed(path)
        decorated = {function.name for function, _ in _checks(tree)}
        for function in _functions(tree):
            if path in collected and function.name.startswith("test_") and function.name not in decorated:
                yield Problem(file, function.name, "the test has no @check", 'put @check("<exercise>") above it')
            if function.name in decorated and not function.name.startswith("test_"):
                yield Problem(file, function.name, "pytest does not collect this check", "call it test_<behaviour>")
            elif function.name in decorated and path not in collected:
                yield Problem(file, function.name, "this check never runs", "move it to <exercise>/checks.py")


def checks_have_titles(assignment: Assignment) -> Iterator[Problem]:
    """The first line of a check's docstring is what the student sees."""
    for path in assignment.check_files():
        for function, _ in _checks(_parsed(path)):
            if not (ast.get_docstring(function) or "").strip():
                remedy = "say in a docstring what a right answer does"
                yield Problem(relative(assignment, path), function.name, "the check has no title", remedy)


def checks_can_fail(assignment: Assignment) -> Iterator[Problem]:
    """Each check judges something, itself or through a function of its folder or of common.py."""
    for path in assignment.check_files():
        near = [assignment.checks_dir / "common.py", *sorted(path.parent.glob("*.py"))]
        helpers = {function.name: function for each in near for function in _functions(_parsed(each))}
        for function, _ in _checks(_parsed(path)):
            if not _judges(function, helpers, set()):
                remedy = "assert something, or call an assert_… of autograder.expect"
                file = relative(assignment, path)
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
    """Checks see their fixtures, autograder.expect and their neighbours; what enters the sandbox, what students have.

    Probes may share what lies in common_probes.py, which is sent with them; no other neighbour is.
    """
    trusted = trusted_files(assignment)
    for path in sorted(assignment.checks_dir.rglob("*.py")):
        allowed = student_packages(assignment)
        if path.name == "probes.py":
            allowed |= {f"..{Path(SHARED_PROBES).stem}"}
        elif path in trusted and path.name != SHARED_PROBES:
            allowed = CHECK_MODULES
        for module in forbidden_imports(_parsed(path), allowed):
            if allowed is CHECK_MODULES and module.startswith("."):
                continue
            remedy = f"use the standard library and {', '.join(sorted(allowed))} alone"
            yield Problem(relative(assignment, path), None, f"it imports {module}", remedy)


def probes_only_observe(assignment: Assignment) -> Iterator[Problem]:
    """A probe runs beside the student's code: what it would judge there, the student could change."""
    for path in trusted_files(assignment):
        if path.name not in PROBES:
            continue
        for node in ast.walk(_parsed(path)):
            if isinstance(node, ast.Assert):
                where = f"line {node.lineno}"
                yield Problem(
                    relative(assignment, path), where, "a probe judges", "return data and assert in the check"
                )


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
    """Checks, wheats and chaffs of an exercise that the notebook does not have would never be tried."""
    known = {exercise.id for exercise in _automatic(assignment)}
    for folder in sorted(assignment.checks_dir.glob("*/")):
        if folder.name not in known and any((folder / kind).exists() for kind in ("checks.py", "wheats", "chaffs")):
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
