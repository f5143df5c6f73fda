"""nbgrader's own bookkeeping, driven for many submissions at a time.

Scores enter the gradebook through nbgrader's `Autograde` converter alone, so that timestamps, late penalties, manual
scores and the autograded/ folder are what `nbgrader autograde` would have made of them. It reads from a staging
folder, in which every submission is complete and in shape, so one bad submission cannot stop it.
"""

from __future__ import annotations

import contextlib
import glob
import logging
import os
import shutil
import sqlite3
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback, NbGraderException, autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import getgrades, latesubmissions, saveautogrades
from nbgrader.utils import chdir, parse_utc
from sqlalchemy import Engine, event
from sqlalchemy.exc import SAWarning, SQLAlchemyError
from traitlets.config import Config

from autograder.classroom.gradebook import Recorded
from autograder.classroom.intake import TIMESTAMP, read_timestamp, shown
from autograder.classroom.pool import Done
from autograder.course import CONFIG, Assignment, grade_id
from autograder.course.config import read_config
from autograder.errors import GradingError, UserError
from autograder.lms.nbgrader.pages import PageExporter
from autograder.lms.nbgrader.preprocessors import GradeInSandbox

if TYPE_CHECKING:
    from nbformat import NotebookNode

GRADE_IN_SANDBOX = "autograder.lms.nbgrader.preprocessors.GradeInSandbox"
_OPEN_GRADEBOOKS = (autograde, saveautogrades, latesubmissions, getgrades)  # modules that open a gradebook a submission
_NEEDLESS = {
    "nbgrader.preprocessors.OverwriteCells",
    "autograder.lms.nbgrader.preprocessors.RestoreCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.CheckCellMetadata",
}


