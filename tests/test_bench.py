"""The benchmark compares like with like only if its in-cell asserts tell right answers from wrong ones."""

import contextlib
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch

from autograder import course
from bench.__main__ import CONTENDERS
from bench.floor import run_cells, timed
from bench.in_cell import tensors
from bench.submissions import InCellTest, filled_in, in_cell_tests, made_up_class, reference_answers
from bench.table import Measurement, each_submission, markdown

ASSIGNMENT = course.load(course.find_root(Path(__file__)), "01_tensors")
TESTS = in_cell_tests(ASSIGNMENT, tensors)
SETUP = "import matplotlib.pyplot as plt\nimport numpy as np\nimport torch\n"


def passes(test: InCellTest, answer: str) -> bool:
    """Whether `test` accepts an answer cell that runs after the notebook's imports."""
    namespace: dict[str, Any] = {}
    exec(SETUP, namespace)
    try:
        with contextlib.suppress(Exception):  # a stub for a value, not a function, raises in the cell itself
            exec(answer, namespace)
        exec(f"{test.source}\n{test.call}", namespace)
    except Exception:
        return False
    finally:  # some answers switch things for the whole process
        torch.set_grad_enabled(True)
        torch.set_default_dtype(torch.float32)
    return True


def wheats() -> list[Any]:
    return [
        pytest.param(test, path, id=f"{test.exercise}-{path.stem}")
        for test in TESTS
        for path in sorted((ASSIGNMENT.checks_dir / test.exercise / "wheats").glob("*.py"))
    ]


def wrong_answers_of_the_class() -> list[Any]:
    reference = reference_answers(ASSIGNMENT)
    return [
        pytest.param(test, answers[test.exercise], id=f"{student}-{test.exercise}")
        for student, answers in made_up_class(ASSIGNMENT)
        if student.startswith("half-wrong")
        for test in TESTS
        if answers[test.exercise] != reference[test.exercise]
    ]


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.exercise)
def test_in_cell_asserts_accept_the_reference(test: InCellTest) -> None:
    assert passes(test, reference_answers(ASSIGNMENT)[test.exercise])


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.exercise)
def test_in_cell_asserts_reject_a_missing_answer(test: InCellTest) -> None:
    assert not passes(test, "raise NotImplementedError")


@pytest.mark.parametrize(("test", "path"), wheats())
def test_in_cell_asserts_accept_every_wheat(test: InCellTest, path: Path) -> None:
    assert passes(test, path.read_text())


@pytest.mark.parametrize(("test", "answer"), wrong_answers_of_the_class())
def test_in_cell_asserts_reject_the_wrong_answers_of_the_class(test: InCellTest, answer: str) -> None:
    assert not passes(test, answer)


def test_the_class_is_the_same_each_time_and_holds_right_and_wrong_answers() -> None:
    first, second = dict(made_up_class(ASSIGNMENT)), dict(made_up_class(ASSIGNMENT))
    assert first == second
    assert len({str(answers) for answers in first.values()}) == len(first) == 6


def test_filling_in_changes_answer_cells_alone() -> None:
    source = ASSIGNMENT.read_source()
    filled = filled_in(source, ASSIGNMENT, {"describe": "# mine"})
    changed = [new.id for old, new in zip(source.cells, filled.cells, strict=True) if old.source != new.source]
    assert changed == ["describe"]


def test_the_table_states_median_spread_and_ratio() -> None:
    stock = Measurement("stock nbgrader", 4, (40.0, 44.0, 80.0), {"a": 3.0, "b": 5.0}, going_on=(8.0, 9.0, 10.0))
    fast = Measurement("ours", 4, (4.0, 4.0, 4.4), None)
    rows = markdown([stock, fast], 10, {"cores": "2"}).splitlines()
    assert rows[2] == "| stock nbgrader | 11.00 ± 5.00 | 1.0 | 9.00 | 1.0 | 4.0 of 10 |"
    assert rows[3] == "| ours | 1.00 ± 0.05 | 11.0 | – | – | – |"
    assert "–" in markdown([fast], 10, {})


def test_training_that_checks_ask_for_is_told_from_the_graders_own_time() -> None:
    graded = Measurement("ours", 1, (9.0,), None, {"reference": 9.0, "release": 1.0}, {"reference": 4.0})
    cells = Measurement("cells", 1, (5.0,), None, {"reference": 4.0, "release": 2.0})
    rows = each_submission(graded.to_dict(), cells.to_dict(), ["reference", "release"]).splitlines()
    assert rows[2] == "| reference | 4.00 | 4.00 | 9.00 | 2.2 | 1.12 |"
    assert rows[3] == "| release | 2.00 | 0.00 | 1.00 | 0.5 | 0.50 |"


