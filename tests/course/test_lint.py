"""Each authoring rule: silent on a sound assignment, and firing on what it is there for."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from small_course import STATEMENT, SmallCourse, cell, small_course

from autograder.course.build import build
from autograder.course.lint import RULES, Rule, checks, fix, leaks, lint, quantifiers, structure, teaching, unfinished
from autograder.errors import UserError

__all__ = ["small_course"]  # the fixture

OUTPUT = {"output_type": "stream", "name": "stdout", "text": "6\n"}
PIXEL = {"dot.png": {"image/png": "aGVsbG8="}}


@dataclass(frozen=True)
class Case:
    """A change to the sound course, the rule that must fire, and the problem it must report."""

    rule: Rule
    spoil: Callable[[SmallCourse], object]
    problem: str


def source(name: str, text: str) -> Callable[[SmallCourse], None]:
    """Replace the source of a cell."""
    return lambda course: course.edit(lambda cells, raw: cells[name].update(source=text))


def raw(change: Callable[[dict, dict], object]) -> Callable[[SmallCourse], None]:
    """Change the notebook: `change` gets its cells by id, and all of it."""
    return lambda course: course.edit(change)


def meta(name: str, **values: object) -> Callable[[SmallCourse], None]:
    """Change nbgrader's metadata of a cell."""
    return raw(lambda cells, _: cells[name]["metadata"]["nbgrader"].update(values))


def check_file(name: str, text: str) -> Callable[[SmallCourse], object]:
    """Write a file among the hidden checks."""
    return lambda course: course.add_check_file(name, text)


def in_checks(old: str, new: str) -> Callable[[SmallCourse], None]:
    """Replace a part of the file of checks that has it."""

    def spoil(course: SmallCourse) -> None:
        path = next(path for path in sorted(course.checks.glob("*/checks.py")) if old in path.read_text())
        text = path.read_text()
        path.write_text(text.replace(old, new))

    return spoil


def remove_check_file(name: str) -> Callable[[SmallCourse], None]:
    return lambda course: (course.checks / name).unlink()


def committed(change: Callable[[dict], object]) -> Callable[[SmallCourse], None]:
    """Build, then change the committed release: `change` gets its cells by id."""

    def spoil(course: SmallCourse) -> None:
        assignment = course.load()
        build(assignment)
        notebook = json.loads(assignment.release_path.read_text())
        change({one["id"]: one for one in notebook["cells"]})
        assignment.release_path.write_text(json.dumps(notebook))

    return spoil


def beside(folder: str, name: str, content: str | None = "1,2\n") -> Callable[[SmallCourse], None]:
    """Put a file beside the notebook in source/ or release/; its content is a hidden check's where it is None."""

    def spoil(course: SmallCourse) -> None:
        build(course.load())
        text = content if content is not None else (course.checks / "total" / "checks.py").read_text()
        (course.root / folder / "01_sums" / name).write_text(text)

    return spoil


def declare(*names: str) -> Callable[[SmallCourse], None]:
    return raw(lambda _, notebook: notebook["metadata"].update(autograder={"data": list(names)}))


def duplicate_cell(cells: dict, notebook: dict) -> None:
    notebook["cells"].append(dict(cells["intro"]))


def swap_checks(cells: dict, notebook: dict) -> None:
    notebook["cells"].remove(cells["total_check"])
    notebook["cells"].insert(notebook["cells"].index(cells["quiz_check"]), cells["total_check"])


