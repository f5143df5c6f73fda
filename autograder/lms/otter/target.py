"""`autograder build --target otter`: the student's folder and the instructor's archive."""

import contextlib
import json
import logging
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

import nbformat

from autograder.course import Assignment
from autograder.engine.checks import collect, notebook_seed
from autograder.engine.limits import limits_of
from autograder.errors import UserError
from autograder.files import write_files, write_whole
from autograder.lms import pins
from autograder.lms.archive import PACKAGE, course_files, read_zip, zipped
from autograder.lms.otter.notebook import otter_notebook, visible_tests
from autograder.lms.otter.tests import for_grading, for_students

_PYTHON = "3.11"  # the version that requirements.lock was made with


def build_otter(assignment: Assignment, out: Path, extra_index_url: str | None = None) -> list[Path]:
    """Write `out`/student and `out`/autograder.zip anew, and return both; the same course gives the same bytes.

    `extra_index_url` is where the grading container finds the CPU build of torch. Raises UserError where otter-grader
    is not installed or the release cannot be built, GradingError where the checks cannot be collected.
    """
    if find_spec("otter") is None:
        pins.otter_version()  # says what to install
    visible = visible_tests(assignment)
    checks = collect(assignment)
    student, archive = out / "student", out / "autograder.zip"
    shutil.rmtree(student, ignore_errors=True)
    _write_student(assignment, student, visible)
    with tempfile.TemporaryDirectory(prefix="otter-") as folder:
        work = Path(folder)
        (work / "tests").mkdir()
        for exercise in assignment.exercises:
            if not exercise.manual:
                text = for_grading(exercise, visible[exercise.id], checks)
                (work / "tests" / f"{exercise.id}.py").write_text(text, encoding="utf-8")
        files = _files(assignment, work)
        write_whole(archive, zipped(_generated(assignment, work, files, extra_index_url)))
    return [student, archive]


def _write_student(assignment: Assignment, folder: Path, visible: dict[str, str]) -> None:
    (folder / "tests").mkdir(parents=True)
    nbformat.write(otter_notebook(assignment), folder / f"{assignment.topic}.ipynb")
    for exercise, source in visible.items():
        (folder / "tests" / f"{exercise}.py").write_text(for_students(exercise, source), encoding="utf-8")
    write_files(folder, assignment.data_files())
    (folder / "requirements.txt").write_text(pins.text(pins.for_students(assignment)))


def _files(assignment: Assignment, work: Path) -> list[str]:
    """Lay out what otter copies beside every submission; returns the names for `otter generate`."""
    limits = limits_of(assignment)
    settings = {
        "assignment": assignment.name,
        "cell_seconds": limits.cell_seconds,
        "patience": limits.patience,
    }
    packed = course_files(assignment, for_engine=False) | {"otter.json": json.dumps(settings).encode()}
    (work / "course.zip").write_bytes(zipped(packed))
    # Single files: otter keeps a submission's own folder of the same name, and overwrites its files.
    shutil.copy(PACKAGE / "lms" / "otter" / "in_kernel.py", work / "course_grading.py")
    data = assignment.data_files()
    write_files(work, data)
    return ["course.zip", "course_grading.py", *sorted({Path(name).parts[0] for name in data})]


def _generated(assignment: Assignment, work: Path, files: list[str], extra_index_url: str | None) -> dict[str, bytes]:
    """What `otter generate` makes of the folder `work`, by name."""
    from otter.generate import main as otter_generate

    (work / "requirements.txt").write_text(pins.text(pins.for_otter(assignment), extra_index_url))
    config = {"seed": notebook_seed(0), "show_hidden": False, "log_level": logging.WARNING}
    (work / "otter_config.json").write_text(json.dumps(config))
    try:
        with contextlib.chdir(work):
            otter_generate(
                tests_dir="tests",
                output_path="autograder.zip",
                config="otter_config.json",
                requirements="requirements.txt",
                no_environment=True,
                files=files,
                python_version=_PYTHON,
            )
    except Exception as error:  # otter raises whatever went wrong, without a class of its own
        raise UserError(f"otter generate failed: {type(error).__name__}: {error}") from error
    return read_zip(work / "autograder.zip")