def measured_row(title: str, seconds: float, going_on: float | None) -> dict[str, object]:
    return {
        "title": title,
        "submissions": 4,
        "seconds": [4 * seconds],
        "seconds_per_submission": seconds,
        "spread": 0.1,
        "seconds_per_submission_going_on": going_on,
    }


def test_a_benchmark_that_was_broken_off_goes_on_where_it_stopped(tmp_path, monkeypatch, capsys):
    """Every piece is written as soon as it was measured; another machine's figures are not mixed in."""
    from bench import everything

    asked: list[str] = []

    def one_assignment(name, students, repeat):
        asked.append(name)
        if name == "02_autograd" and len(asked) == 2:
            raise KeyboardInterrupt
        return {"measurements": [measured_row("stock nbgrader", 4.0, None)]}

    monkeypatch.setattr(everything, "one_assignment", one_assignment)
    given = ["--parts", "assignments", "--assignments", "01_tensors", "02_autograd", "--out", str(tmp_path)]
    with pytest.raises(KeyboardInterrupt):
        everything.main(given)
    assert "## 01_tensors" in (tmp_path / "benchmark.md").read_text()
    everything.main([*given, "--continue"])
    assert asked == ["01_tensors", "02_autograd", "02_autograd"]
    assert "## 02_autograd" in (tmp_path / "benchmark.md").read_text()
    held = tmp_path / "data" / "benchmark.json"
    held.write_text(held.read_text().replace('"cores": "', '"cores": "9'))
    with pytest.raises(SystemExit, match="another cores"):
        everything.main([*given, "--continue"])


def test_the_page_of_the_whole_benchmark(tmp_path):
    """From figures that were measured before: the measuring itself takes an hour."""
    from bench import everything

    cells = CONTENDERS["kernel"].title
    rows = [
        measured_row("stock nbgrader", 4.0, going_on=3.0),
        measured_row("autograder grade --jobs 1", 0.5, going_on=0.25) | {"each": {"reference": 0.3}, "training": {}},
        measured_row(cells, 0.4, going_on=None) | {"each": {"reference": 0.2}},
    ]
    measured = {
        "assignments": {
            "01_tensors": {"measurements": rows, "commit": "abc"},
            "02_autograd": {"measurements": rows[1:], "commit": "def"},
        },
        "sizes": [{"students": 10, "jobs": 2, "seconds": 5.0, "peak_mib": 900.0, "commit": "abc"}],
        "commands": [{"command": "autograder lint", "seconds": 7.0, "ok": True, "commit": "abc"}],
    }
    page = everything.page(measured, {"cores": "2"})
    assert "| autograder grade --jobs 1 | 0.50 ± 0.10 | 8.0 | 0.25 | 12.0 |" in page
    assert "| autograder grade --jobs 1 | 0.50 ± 0.10 | – | 0.25 | – |" in page
    assert "| reference | 0.20 | 0.00 | 0.30 | 1.5 | 1.50 |" in page
    assert "4 students, 1 round, commit def." in page
    assert "| 10 | 2 | 5.0 | 0.500 | 900 | abc |" in page
    assert "| autograder lint | 7 | abc |" in page
    assert "- Not measured this time: 03_modules, " in page
    everything.plot(measured, tmp_path / "one.svg")
    everything.plot(measured, tmp_path / "two.svg")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert everything.arguments(["--quick"]).sizes == (10,)


def test_what_lies_beside_a_notebook_can_be_imported_in_the_floor(tmp_path: Path) -> None:
    (tmp_path / "beside_this_notebook.py").touch()
    cells = [nbformat.v4.new_code_cell("import beside_this_notebook"), nbformat.v4.new_code_cell("1 / 0")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "one.ipynb")
    assert timed(run_cells, tmp_path / "one.ipynb")[1] == 1


@pytest.mark.slow
def test_no_cell_of_a_right_answer_fails_in_the_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ASSIGNMENT.release_dir)
    notebook = filled_in(ASSIGNMENT.read_release(), ASSIGNMENT, reference_answers(ASSIGNMENT))
    assert run_cells([cell.source for cell in notebook.cells if cell.cell_type == "code"]) == 0
