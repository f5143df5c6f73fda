"""nbgrader's own bookkeeping, driven for many submissions at a time.

Scores enter the gradebook through nbgrader's `Autograde` converter alone, so that timestamps, late penalties, manual
scores and the autograded/ folder are what `nbgrader autograde` would have made of them. It reads from a staging
folder, in which every submission is complete and in shape, so one bad submission cannot stop it.
"""

from __future__ import annotations

import contextlib
import glob
import json
import logging
import shutil
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from nbgrader.api import Grade, MissingEntry, Student, SubmittedAssignment, SubmittedNotebook
from nbgrader.converters import GenerateAssignment, NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning, SQLAlchemyError
from sqlalchemy.orm import Session
from traitlets.config import Config

from autograder.classroom.executor import Done
from autograder.classroom.gradebook import Recorded
from autograder.classroom.intake import TIMESTAMP, shown
from autograder.classroom.record import Held, Record, Regraded, of_file
from autograder.course import CONFIG, Assignment, grade_id
from autograder.course.config import read_config
from autograder.engine.report import Report
from autograder.errors import GradingError, UserError
from autograder.lms.nbgrader import records
from autograder.lms.nbgrader.converters import AutogradeConverter, FeedbackConverter, KeptErrors
from autograder.lms.nbgrader.copies import keep_a_copy, why
from autograder.lms.nbgrader.held import due, held, scores
from autograder.lms.nbgrader.one_gradebook import (
    OneGradebook,
    in_place_of_nbgraders,
    its_version_from_here,
    patient,
    quiet,
    say_if_locked,
)
from autograder.lms.nbgrader.one_writer import only_writer
from autograder.lms.nbgrader.preprocessors import GradeInSandbox
from autograder.lms.nbgrader.reshape import reshape
from autograder.lms.nbgrader.secret import copy_secret
from autograder.lms.nbgrader.staging import staging
from autograder.lms.nbgrader.times import parsed

if TYPE_CHECKING:
    from nbformat import NotebookNode

GRADE_IN_SANDBOX = "autograder.lms.nbgrader.preprocessors.GradeInSandbox"
_NEEDLESS = {
    "nbgrader.preprocessors.OverwriteCells",
    "autograder.lms.nbgrader.preprocessors.RestoreCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.CheckCellMetadata",
    "autograder.lms.nbgrader.preprocessors.KeepRecord",  # `Books.record` keeps it, in the transaction of the scores
}


class _Told(Exception):
    """What a database said, where only its words are left."""


