"""What nbgrader runs of ours: three preprocessors, named in nbgrader_config.py.

    nbgrader autograde:  RestoreCells, ClearOutput, …        (sanitize: what the student handed in → what is graded)
                         GradeInSandbox, …, SaveAutoGrades   (in place of Execute: no student code runs in nbgrader)
                         …, KeepRecord                       (what was graded with what, once all scores are there)

nbgrader reads a score off a cell's outputs and gives full marks where it finds nothing it understands, so
`GradeInSandbox` fails closed: unless every check cell got a finite score, the submission is not autograded at all.
"""

from __future__ import annotations

import atexit
import hashlib
import math
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from sqlalchemy.orm import Session
from traitlets import Any as AnyTrait
from traitlets import Unicode

from autograder.boundary.bounded import Budget
from autograder.classroom.intake import require_bounded, take_in
from autograder.classroom.record import Record, of_bytes, standard
from autograder.classroom.restore import restore
from autograder.classroom.several import remarks
from autograder.course import CONFIG, Assignment, find_root, load
from autograder.course.seed import secret_seed
from autograder.engine.head_start import start_engine
from autograder.engine.report import Graded, Status, one_line
from autograder.errors import GradingError, UserError
from autograder.lms.nbgrader import copying, records
from autograder.lms.nbgrader.held import due, scores, submission_of
from autograder.lms.nbgrader.one_gradebook import patient
from autograder.lms.nbgrader.reading import RESOURCE
from autograder.pages.feedback import grade_cell_outputs, sanitize_outputs

if TYPE_CHECKING:
    from autograder.engine.engine import Engine

COPYING_HOOK = "autograder.lms.nbgrader.copying.before_converting"
_NOTES = "autograder"  # notebook metadata that carries the remarks of RestoreCells to GradeInSandbox
# The files beside the notebook that RestoreCells has just taken in: nbgrader does not copy them to autograded/.
_beside: dict[tuple[str, str], dict[str, bytes]] = {}


class NotGraded(GradingError):
    """A submission that could not be graded, through no fault of the student's; whatever score there was is kept."""


class RestoreCells(NbGraderPreprocessor):  # type: ignore[misc]
    """Put the submitted notebook back into the shape of the release, before nbgrader looks at its metadata.

    nbgrader itself aborts the run for *every* student where one notebook has a duplicated or unknown grading cell.
    """

    course = Unicode("", help="The course's root; default: where nbgrader works (its own root)").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the restored notebook; remarks are logged and kept in its metadata. Raises UserError as `take_in`."""
        if not copying.is_in_place():
            raise UserError(
                f"{CONFIG}: must set c.Autograde.pre_convert_hook = {COPYING_HOOK!r}: without it nbgrader copies "
                "what links in a submission point at"
            )
        assignment = _assignment(self.course, resources)
        folder = Path(resources["metadata"]["path"])
        read = resources.get(RESOURCE, {})
        # What the digests are of is what is graded, whatever lies there by now.
        handed_in = read["handed_in"] if "handed_in" in read else take_in(folder)
        require_bounded(nb, folder / f"{assignment.topic}.ipynb")
        release = assignment.read_release()
        restored = restore(nb, release)
        notes = [*([handed_in.left_out] if handed_in.left_out else []), *read.get("notes", []), *restored.notes]
        notes += remarks(f"{assignment.topic}.ipynb", handed_in.notebooks, restored.notebook, release)
        for note in notes:
            self.log.warning("%s: %s", one_line(resources["nbgrader"]["student"]), note)
        restored.notebook.metadata[_NOTES] = {"notes": notes, "digests": read.get("digests", {})}
        _beside.clear()
        _beside[_whose(resources)] = handed_in.files
        return restored.notebook, resources


class GradeInSandbox(NbGraderPreprocessor):  # type: ignore[misc]
    """Grade the notebook in the sandbox and write scores, feedback and outputs where nbgrader looks for them."""

    course = Unicode("", help="The course's root; default: where nbgrader works (its own root)").tag(config=True)
    graded = AnyTrait(None, help="The result, where it is already known (set by `autograder grade`)", allow_none=True)
    notes = AnyTrait((), help="Remarks that go with `graded`")

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Return `nb` with outputs. Raises NotGraded, which makes nbgrader leave this submission out and say so."""
        student = resources["nbgrader"]["student"]
        kept = nb.metadata.pop(_NOTES, {})
        notes = list(self.notes or kept.get("notes", []))
        graded: Graded | None = self.graded
        if graded is None:
            assignment = _assignment(self.course, resources)
            beside = _beside.pop(_whose(resources), None)
            if beside is None:  # a configuration without RestoreCells
                beside = take_in(Path(resources["metadata"]["path"])).files
            graded, standard = _grade(assignment, nb, beside)
            fill_outputs(nb, graded, notes=notes, student=student)
            # From here on nbgrader writes scores, one by one; KeepRecord says when they are all there.
            _in_gradebook(resources, lambda session: records.begin(session, assignment.name, student))
            message = "\n".join([*notes, *([graded.report.message] if graded.report.message else [])])
            report = replace(graded.report, message=message or None)
            record = Record(student, kept.get("digests", {}), standard, report.to_json(), way="nbgrader autograde")
            resources[RESOURCE] = {"record": record}
            return nb, resources
        fill_outputs(nb, graded, notes=notes, student=student)
        return nb, resources