CASES = [
    Case(structure.format_is_current, raw(lambda _, nb: nb.update(nbformat_minor=4)), "the notebook has format 4.4"),
    Case(structure.format_is_current, raw(lambda _, nb: nb["metadata"].clear()), "the kernel is None"),
    Case(
        structure.cells_have_their_ids, raw(lambda cells, _: cells["intro"].pop("id")), "[cell 0]: the cell has no id"
    ),
    Case(
        structure.cells_have_their_ids,
        raw(lambda cells, _: cells["quiz"].update(id="q")),
        "id is 'q', not its grade_id",
    ),
    Case(structure.ids_are_unique, raw(duplicate_cell), "[intro]: 2 cells have this id"),
    Case(
        structure.source_has_no_outputs,
        raw(lambda cells, _: cells["quiz"].update(outputs=[OUTPUT])),
        "[quiz]: the cell has",
    ),
    Case(
        structure.source_has_no_outputs,
        raw(lambda cells, _: cells["quiz"].update(execution_count=1)),
        "[quiz]: the cell has",
    ),
    Case(
        structure.answers_have_a_check,
        raw(lambda cells, nb: nb["cells"].remove(cells["total_check"])),
        "[total]: no grade cell follows the answer cell: add the grade cell 'total_check'",
    ),
    Case(
        structure.answers_have_a_check,
        raw(lambda cells, nb: nb["cells"].remove(cells["quiz_check"])),
        "[quiz]: no grade cell follows",
    ),
    Case(structure.answers_have_a_check, raw(swap_checks), "[total_check]: the grade cell does not follow its answer"),
    Case(
        structure.solution_markers_balance,
        source("quiz", "### BEGIN SOLUTION\nx = 1"),
        "[quiz]: the solution markers do",
    ),
    Case(
        structure.solution_markers_balance,
        source("quiz", "### END SOLUTION\nx = 1"),
        "[quiz]: the solution markers do not",
    ),
    Case(
        structure.solution_markers_balance,
        source("quiz", "### BEGIN SOLUTION\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n### END SOLUTION"),
        "[quiz]: the solution markers do not pair up",
    ),
    Case(
        structure.solution_markers_balance,
        source("quiz", "answers = 1"),
        "[quiz]: the answer cell has no solution region",
    ),
    Case(
        structure.solution_markers_balance,
        source("setup", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION"),
        "[setup]: a solution region lies outside an answer cell",
    ),
    Case(
        structure.solution_markers_balance,
        source("quiz", "x = 1 ### BEGIN SOLUTION\ny = 1\n### END SOLUTION"),
        "[quiz]: a solution marker shares its line",
    ),
    Case(structure.release_can_be_built, meta("quiz", schema_version=2), "nbgrader refuses it"),
    Case(
        structure.stubs_raise,
        source(
            "total",
            "def total(x):\n    ### BEGIN SOLUTION\n    return 0\n    ### END SOLUTION\ndef more(x):\n    return 1",
        ),
        "[total]: in the release more does not raise NotImplementedError",
    ),
    Case(
        structure.stubs_raise,
        source("total", "x = [\n### BEGIN SOLUTION\n1,\n### END SOLUTION\n]"),
        "[total]: without its solution the cell is not valid Python",
    ),
    Case(
        structure.broken_code_is_marked,
        source("setup", "### BEGIN BROKEN\n# x = 1\n### END BROKEN"),
        "[setup]: broken code lies outside an answer cell",
    ),
    Case(
        structure.broken_code_is_marked,
        source("quiz", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n### BEGIN BROKEN\nx = 2\n### END BROKEN"),
        "[quiz]: a line of broken code must be a comment: x = 2",
    ),
    Case(
        structure.broken_code_is_marked,
        source("quiz", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n### BEGIN BROKEN\n# x = 2"),
        "[quiz]: no end of the region BROKEN",
    ),
    Case(structure.points_are_positive, meta("total_check", points=0), "[total_check]: the exercise is worth 0 points"),
    Case(
        structure.visible_asserts_speak,
        source("total_check", "total(1)"),
        "[total_check]: the grade cell asserts nothing",
    ),
    Case(
        structure.visible_asserts_speak, source("total_check", "assert total(1)"), "the assert in line 1 has no message"
    ),
    Case(structure.notebook_imports, source("setup", "import pandas as pd"), "[setup]: it imports pandas"),
    Case(structure.notebook_imports, source("setup", "from autograder import expect"), "it imports autograder.expect"),
    Case(structure.notebook_imports, source("setup", "import numpyro"), "it imports numpyro"),
    Case(structure.notebook_imports, source("setup", "import torch as"), "[setup]: not valid Python"),
    Case(
        teaching.opening_sets_the_scene,
        source("intro", "Sums. Twenty minutes."),
        "the notebook does not open with a title",
    ),
    Case(teaching.opening_sets_the_scene, source("intro", "# Sums"), "the opening does not say how long it takes"),
    Case(
        teaching.exercises_are_explained,
        raw(lambda cells, nb: nb["cells"].remove(cells["quiz_statement"])),
        "[quiz]: no statement precedes the exercise",
    ),
    Case(
        teaching.exercises_are_explained,
        raw(lambda cells, nb: nb["cells"].remove(cells["sums_question"])),
        "[sums_why]: no statement precedes the exercise",
    ),
    Case(
        teaching.exercises_are_explained,
        source("total_statement", STATEMENT.partition("<details>")[0]),
        "[total]: the statement has no folded hint",
    ),
    Case(
        teaching.exercises_are_explained,
        source("total_statement", "Add.\n<details><summary>Hint</summary>For example so.</details>"),
        "[total]: the statement has no example",
    ),
    Case(
        teaching.one_quiz_and_one_manual_question,
        raw(lambda cells, nb: [nb["cells"].remove(cells[name]) for name in ("quiz", "quiz_check")]),
        "it has 0 quizzes",
    ),
    Case(
        teaching.one_quiz_and_one_manual_question,
        raw(lambda _, nb: nb["cells"].append(cell("markdown", "b_why", "", grade=True, solution=True, points=1))),
        "it has 2 manually graded cells",
    ),
    Case(teaching.pictures_have_alt_text, source("intro", "# Sums\n![ ](a.png)"), "![ ](a.png) has no alt text"),
    Case(
        teaching.pictures_have_alt_text,
        source("intro", '# Sums\n<img src="a.png">'),
        '<img src="a.png"> has no alt text',
    ),
    Case(teaching.pictures_have_alt_text, source("intro", '# Sums\n<img alt="" src="a.png">'), "has no alt text"),
    Case(checks.files_parse, remove_check_file("quiz/checks.py"), "quiz/checks.py: there is no such file"),
    Case(checks.files_parse, check_file("total/wheats/wheat_0.py", "def total(x"), "wheat_0.py: not valid Python"),
    Case(checks.files_parse, check_file("total/wheats/wheat_0.py", "x = '\0'"), "wheat_0.py: not valid Python"),
    Case(
        checks.every_exercise_is_checked,
        in_checks('@check("quiz")', "@other"),
        "[quiz]: no check asks for this exercise",
    ),
    Case(
        checks.every_exercise_is_checked,
        in_checks('@check("quiz")', '@check("quizz")'),
        "the check is for 'quizz' and lies in quiz/",
    ),
    Case(
        checks.every_exercise_is_checked,
        in_checks('@check("quiz")', '@check("sums_why")'),
        "the check is for 'sums_why' and lies in quiz/",
    ),
    Case(
        checks.tests_are_checks,
        in_checks('@check("quiz")', "@other"),
        "[test_answer_of_question_one]: the test has no @check",
    ),
    Case(
        checks.tests_are_checks, in_checks("def test_adds", "def adds"), "[adds_every_element]: pytest does not collect"
    ),
    Case(
        checks.checks_have_titles,
        in_checks('    """Question 1."""\n', ""),
        "[test_answer_of_question_one]: the check has no",
    ),
    Case(
        checks.checks_can_fail,
        in_checks('    assert student.value("answers")["q1"] == "b"', "    pass"),
        "it cannot fail",
    ),
    Case(checks.imports_are_allowed, in_checks("import torch", "import pandas"), "total/checks.py: it imports pandas"),
    Case(
        checks.imports_are_allowed,
        in_checks("import torch", "from autograder.engine import engine"),
        "it imports autograder.e",
    ),
    Case(
        checks.imports_are_allowed,
        check_file("total/probes.py", "from autograder import expect"),
        "it imports autograder.expect",
    ),
    Case(checks.imports_are_allowed, check_file("quiz/chaffs/b.py", "import pytest"), "b.py: it imports pytest"),
    Case(
        checks.imports_are_allowed,
        check_file("total/probes.py", "from . import checks"),
        "total/probes.py: it imports .checks",
    ),
    Case(
        checks.imports_are_allowed,
        check_file("common_probes.py", "from .common import secret"),
        "common_probes.py: it imports .common.secret",
    ),
    Case(checks.imports_are_allowed, check_file("quiz/wheats/c.py", "from ..checks import x"), "imports ..checks.x"),
    Case(
        checks.tests_are_checks,
        check_file("common.py", "from autograder.expect import check\n\n@check('total')\ndef test_x(student): ..."),
        "common.py [test_x]: this check never runs",
    ),
    Case(checks.probes_only_observe, check_file("common_probes.py", "assert 1"), "common_probes.py [line 1]: a probe"),
    Case(
        checks.probes_only_observe,
        check_file("total/probes.py", "def probe(ns):\n    assert ns"),
        "probes.py [line 2]: a probe judges",
    ),
    Case(
        checks.wheats_and_chaffs_exist,
        remove_check_file("total/wheats/wheat_1.py"),
        "total/wheats: only 1 of at least 2",
    ),
    Case(
        checks.wheats_and_chaffs_exist, remove_check_file("quiz/chaffs/unread.py"), "quiz/chaffs: only 0 of at least 1"
    ),
    Case(
        quantifiers.quantifiers_are_varied,
        check_file("quantifiers.toml", '[total]\n"any shape" = "test_adds_every_element: none"\n'),
        "quantifiers.toml [total]: 'any shape' does not stand in the statement",
    ),
    Case(
        quantifiers.quantifiers_are_varied,
        check_file("quantifiers.toml", '[total]\n"the sum" = "test_sum: seven"\n'),
        "quantifiers.toml [total]: there is no check 'test_sum'",
    ),
    Case(
        quantifiers.quantifiers_are_varied,
        check_file("quantifiers.toml", '[total]\n"the sum" = "test_adds_every_element"\n'),
        "quantifiers.toml [total]: 'the sum' has a check and no inputs",
    ),
    Case(
        quantifiers.quantifiers_are_varied,
        check_file("quantifiers.toml", '[rules."You will add"]\n'),
        "quantifiers.toml [total]: nothing is said about the rule 'You will add'",
    ),
    Case(
        quantifiers.quantifiers_are_varied,
        check_file("quantifiers.toml", "[sum]\n"),
        "quantifiers.toml [sum]: there is no such exercise",
    ),
    Case(checks.folders_name_exercises, check_file("totl/wheats/a.py", ""), "totl: there is no exercise 'totl'"),
    Case(checks.folders_name_exercises, check_file("totl/checks.py", ""), "totl: there is no exercise 'totl'"),
    Case(checks.folders_name_exercises, check_file("sums_why/chaffs/a.py", ""), "there is no exercise 'sums_why'"),
    Case(
        unfinished.nothing_is_left_to_fill,
        source("total_statement", "### FILL IN: a title"),
        "sums.ipynb [total_statement]: the cell is not written yet: fill in: a title",
    ),
    Case(
        unfinished.nothing_is_left_to_fill,
        check_file("total/wheats/w.py", 'x = 1\ny = "FILL IN: another way"'),
        "total/wheats/w.py: the file is not written yet: fill in: another way",
    ),
    Case(
        checks.chaffs_name_the_mistake,
        check_file("quiz/chaffs/unread.py", "answers = {}"),
        "unread.py: the chaff has no hint",
    ),
    Case(
        leaks.no_solution_lines,
        source("total_statement", STATEMENT.replace("a method for it", "<code>running_sum = x.sum()</code>")),
        "[total_statement]: it shows 'running_sum = x.sum()' from the reference solution",
    ),
    Case(
        leaks.no_solution_lines,
        source("sums_question", "Why? Because whole numbers have only 64 bits. No?"),
        "[sums_question]: it shows 'Because whole numbers have only 64 bits.' from the reference solution",
    ),
    Case(
        leaks.no_solution_lines,
        committed(lambda cells: cells["total"].update(source="def total(x):\n  running_sum  =  x.sum()")),
        "release/01_sums/sums.ipynb [total]: it shows 'running_sum = x.sum()'",
    ),
    Case(
        leaks.no_solution_lines,
        committed(lambda cells: cells["total"].update(outputs=[OUTPUT | {"text": "    return running_sum\n"}])),
        "[total]: it shows 'return running_sum'",
    ),
    Case(
        leaks.no_wheats_or_chaffs,
        source("total_statement", STATEMENT.replace("a method for it", "`return torch.ones_like(x) @ x`")),
        "[total_statement]: it shows 'return torch.ones_like(x) @ x' from wheats/wheat_0.py",
    ),
    Case(
        leaks.no_check_lines,
        source("total_check", "x = torch.randn(7, generator=rng)\nassert total(x) > 0, 'no'"),
        "[total_check]: it shows 'x = torch.randn(7, generator=rng)' from total/checks.py",
    ),
    Case(
        leaks.no_markers,
        committed(lambda cells: cells["total"].update(source="### BEGIN SOLUTION\npass")),
        "release/01_sums/sums.ipynb [total]: the marker 'BEGIN SOLUTION' is left",
    ),
    Case(
        leaks.no_outputs,
        committed(lambda cells: cells["total"].update(outputs=[OUTPUT])),
        "[total]: the cell has outputs",
    ),
    Case(
        leaks.no_attachments,
        raw(lambda cells, _: cells["intro"].update(attachments=PIXEL)),
        "[intro]: the cell has an attach",
    ),
    Case(leaks.only_declared_files, beside("source", "x.csv"), "source/01_sums/x.csv: students would get this file"),
    Case(leaks.only_declared_files, beside("release", "x.csv"), "release/01_sums/x.csv: students would get this file"),
    Case(leaks.only_declared_files, declare("x.csv"), "source/01_sums/x.csv: the notebook declares this data file"),
    Case(
        leaks.no_check_files,
        beside("release", "notes.txt", None),
        "notes.txt: it is a copy of checks.py of the hidden",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule.__name__}-{case.problem[:40]}")
def test_a_rule_fires(small_course: SmallCourse, case: Case) -> None:
    assignment = small_course.load()  # before: some changes keep the exercises from being read at all
    case.spoil(small_course)
    with contextlib.suppress(UserError):
        assignment = small_course.load()

    problems = [str(problem) for problem in case.rule(assignment)]

    assert any(case.problem in problem for problem in problems), problems


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_is_silent_on_a_sound_assignment(small_course: SmallCourse, rule: Rule) -> None:
    assert list(rule(small_course.load())) == []
    build(small_course.load())
    assert list(rule(small_course.load())) == []


def test_every_rule_has_a_case_and_says_why_it_exists() -> None:
    assert {case.rule for case in CASES} == set(RULES)
    assert all((rule.__doc__ or "").strip() for rule in RULES)


FINE = {
    "a magic": source("setup", "%matplotlib inline\nimport torch\n!ls"),
    "the standard library": source(
        "setup", "import math\nfrom collections import Counter\nimport matplotlib.pyplot as plt"
    ),
    "a described picture": source("intro", '# Sums, an hour\n![a dot](a.png)\n<img src="a.png" alt="a dot">'),
    "a table as example": source(
        "total_statement", "Add.\n\n| x | sum |\n|---|---|\n\n<details><summary>Hint</summary>So.</details>"
    ),
    "a short line of the solution elsewhere": source(
        "total", "def total(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"
    ),
    "given code that a solution repeats": source("setup", "import torch\nrunning_sum = x.sum()"),
    "two regions": source(
        "quiz", "### BEGIN SOLUTION\na = 1\n### END SOLUTION\nb = 2\n### BEGIN SOLUTION\nc = 3\n### END SOLUTION"
    ),
    "a class with one method to write": source(
        "total",
        "class Total:\n    def given(self):\n        return 1\n\n    def asked(self):\n"
        "        ### BEGIN SOLUTION\n        return 2\n        ### END SOLUTION",
    ),
    "a stub that calls the exception": lambda course: (course.root / "nbgrader_config.py").write_text(
        'c = get_config()\nc.AutograderCourse.checks = "checks"\n'
    ),
    "a check that judges in a function of its file": in_checks(
        'assert student.value("answers")["q1"] == "b"',
        'judge(student)\n\n\ndef judge(student):\n    assert student.value("answers")["q1"] == "b"',
    ),
    "a check that judges in a function of common.py": lambda course: (
        course.add_check_file("common.py", "def judge(value):\n    assert value\n"),
        in_checks("import check\n\n", "import check\n\nfrom ..common import judge\n\n")(course),
        in_checks('assert student.value("answers")["q1"] == "b"', 'judge(student.value("answers"))')(course),
    ),
    "probes that share": lambda course: (
        course.add_check_file("common_probes.py", "import torch\n\nFEW = 3\n"),
        course.add_check_file("total/probes.py", "from ..common_probes import FEW\n\nMORE = FEW + 1\n"),
    ),
    "a check with settings": in_checks('@check("quiz")', '@check("quiz", weight=2, hint="Count.")'),
    "a declared data file": lambda course: (declare("x.csv")(course), beside("source", "x.csv")(course)),
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE.keys())
def test_what_is_fine_is_not_reported(small_course: SmallCourse, change: Callable[[SmallCourse], object]) -> None:
    change(small_course)
    build(small_course.load())

    assert [str(problem) for problem in lint(small_course.load())] == []


def test_a_problem_names_file_cell_message_and_remedy(small_course: SmallCourse) -> None:
    meta("total_check", points=0)(small_course)

    (problem,) = lint(small_course.load())

    assert problem.file == Path("source/01_sums/sums.ipynb")
    assert str(problem) == (
        "source/01_sums/sums.ipynb [total_check]: the exercise is worth 0 points: give it points above 0"
    )


def test_a_solution_region_that_never_ends_is_reported_not_raised(small_course: SmallCourse) -> None:
    source("total", "### BEGIN SOLUTION\nx = 1")(small_course)

    messages = [problem.message for problem in lint(small_course.load())]

    assert "the solution markers do not pair up" in messages
    assert any(message.startswith("nbgrader refuses it (no end solution statement found") for message in messages)


def test_fix_repairs_ids_and_outputs(small_course: SmallCourse) -> None:
    def spoil(cells: dict, notebook: dict) -> None:
        cells["quiz"].update(id="q", outputs=[OUTPUT], execution_count=2)
        del cells["intro"]["id"]

    small_course.edit(spoil)
    assert len(lint(small_course.load())) == 3

    assert fix(small_course.load()) is True

    assert lint(small_course.load()) == []
    assert fix(small_course.load()) is False


def test_fix_leaves_a_sound_file_alone(small_course: SmallCourse) -> None:
    before = small_course.source.read_bytes()

    assert fix(small_course.load()) is False
    assert small_course.source.read_bytes() == before


def test_fix_does_not_take_an_id_that_another_cell_has(small_course: SmallCourse) -> None:
    small_course.edit(lambda cells, raw: (cells["quiz"].update(id="q"), cells["intro"].update(id="quiz")))

    fix(small_course.load())

    assert [problem.message for problem in lint(small_course.load())] == ["the cell's id is 'q', not its grade_id"]


def test_a_course_without_hidden_checks_is_reported_not_raised(small_course: SmallCourse) -> None:
    shutil.rmtree(small_course.checks)

    assert any("there is no such file" in problem.message for problem in lint(small_course.load()))


def test_a_notebook_may_import_the_packages_and_modules_it_declares(small_course: SmallCourse) -> None:
    source("setup", "import numpyro, gadget")(small_course)
    assert {problem.message for problem in lint(small_course.load())} >= {"it imports numpyro", "it imports gadget"}

    raw(lambda _, nb: nb["metadata"].update(autograder={"packages": ["numpyro"], "data": ["gadget.py"]}))(small_course)

    assert not any("it imports" in problem.message for problem in lint(small_course.load()))


def test_hidden_data_in_the_release_is_a_leak(small_course: SmallCourse) -> None:
    check_file("hidden/labels.bin", "3141592653")(small_course)
    beside("release", "notes.txt", "3141592653")(small_course)

    assert any("it is a copy of labels.bin" in problem.message for problem in lint(small_course.load()))
