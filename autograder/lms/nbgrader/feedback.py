"""nbgrader's feedback, made by our page (`autograder.pages.page`) of what the gradebook holds and the record says.

nbgrader converts autograded/ to feedback/ with an exporter and its preprocessors, and so do `nbgrader
generate_feedback`, the Formgrader's button, the exchange and `autograder grade`; these two classes are named in the
course's configuration (see `settings`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.api import Assignment, BaseCell, Comment, Grade, SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import NbGraderPreprocessor, getgrades
from sqlalchemy import select
from sqlalchemy.orm import Session
from traitlets import Unicode

from autograder.course import exercise_of, find_root, grade_id, load
from autograder.engine.report import SCORE_DIGITS, ExerciseResult, Report, Status
from autograder.errors import UserError
from autograder.lms.nbgrader import records
from autograder.lms.nbgrader.held import submission_of
from autograder.pages.page import Book, Mark, render_page

_KEPT = "autograder"  # of the resources that preprocessors hand to the exporter
_NO_RESPONSE = "No response."  # nbgrader's own comment on a cell that was left as it was


class ReadBook(NbGraderPreprocessor):  # type: ignore[misc]
    """In the place of nbgrader's GetGrades: which points are a person's, which are open, and what the record says."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Return `nb` as it is; the report and the book are in the resources."""
        own = resources["nbgrader"]
        # The module's own name for it: `autograder grade` puts one gradebook for the whole class there.
        with getgrades.Gradebook(own["db_url"]) as gradebook:
            session = gradebook.db()
            assignment, student = own["assignment"], own["student"]
            grades = _rows(session, Grade, assignment, student)
            comments = _rows(session, Comment, assignment, student)
            submission = session.execute(submission_of(assignment, student)).scalar_one()
            called = (submission.student.first_name, submission.student.last_name)
            names = {grade_id(cell): exercise_of(cell) for cell in nb.cells if _has_points(cell)}
            book = Book(
                student=" ".join(name for name in called if name) or student,
                marks={
                    names[name]: _mark(name, names[name], row, comments)
                    for name, row in grades.items()
                    if name in names
                },
                penalty=float(submission.late_submission_penalty or 0),
            )
            report = _report(nb, assignment, records.read(session, assignment).get(student), grades, names)
        resources[_KEPT] = {"book": book, "report": report}
        return nb, resources


class FeedbackExporter(Exporter):
    """Makes the student's page of a notebook in autograded/."""

    course = Unicode("", help="The course's root; default: where nbgrader works (its own root)").tag(config=True)
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of a notebook, after the preprocessors, of which ReadBook must be one."""
        nb, kept = super().from_notebook_node(nb, resources, **options)
        if _KEPT not in kept:
            raise UserError(
                "c.GenerateFeedback.preprocessors must name autograder.lms.nbgrader.feedback.ReadBook, or leave it to "
                "autograder.lms.nbgrader.settings.apply"
            )
        outputs = [cell.get("outputs", []) for cell in nb.cells]
        report, book = kept[_KEPT]["report"], kept[_KEPT]["book"]
        return render_page(nb, report, outputs, release=self._release(report.assignment), book=book), kept

    def _release(self, name: str) -> NotebookNode | None:
        """What students were given, for headings and to know their own cells; the page does without."""
        try:
            return load(Path(self.course) if self.course else find_root(), name).read_release()
        except UserError:
            return None


def _rows(session: Session, kind: Any, assignment: str, student: str) -> dict[str, Any]:
    """A student's grades or comments by the name of the cell."""
    query = (
        select(BaseCell.name, kind)
        .join(kind, kind.cell_id == BaseCell.id)
        .join(SubmittedNotebook, SubmittedNotebook.id == kind.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(Assignment.name == assignment, SubmittedAssignment.student_id == student)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _has_points(cell: NotebookNode) -> bool:
    return bool(grade_id(cell)) and bool(cell.metadata["nbgrader"].get("grade"))


def _mark(name: str, exercise: str, grade: Any, comments: dict[str, Any]) -> Mark:
    by_hand = grade.manual_score is not None
    score = grade.manual_score if by_hand else grade.auto_score
    # A comment stands at the answer, which for a question graded by hand is the cell that has the points.
    found = [comments.get(key) for key in dict.fromkeys((exercise, name))]
    texts = [comment.comment for comment in found if comment is not None and comment.comment]
    text = "\n\n".join(text for text in texts if text.strip() != _NO_RESPONSE)
    return Mark(None if score is None else float(score), by_hand, float(grade.extra_credit or 0), text or None)


def _report(
    nb: NotebookNode, assignment: str, record: Any, grades: dict[str, Any], names: dict[str | None, str]
) -> Report:
    """The recorded report; where it does not agree with the gradebook's scores, what the notebook itself holds."""
    if record is not None and record.whole and record.report:
        known = Report.from_json(record.report)
        scores = {result.id: result.score for result in known.exercises}
        if all(_agree(scores.get(names.get(name, name)), grade) for name, grade in grades.items()):
            return known
    return Report(assignment, tuple(_from_cells(nb, grades)), sandbox="unknown", seed=None)


def _agree(score: float | None, grade: Any) -> bool:
    if score is None or grade.auto_score is None:
        return True  # graded by hand, and nbgrader's 0 for a question that was left as it was
    return round(score, SCORE_DIGITS) == round(float(grade.auto_score), SCORE_DIGITS)


def _from_cells(nb: NotebookNode, grades: dict[str, Any]) -> list[ExerciseResult]:
    results = []
    for cell in nb.cells:
        own = cell.metadata.get("nbgrader", {})
        name = grade_id(cell)
        if name is None or not _has_points(cell) or name not in grades:
            continue
        points, grade = float(own.get("points", 0)), grades[name]
        score = None if grade.auto_score is None else float(grade.auto_score)
        exercise = exercise_of(cell)
        if own.get("solution"):
            results.append(ExerciseResult(exercise, None, points, Status.MANUAL, ()))
        else:
            results.append(ExerciseResult(exercise, score, points, _status(score, points), (), _said_in(cell)))
    return results


def _status(score: float | None, points: float) -> Status:
    if score is None:
        return Status.ERROR
    return Status.PASSED if score >= points else Status.PARTIAL if score > 0 else Status.FAILED


def _said_in(cell: NotebookNode) -> str | None:
    """The feedback as plain text, as it was put into the cell when it was graded."""
    texts = [
        output["data"].get("text/plain", "")
        for output in cell.get("outputs", [])
        if output.get("output_type") == "display_data" and isinstance(output.get("data"), dict)
    ]
    return "\n".join(text for text in texts if isinstance(text, str) and text) or None