class KeepRecord(NbGraderPreprocessor):  # type: ignore[misc]
    """The last step of `nbgrader autograde`: keep the record of what was graded, as `autograder grade` does."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Return `nb` as it is; nothing is kept where GradeInSandbox did not grade it."""
        record: Record | None = resources.get(RESOURCE, {}).get("record")
        if record is None:
            return nb, resources
        name = resources["nbgrader"]["assignment"]
        written = nbformat.writes(nb, version=4)  # as the exporter will write it to autograded/
        written += "" if written.endswith("\n") else "\n"

        def keep(session: Session) -> None:
            submission = session.execute(submission_of(name, record.student)).scalar_one()
            known = replace(
                record,
                scores=scores(session, name, record.student),
                autograded=of_bytes(written.encode()),
                due=due(submission),
                recorded=records.now(),
            )
            records.keep(session, name, known)

        _in_gradebook(resources, keep)
        return nb, resources


def _in_gradebook(resources: dict[str, Any], change: Callable[[Session], None]) -> None:
    with patient(), Gradebook(resources["nbgrader"]["db_url"]) as gradebook:
        change(gradebook.db())
        gradebook.db.commit()


def fill_outputs(nb: NotebookNode, graded: Graded, *, notes: Sequence[str] = (), student: str = "") -> None:
    """Write the outputs of every code cell of `nb`: what the cell printed, and for a check cell the score and feedback.

    Raises NotGraded where an exercise has no score (status error) or nb is not the notebook that was graded; nb is then
    unchanged.
    """
    who = f"{student}: " if student else ""
    failed = [result for result in graded.report.exercises if result.status is Status.ERROR]
    if failed:
        why = "; ".join(f"{result.id}: {result.message or 'could not be graded'}" for result in failed)
        raise NotGraded(f"{who}not graded, and no score recorded. Run it again once this is mended. {why}")
    if len(graded.outputs) != len(nb.cells):
        raise NotGraded(
            f"{who}the gradebook knows other cells than release/ has. Run `nbgrader generate_assignment` and try again"
        )
    results = {result.id: result for result in graded.report.exercises}
    filled: list[list[NotebookNode]] = []
    budget = Budget()
    for cell, outputs in zip(nb.cells, graded.outputs, strict=True):
        own = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code":
            filled.append([])
        elif own.get("grade"):
            result = results.get(own["grade_id"].removesuffix("_check"))
            points = float(own["points"])
            if result is None or result.score is None or not 0 <= result.score <= points or math.isnan(result.score):
                raise NotGraded(f"{who}no valid score for {own['grade_id']}; no score recorded")
            filled.append(list(grade_cell_outputs(result)))
        else:
            filled.append([nbformat.from_dict(output) for output in sanitize_outputs(list(outputs), budget)])
    remarks = [*notes, *([graded.report.message] if graded.report.message else [])]
    count = 0
    for cell, new in zip(nb.cells, filled, strict=True):
        if cell.cell_type != "code":
            continue
        if remarks and not cell.metadata.get("nbgrader", {}).get("grade"):
            text = "\n".join(f"Note: {remark}" for remark in remarks)
            new.insert(0, nbformat.v4.new_output("display_data", data={"text/plain": text}))
            remarks = []
        count += 1
        cell.outputs, cell.execution_count = new, count


def _whose(resources: dict[str, Any]) -> tuple[str, str]:
    return resources["nbgrader"]["assignment"], resources["nbgrader"]["student"]


def _assignment(course: str, resources: dict[str, Any]) -> Assignment:
    # While it converts, nbgrader works in the course's folder, wherever it was started and whosever settings it read.
    return load(Path(course) if course else find_root(), resources["nbgrader"]["assignment"])


# One engine at a time, kept between notebooks: a command grades one assignment, and the Formgrader's server lives long.
_engine: Engine | None = None
_engine_key: tuple[object, ...] = ()
_standard: dict[str, str] = {}  # what that engine grades with
_engine_lock = RLock()


def _grade(assignment: Assignment, nb: NotebookNode, files: dict[str, bytes]) -> tuple[Graded, dict[str, str]]:
    with _engine_lock:
        try:
            return _engine_for(assignment).grade(nb, files=files), _standard
        except Exception as error:  # whatever it is, it is not the student's doing
            close_engine()  # the next notebook gets a fresh one
            raise NotGraded(f"not graded, and no score recorded. Run it again once this is mended. {error}") from error


def _engine_for(assignment: Assignment) -> Engine:
    global _engine, _engine_key, _standard
    key = (os.getpid(), str(assignment.root), assignment.name, _fingerprint(assignment))
    if _engine is None or key != _engine_key:
        close_engine()
        seed = secret_seed(assignment)
        _standard = standard(assignment, Path.cwd(), seed)
        _engine, _engine_key = start_engine(assignment, seed=seed), key
    return _engine


def _fingerprint(assignment: Assignment) -> str:
    """Changes when the notebook, its data or a check is edited, so that a server that lives long grades with these."""
    data = (assignment.source_dir / name for name in assignment.declared_data())
    seen = hashlib.sha256()
    for path in (assignment.notebook_path, *assignment.checks_files(), *data):
        status = path.stat()
        seen.update(f"{path}\0{status.st_mtime_ns}\0{status.st_size}\n".encode())
    return seen.hexdigest()


def close_engine() -> None:
    """End the engine that is kept, and its sandbox. Nothing happens where there is none."""
    global _engine, _engine_key
    with _engine_lock:
        engine, key = _engine, _engine_key
        _engine, _engine_key = None, ()
        if engine is not None and key[0] == os.getpid():
            engine.close()


atexit.register(close_engine)