class Books:
    """The gradebook and the autograded/ and feedback/ folders of one assignment. A context manager; not thread-safe."""

    def __init__(self, course_root: Path, assignment: Assignment) -> None:
        """Open the books of the course at `course_root`.

        Raises UserError if its files cannot be written, the gradebook cannot be used, or somebody else is writing.
        """
        self.assignment = assignment
        self.course_root = course_root.resolve()
        self._log = logging.Logger("nbgrader")  # of its own: nothing of it reaches the terminal
        self._errors = KeptErrors()
        self._log.addHandler(self._errors)
        self._config = _config(self.course_root, assignment)
        self._coursedir = CourseDirectory(config=self._config, log=self._log)
        self._config.CourseDirectory.db_url = self._coursedir.db_url
        for step in ("RestoreCells", "GradeInSandbox", "KeepChecksHidden", "FeedbackExporter"):
            self._config[step].course = str(assignment.root)
        self._feedback: FeedbackConverter | None = None
        with contextlib.ExitStack() as opened:
            self._staging = opened.enter_context(staging(self.course_root, assignment.name))
            self.copy = self._keep_a_copy()
            opened.enter_context(only_writer(self._coursedir.db_url, self._coursedir.course_id, assignment.name))
            opened.enter_context(patient())
            opened.enter_context(quiet())
            self._gradebook = self._open()
            opened.callback(self._close_gradebook)
            opened.enter_context(in_place_of_nbgraders(self._gradebook))
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the gradebook and remove the staging folder."""
        self._opened.close()

    def register(self) -> None:
        """Make the gradebook know the assignment as it is in source/; release/ is left alone.

        Cells may have been added, renamed or removed after grading began: see `reshape`. Raises UserError where the
        gradebook refuses (one that a person has graded is gone) or release/ is stale.
        """
        wanted = _checksums(self.assignment.read_release())
        if self._known() == wanted:
            return
        source = self._staging / "source" / self.assignment.name
        shutil.copytree(self.assignment.notebook_path.parent, source)
        generate = GenerateAssignment(coursedir=self._for("source", "release"), config=self._config, log=self._log)
        try:
            with self._gradebook.together():
                reshape(self._gradebook, self.assignment.name, self.assignment.topic, self.assignment.read_release())
                self._run(generate)
        except SQLAlchemyError as error:
            raise UserError(self._why(error)) from error
        except NbGraderException as error:
            raise UserError(
                f"{self.assignment.notebook_path}: the gradebook does not take this assignment ({self._reason(error)})"
            ) from error
        if self._known() != wanted:
            raise UserError(
                f"{self.assignment.release_path}: is older than its source. "
                f"Run `autograder build {self.assignment.name}`"
            )

    def record(
        self,
        done: Done,
        report: Report,
        standard: Mapping[str, str],
        *,
        notes: Sequence[str] = (),
        regraded: Regraded | None = None,
    ) -> Recorded:
        """Write a graded submission and its record into the gradebook, and the notebook into autograded/.

        Manual scores are kept. Scores, record and why it was regraded change together or not at all; raises
        GradingError where they do not.
        """
        student = done.submission.student
        try:
            self._stage(done)
            converter = AutogradeConverter(
                coursedir=self._for("submitted", None, student), config=self._config, log=self._log
            )
            converter.student, converter.force, converter.taken_in = student, True, True
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
            say_if_locked(self._gradebook_file())
            with self._gradebook.together() as session:
                # A page that was made from what was recorded before is not this record's; it is made again.
                self.feedback_page(student).unlink(missing_ok=True)
                self._forget_timestamp(student)
                self._run(converter)
                submission = self._gradebook.find_submission(self.assignment.name, student)
                record = self._record_of(session, done, report, standard, submission)
                records.keep(session, self.assignment.name, record)
                if regraded is not None:
                    records.keep_why(session, self.assignment.name, student, regraded)
                penalty = float(submission.late_submission_penalty or 0.0)
                return Recorded(float(submission.total_seconds_late), penalty, record.report)
        except SQLAlchemyError as error:
            raise GradingError(f"graded, but not recorded: {self._why(error)}") from error
        except (NbGraderException, OSError, ValueError) as error:  # nbgrader's own errors of its gradebook are of these
            raise GradingError(f"graded, but nbgrader could not record it: {self._reason(error)}") from error
        finally:
            shutil.rmtree(self._staging / "submitted", ignore_errors=True)

    def held(self) -> dict[str, Held]:
        """What there is of each student, by id."""
        try:
            return held(self._gradebook.db(), self.assignment, self._coursedir)
        except SQLAlchemyError as error:
            raise UserError(self._why(error)) from error
        finally:
            self._gradebook.close()

    def write_feedback(self, student: str) -> Path:
        """Write nbgrader's feedback page from autograded/; returns its path. Raises GradingError if nbgrader fails."""
        if self._feedback is None:  # its templates take longest: one converter for all students
            self._feedback = FeedbackConverter(coursedir=self._for(None, None), config=self._config, log=self._log)
        try:
            self._feedback.student = student
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

    def _record_of(
        self, session: Session, done: Done, report: Report, standard: Mapping[str, str], submission: Any
    ) -> Record:
        student = done.submission.student
        folder = self._coursedir.format_path(self._coursedir.autograded_directory, student, self.assignment.name)
        return Record(
            student=student,
            submitted=done.prepared.digests,
            standard=standard,
            report=report.to_json(),
            scores=scores(session, self.assignment.name, student),
            autograded=of_file(Path(folder, f"{self.assignment.topic}.ipynb")) or "",
            due=due(submission),
            way="autograder grade",
            recorded=records.now(),
        )

    def _forget_timestamp(self, student: str) -> None:
        """nbgrader keeps a former time where the new submission states none."""
        with contextlib.suppress(MissingEntry):
            self._gradebook.find_submission(self.assignment.name, student).timestamp = None

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
        # For nbgrader alone: on one line, which is quick to write.
        (folder / f"{assignment.topic}.ipynb").write_text(json.dumps(done.prepared.notebook))
        copy_secret(done.submission.folder, folder)
        text = done.prepared.timestamp
        if text is not None:
            try:
                parsed(text)
            except ValueError:
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
        """What went wrong, in one sentence: nbgrader's exceptions only point at the log, or to a web page."""
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, SQLAlchemyError):
                return self._why(cause)
            cause = cause.__cause__ or cause.__context__
        for message in self._errors.messages:
            if "Traceback" in message:
                words = _last_words(message)
                return (
                    self._why(_Told(words.partition(") ")[2])) if words.startswith(("(sqlite3.", "(psycopg")) else words
                )
        if isinstance(error, OSError) and error.strerror:
            place = f"{error.filename}: " if error.filename else ""
            return f"{place}{error.strerror}. Mend that and run the same command again"
        return next(iter(self._errors.messages), _first_line(error))

    def _open(self) -> OneGradebook:
        try:
            with its_version_from_here():
                gradebook = OneGradebook(self._coursedir.db_url, self._coursedir.course_id)
            records.make(gradebook.db())
            records.forget_removed(gradebook.db())
            records.index(gradebook.db())
            gradebook.db.commit()
            for table in (Student, SubmittedAssignment, SubmittedNotebook, Grade):
                gradebook.db.query(table).first()  # one of an older nbgrader lacks columns: said now, not at the end
        except SQLAlchemyError as error:
            raise UserError(self._why(error)) from error
        return gradebook

    def _close_gradebook(self) -> None:
        self._gradebook.close()
        self._gradebook.engine.dispose()

    def _keep_a_copy(self) -> Path | None:
        """A safety copy of a gradebook that is a file, before it is changed."""
        gradebook = self._gradebook_file()
        say_if_locked(gradebook)
        return None if gradebook is None else keep_a_copy(gradebook)

    def _gradebook_file(self) -> Path | None:
        kind, _, path = self._coursedir.db_url.partition(":///")
        return Path(path) if kind == "sqlite" else None

    def _why(self, error: Exception) -> str:
        gradebook = self._gradebook_file()
        if gradebook is None:
            return f"{self._coursedir.db_url.rpartition('@')[2]}: the gradebook cannot be used ({_first_line(error)})"
        return f"{gradebook}: {why(error, gradebook)}"


def _config(course_root: Path, assignment: Assignment) -> Config:
    """nbgrader's configuration of the course, as `nbgrader` itself would read it in that folder."""
    folder = course_root if (course_root / CONFIG).is_file() else assignment.root
    config = read_config(folder)
    config.CourseDirectory.root = str(course_root)
    return Config(config)


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


def _last_words(traceback: str) -> str:
    """The exception at the end of a traceback, without what SQLAlchemy adds: the statement, and a link."""
    lines = [line for line in traceback.strip().splitlines() if line[:1] not in ("", " ", "(", "[")]
    words = lines[-1] if lines else traceback
    return words.partition(": ")[2] or words


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