class Books:
    """The gradebook and the autograded/ and feedback/ folders of one assignment. A context manager; not thread-safe."""

    def __init__(self, course_root: Path, assignment: Assignment) -> None:
        """Open the books of the course at `course_root`; raises UserError if its files cannot be written."""
        self.assignment = assignment
        self.course_root = course_root.resolve()
        cache = self.course_root / ".cache"
        try:
            cache.mkdir(exist_ok=True)
            self._staging = Path(tempfile.mkdtemp(prefix="staging_", dir=cache))
        except OSError as error:
            raise UserError(f"{course_root}: cannot be written ({error.strerror}); check its permissions") from error
        self._log = logging.Logger("nbgrader")  # of its own: nothing of it reaches the terminal
        self._errors = _Kept()
        self._log.addHandler(self._errors)
        self._config = _config(self.course_root, assignment)
        self._coursedir = CourseDirectory(config=self._config, log=self._log)
        self._config.CourseDirectory.db_url = self._coursedir.db_url
        self._config.RestoreCells.course = self._config.GradeInSandbox.course = str(assignment.root)
        _find_alembic()
        self._keep_a_copy()
        event.listen(Engine, "connect", _do_not_wait_for_the_disk)
        try:
            self._gradebook = _OneGradebook(self._coursedir.db_url, self._coursedir.course_id)
        except SQLAlchemyError as error:
            self._leave()
            raise UserError(
                f"{self._coursedir.db_url}: the gradebook cannot be opened ({_first_line(error)}). "
                "Check its permissions; if nbgrader was upgraded, back it up and run `nbgrader db upgrade`"
            ) from error
        self._feedback: _Feedback | None = None
        self._nbgraders = {module: module.Gradebook for module in _OPEN_GRADEBOOKS}
        for module in _OPEN_GRADEBOOKS:
            module.Gradebook = lambda *_: self._gradebook

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the gradebook and remove the staging folder."""
        for module, original in self._nbgraders.items():
            module.Gradebook = original
        self._gradebook.close()
        self._gradebook.engine.dispose()
        self._leave()

    def register(self) -> None:
        """Make the gradebook know the assignment as it is in source/; release/ is left alone.

        Raises UserError where the gradebook refuses (cells were added or removed after grading began) or release/ is
        stale.
        """
        wanted = _checksums(self.assignment.read_release())
        if self._known() == wanted:
            return
        source = self._staging / "source" / self.assignment.name
        shutil.copytree(self.assignment.notebook_path.parent, source)
        try:
            self._run(GenerateAssignment(coursedir=self._for("source", "release"), config=self._config, log=self._log))
        except (NbGraderException, SQLAlchemyError) as error:
            raise UserError(
                f"{self.assignment.notebook_path}: the gradebook does not take this assignment "
                f"({self._reason(error)}). Cells with points cannot be added or removed once submissions are "
                f"graded: undo that, or move {self._coursedir.db_url.removeprefix('sqlite:///')} aside and grade again"
            ) from error
        if self._known() != wanted:
            raise UserError(
                f"{self.assignment.release_path}: is older than its source. "
                f"Run `autograder build {self.assignment.name}`"
            )

    def record(self, done: Done, *, notes: Sequence[str] = ()) -> Recorded:
        """Write a graded submission into the gradebook and autograded/; manual scores are kept.

        Raises GradingError where nbgrader refuses.
        """
        student = done.submission.student
        try:
            self._stage(done)
            converter = Autograde(coursedir=self._for("submitted", None, student), config=self._config, log=self._log)
            converter.force = converter.taken_in = True
            converter.sanitize_preprocessors = _without_needless(converter.sanitize_preprocessors)
            ours = GradeInSandbox(parent=converter, graded=done.graded, notes=tuple(notes))
            converter.autograde_preprocessors = [
                ours if _name(preprocessor) == GRADE_IN_SANDBOX else preprocessor
                for preprocessor in _without_needless(converter.autograde_preprocessors)
            ]
            if ours not in converter.autograde_preprocessors:
                raise UserError(
                    f"{self.course_root / CONFIG}: c.Autograde.autograde_preprocessors must name {GRADE_IN_SANDBOX}"
                )
            self._run(converter)
            return self._late(student)
        except (NbGraderException, SQLAlchemyError, OSError) as error:
            raise GradingError(f"graded, but nbgrader could not record it: {self._reason(error)}") from error
        finally:
            shutil.rmtree(self._staging / "submitted", ignore_errors=True)

    def write_feedback(self, student: str) -> Path:
        """Write nbgrader's feedback page from autograded/; returns its path. Raises GradingError if nbgrader fails."""
        if self._feedback is None:  # its templates take longest: one converter for all students
            self._feedback = _Feedback(coursedir=self._for(None, None), config=self._config, log=self._log)
        try:
            self._feedback.coursedir.student_id = glob.escape(student)
            self._run(self._feedback)
        except (NbGraderException, SQLAlchemyError, OSError) as error:
            raise GradingError(f"recorded, but no feedback page was written: {self._reason(error)}") from error
        return self.feedback_page(student)

    def set_due(self, date: str) -> None:
        """Set the assignment's due date, such as "2026-11-16 23:59:59 UTC"."""
        self._gradebook.update_or_create_assignment(self.assignment.name, duedate=date)
        self._gradebook.close()

    def name_student(self, student: str, first: str, last: str) -> None:
        """Give a student a name in the gradebook, beside the id."""
        self._gradebook.update_or_create_student(student, first_name=first, last_name=last)
        self._gradebook.close()

    def feedback_page(self, student: str) -> Path:
        """Where the feedback page of a student is (or would be)."""
        folder = self._coursedir.format_path(self._coursedir.feedback_directory, student, self.assignment.name)
        return Path(folder, f"{self.assignment.topic}.html")

    def has_autograded(self, student: str) -> bool:
        """Whether autograded/ holds this student's notebook."""
        folder = self._coursedir.format_path(self._coursedir.autograded_directory, student, self.assignment.name)
        return Path(folder, f"{self.assignment.topic}.ipynb").is_file()

    def late(self, student: str) -> Recorded:
        """What the gradebook says of a submission that was recorded before; nothing late where it knows none."""
        try:
            return self._late(student)
        except (MissingEntry, SQLAlchemyError):
            return Recorded(0.0, 0.0)

    def _late(self, student: str) -> Recorded:
        try:
            submission = self._gradebook.find_submission(self.assignment.name, student)
            return Recorded(float(submission.total_seconds_late), float(submission.late_submission_penalty or 0.0))
        finally:
            self._gradebook.close()

    def _known(self) -> dict[str, tuple[str, float]]:
        """Checksum and points of every cell that the gradebook knows."""
        try:
            notebook = self._gradebook.find_notebook(self.assignment.topic, self.assignment.name)
            points = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
            return {cell.name: (cell.checksum, points.get(cell.name, 0.0)) for cell in notebook.source_cells}
        except MissingEntry:
            return {}
        finally:
            self._gradebook.close()

    def _stage(self, done: Done) -> None:
        student, assignment = done.submission.student, self.assignment
        folder = self._staging / "submitted" / student / assignment.name
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(done.prepared.notebook, folder / f"{assignment.topic}.ipynb")
        try:
            text = read_timestamp(done.submission.folder)
        except UserError as error:
            raise GradingError(str(error)) from None
        if text:
            try:
                parse_utc(text)
            except Exception:  # whatever dateutil makes of it
                place = shown(done.submission.folder / TIMESTAMP)
                raise GradingError(
                    f"{place}: {text[:40]!r} is not a date. Write it as 2026-11-21 09:30:00 UTC, or delete the file"
                ) from None
            (folder / TIMESTAMP).write_text(text)

    def _for(self, source: str | None, release: str | None, student: str = "*") -> CourseDirectory:
        """nbgrader's view of the course, with the folders it reads from (and releases to) in the staging folder."""
        coursedir = CourseDirectory(config=self._config, log=self._log)
        coursedir.assignment_id, coursedir.student_id = (
            self.assignment.name,
            glob.escape(student) if student != "*" else "*",
        )
        coursedir.notebook_id = self.assignment.topic if source != "source" else "*"
        for step in (source, release):
            if step:
                setattr(coursedir, f"{step}_directory", f".cache/{self._staging.name}/{step}")
        return coursedir

    def _run(self, converter: Any) -> None:
        self._errors.messages.clear()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own queries: nothing a teacher can mend
            converter.start()

    def _reason(self, error: Exception) -> str:
        """The sentence in nbgrader's log that says what went wrong (its exceptions only point at the log)."""
        for message in self._errors.messages:
            if "Traceback" in message:
                return message.strip().splitlines()[-1].partition(": ")[2] or message.strip().splitlines()[-1]
        return next(iter(self._errors.messages), _first_line(error))

    def _keep_a_copy(self) -> None:
        """Copy the gradebook to .cache/ before it is changed: see `_do_not_wait_for_the_disk`."""
        gradebook = self._gradebook_file()
        if gradebook is not None and gradebook.is_file():
            with contextlib.suppress(OSError):
                shutil.copyfile(gradebook, self._staging.parent / "gradebook_before_grading.db")

    def _gradebook_file(self) -> Path | None:
        kind, _, path = self._coursedir.db_url.partition(":///")
        return Path(path) if kind == "sqlite" else None

    def _leave(self) -> None:
        event.remove(Engine, "connect", _do_not_wait_for_the_disk)
        gradebook = self._gradebook_file()
        if gradebook is not None and gradebook.is_file():
            with gradebook.open("rb") as file:
                os.fsync(file.fileno())
        shutil.rmtree(self._staging, ignore_errors=True)


