"""nbgrader's own command line, in this process: what a term is made of, with an exchange and students in a folder."""

from __future__ import annotations

import contextlib
import io
import logging
from dataclasses import dataclass
from pathlib import Path

from jupyter_core.application import NoStart
from nbgrader.apps import NbGraderApp

from autograder.course import Assignment

COURSE = "pytorch"


def nbgrader(*arguments: str, at: Path, expected: int = 0) -> str:
    """Run one command in the folder `at` and return what it logged; asserts its exit code."""
    logged = io.StringIO()
    app = NbGraderApp.instance()
    code: object = 0
    with contextlib.chdir(at):
        try:
            app.initialize(list(arguments))
            app.init_logging(logging.StreamHandler, [logged], color=False, subapps=True)
            app.start()
        except NoStart:
            pass
        except SystemExit as end:
            code = end.code or 0
        finally:
            app.reset()
            if app.subapp:
                app.subapp.deinit_logging()
                app.subapp.clear_instance()
            app.deinit_logging()
            app.clear_instance()
    assert code == expected, logged.getvalue()
    return logged.getvalue()


@dataclass(frozen=True)
class Exchange:
    """An exchange below `folder`, for the course of `assignment`, and its students' folders."""

    assignment: Assignment
    folder: Path

    def instructor(self, *arguments: str, expected: int = 0) -> str:
        """Run one of the instructor's commands in the course's folder."""
        return nbgrader(
            *arguments, f"--Exchange.root={self.folder}/exchange", at=self.assignment.root, expected=expected
        )

    def student(self, student: str, *arguments: str, expected: int = 0) -> str:
        """Run one of a student's commands in the student's folder."""
        place = self.home(student)
        place.mkdir(parents=True, exist_ok=True)
        given = [f"--Exchange.root={self.folder}/exchange", f"--Exchange.cache={place}/cache"]
        return nbgrader(*arguments, *given, "--course", COURSE, "--student", student, at=place, expected=expected)

    def home(self, student: str) -> Path:
        """Where a student works."""
        return self.folder / "students" / student

    def notebook(self, student: str) -> Path:
        """The student's own copy."""
        return self.home(student) / self.assignment.name / f"{self.assignment.topic}.ipynb"

    def pages(self, student: str) -> list[Path]:
        """The feedback that the student has fetched, the oldest first."""
        return sorted(self.home(student).glob(f"{self.assignment.name}/feedback/*/*.html"))
