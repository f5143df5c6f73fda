"""nbgrader's converters, for one student at a time, whatever the student is called.

nbgrader finds submissions by patterns made of their ids. An id with brackets in it is one to `glob`, and one with a
newline ends the run for everybody, since the dot of its regular expressions matches none.
"""

from __future__ import annotations

import logging
import os
from typing import Any

from nbgrader.converters import Autograde, GenerateFeedback, NbGraderException
from nbgrader.utils import chdir, setenv

from autograder.lms.nbgrader.feedback import FeedbackExporter


class KeptErrors(logging.Handler):
    """Keeps the error messages of a run."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class OfOneStudent:
    """A converter of `student`'s one notebook, to be mixed into one of nbgrader's."""

    student = ""
    coursedir: Any
    assignments: dict[str, list[str]]

    def _format_source(self, assignment_id: str, student_id: str, escape: bool = False) -> str:
        return str(super()._format_source(assignment_id, _any_text(student_id), escape))  # type: ignore[misc]

    def _format_dest(self, assignment_id: str, student_id: str, escape: bool = False) -> str:
        return str(super()._format_dest(assignment_id, _any_text(student_id), escape))  # type: ignore[misc]

    def init_notebooks(self) -> None:
        folder = self._format_source(self.coursedir.assignment_id, self.student)
        notebook = os.path.join(folder, f"{self.coursedir.notebook_id}.ipynb")
        if not os.path.isfile(notebook):
            raise NbGraderException(f"{notebook}: there is no such file")
        self.assignments = {folder: [notebook]}


class AutogradeConverter(OfOneStudent, Autograde):  # type: ignore[misc]
    """nbgrader's autograding of one student's notebook."""

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """nbgrader's two passes; the first, which only sanitizes, is left out where there is no step of it to do.

        It would read the notebook, copy and check it, and write it as it is for the second pass to read.
        """
        if self.sanitize_preprocessors:
            super().convert_single_notebook(notebook_filename)
            return
        self._sanitizing = False
        try:
            self._init_preprocessors()
        finally:
            self._sanitizing = True  # it is read from where it was handed in
        self.exporter.optimistic_validation = True  # of the notebook as it is in the end, and not after every step
        with setenv(NBGRADER_EXECUTION="autograde"):
            super(Autograde, self).convert_single_notebook(notebook_filename)


class FeedbackConverter(OfOneStudent, GenerateFeedback):  # type: ignore[misc]
    """nbgrader's feedback on it, keeping its exporter from student to student."""

    _ready = False

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if "exporter_class" not in self.config.GenerateFeedback:
            self.exporter_class = FeedbackExporter
        self.force = True

    def start(self) -> None:
        if not self._ready:
            super().start()
            self._ready = True
            return
        self.init_notebooks()
        with chdir(self.coursedir.root):
            self.convert_notebooks()


def _any_text(student_id: str) -> str:
    """Where nbgrader asks for a pattern, one that also matches newlines."""
    return student_id.replace(".*)", "(?s:.*))") if student_id.startswith("(?P<") else student_id