class _OneGradebook(Gradebook):  # type: ignore[misc]
    """A gradebook that stays open: closing it, as every step of nbgrader does, ends its transaction alone.

    Opening one costs nbgrader 5 ms, which is half of what recording a submission takes.
    """

    def close(self) -> None:
        self.db.remove()


class _Feedback(GenerateFeedback):  # type: ignore[misc]
    """nbgrader's feedback converter, keeping its exporter, and so the compiled templates, from student to student."""

    _ready = False

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.exporter_class = PageExporter
        self.force = True

    def start(self) -> None:
        if not self._ready:
            super().start()
            self._ready = True
            return
        self.init_notebooks()
        with chdir(self.coursedir.root):
            self.convert_notebooks()


class _Kept(logging.Handler):
    """Keeps the error messages of a run."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _config(course_root: Path, assignment: Assignment) -> Config:
    """nbgrader's configuration of the course, as `nbgrader` itself would read it in that folder."""
    folder = course_root if (course_root / CONFIG).is_file() else assignment.root
    config = read_config(folder)
    config.CourseDirectory.root = str(course_root)
    return Config(config)


def _do_not_wait_for_the_disk(connection: Any, record: object) -> None:
    """Let SQLite return from a commit before the disk has it: nbgrader commits 50 times a submission.

    A crash or kill of this process loses nothing by it. A power cut could damage the gradebook: hence `_keep_a_copy`.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


def _find_alembic() -> None:
    """nbgrader runs the program `alembic` to make a gradebook: it lies beside our interpreter, activated or not."""
    beside, path = str(Path(sys.executable).parent), os.environ.get("PATH", "")
    if beside not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join(part for part in (beside, path) if part)


def _checksums(release: NotebookNode) -> dict[str, tuple[str, float]]:
    marked = {name: cell.metadata["nbgrader"] for cell in release.cells if (name := grade_id(cell))}
    return {name: (own.get("checksum", ""), float(own.get("points", 0.0))) for name, own in marked.items()}


def _without_needless(preprocessors: list[Any]) -> list[Any]:
    """Leave out what has nothing to do on a staged notebook: its cells and metadata are the release's own.

    (These take half the time; CheckCellMetadata, for one, checks nbgrader's schema itself anew for every cell.)
    """
    return [preprocessor for preprocessor in preprocessors if _name(preprocessor) not in _NEEDLESS]


def _name(preprocessor: Any) -> str:
    """The dotted name of a preprocessor, given as such or as a class, by where its package exports it."""
    if isinstance(preprocessor, str):
        return preprocessor
    module = preprocessor.__module__
    package = "nbgrader.preprocessors" if module.startswith("nbgrader.preprocessors.") else module
    return f"{package}.{getattr(preprocessor, '__name__', type(preprocessor).__name__)}"


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
