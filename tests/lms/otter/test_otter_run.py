"""`otter run` itself, on the unmodified archive."""

import json
from pathlib import Path

import nbclient
import nbformat
import pytest
from containers import RIGHT, otter_scores, submission, sums, through_otter
from small_course import SmallCourse, small_course

from autograder.lms.otter.target import build_otter

__all__ = ["small_course", "sums"]  # the fixtures

pytestmark = pytest.mark.slow

FULL, NOTHING = {"total": 2.0, "quiz": 1.5}, {"total": 0.0, "quiz": 0.0}
BRIEF = {"check_seconds": 2, "cell_seconds": 3}


def brief(course: SmallCourse) -> SmallCourse:
    course.edit(lambda cells, raw: raw["metadata"].update(autograder={"limits": BRIEF}))
    return course


def test_solution_has_all_points_and_the_release_none(sums: SmallCourse, tmp_path: Path) -> None:
    for answers, expected in ((RIGHT, FULL), ({}, NOTHING)):
        done = through_otter(sums, submission(sums, **answers), tmp_path / "run")

        assert done.returncode == 0, done.stderr
        assert otter_scores(tmp_path / "run") == expected


def test_students_see_public_tests_and_instructors_the_feedback(sums: SmallCourse, tmp_path: Path) -> None:
    wrong = RIGHT | {"total": "def total(x):\n    return torch.tensor(3.0)"}

    through_otter(sums, submission(sums, **wrong), tmp_path / "run")

    tests = json.loads((tmp_path / "run" / "results.json").read_text())["tests"]
    shown = [test for test in tests if test["visibility"] == "visible"]
    assert [test["name"] for test in shown] == ["Public Tests"]
    assert "Every element counts" not in shown[0]["output"]
    total = next(test for test in tests if test["name"] == "total")
    assert total["visibility"] == "hidden"
    assert "Every element counts" in total["output"]


def test_graded_as_the_notebook_was_there(sums: SmallCourse, tmp_path: Path) -> None:
    """What a later cell does to an answer changes nothing."""
    notebook = submission(sums, **RIGHT)
    notebook.cells.append(nbformat.v4.new_code_cell("total = None\nanswers = {}"))

    through_otter(sums, notebook, tmp_path / "run")

    assert otter_scores(tmp_path / "run") == FULL


@pytest.mark.parametrize(
    "answer",
    [
        "def total(x):\n    while True: pass",
        "import os\ndef total(x):\n    if len(x) != 3: os._exit(0)\n    return x.sum()",
        "def total(x):\n    torch.set_grad_enabled(False); x.zero_(); torch.set_default_dtype(torch.float64)",
    ],
    ids=["endless", "process ended", "global state"],
)
def test_harm_in_a_call_costs_its_own_exercise(sums: SmallCourse, tmp_path: Path, answer: str) -> None:
    done = through_otter(brief(sums), submission(sums, **RIGHT | {"total": answer}), tmp_path / "run")

    assert done.returncode == 0, done.stderr
    assert otter_scores(tmp_path / "run") == FULL | {"total": 0.0}


def test_endless_cell_after_the_first_exercise_is_stopped(sums: SmallCourse, tmp_path: Path) -> None:
    notebook = submission(brief(sums), **RIGHT)
    place = next(index for index, cell in enumerate(notebook.cells) if "quiz" in cell.get("id", ""))
    notebook.cells.insert(place, nbformat.v4.new_code_cell("while True: pass"))

    through_otter(sums, notebook, tmp_path / "run")

    assert otter_scores(tmp_path / "run") == FULL


def test_more_threads_before_the_first_exercise_hang_nothing(sums: SmallCourse, tmp_path: Path) -> None:
    """A forked copy of a process that used OpenMP would hang in its first matmul with more than one thread."""
    busy = "torch.set_num_threads(4)\nx = torch.randn(800, 800, requires_grad=True)\n(x @ x).sum().backward()"
    right = RIGHT | {"total": f"{busy}\ndef total(x):\n    y = torch.eye(len(x)) @ x.float()\n    return y.sum()"}

    through_otter(sums, submission(sums, **right), tmp_path / "run")

    assert otter_scores(tmp_path / "run") == FULL


def test_fault_of_ours_leaves_no_score(sums: SmallCourse, tmp_path: Path) -> None:
    sums.add_check_file(
        "total/checks.py",
        "from autograder.expect import check\n\n\n"
        '@check("total")\ndef test_faulty(student):\n    """Faulty."""\n    raise RuntimeError("our own")\n',
    )

    done = through_otter(sums, submission(sums, **RIGHT), tmp_path / "run")

    assert done.returncode != 0
    assert not (tmp_path / "run" / "results.json").exists()
    assert "could not be graded, and has no score" in done.stdout + done.stderr
    assert "test_faulty" in done.stdout + done.stderr


def test_student_reads_in_words_what_failed(sums: SmallCourse, tmp_path: Path) -> None:
    """`grader.check` in the student's own folder, where nothing of ours is installed."""
    student, _ = build_otter(sums.load(), tmp_path)
    notebook = nbformat.read(student / "sums.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.id == "total":
            cell.source = "def total(x):\n    return torch.tensor(0.0)"
    client = nbclient.NotebookClient(
        notebook, allow_errors=True, timeout=120, resources={"metadata": {"path": str(student)}}
    )
    client.execute()

    said = {cell.source: json.dumps(cell.outputs) for cell in notebook.cells if cell.cell_type == "code"}
    assert "three ones make 3" in said['grader.check("total")']
    # Nothing was answered: the cell raised, and the name that the test looks up is missing.
    assert "answers" in said['grader.check("quiz")'] and "is not defined" in said['grader.check("quiz")']
