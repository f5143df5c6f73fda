"""An assignment that changed after grading began: the gradebook follows, and keeps what was graded by hand.

nbgrader refuses cells that were added or removed once there are submissions. Here a cell that was renamed keeps its
grades and comments, one that was added gets an empty grade in every submission (which is no zero, and is graded by the
next `grade`), and one that was removed goes, unless a person has graded it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SourceCell,
    SubmittedNotebook,
)
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from autograder.course import grade_id
from autograder.errors import UserError

_KINDS = {"GradeCell": "grade", "SolutionCell": "solution", "TaskCell": "task"}


@dataclass(frozen=True)
class _Cell:
    kinds: frozenset[str]
    source: str


@dataclass(frozen=True)
class Shape:
    """How the gradebook's cells differ from the release's, by grade id; `points` are those the gradebook knows."""

    renamed: Mapping[str, str]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    points: Mapping[str, float]


def shape_of(session: Session, assignment: str, topic: str, release: NotebookNode) -> Shape:
    """Compare; nothing is different where the gradebook does not know the notebook."""
    of_it = select(Notebook).join(Assignment).where(Assignment.name == assignment, Notebook.name == topic)
    notebook = session.execute(of_it).scalar_one_or_none()
    if notebook is None:
        return Shape({}, (), (), {})
    kinds: dict[str, set[str]] = defaultdict(set)
    points = {}
    for cell in session.execute(select(BaseCell).where(BaseCell.notebook_id == notebook.id)).scalars():
        kinds[cell.name].add(_KINDS.get(cell.type, cell.type))
        if cell.type != "SolutionCell":
            points[cell.name] = float(cell.max_score)
    sources = session.execute(select(SourceCell).where(SourceCell.notebook_id == notebook.id)).scalars()
    known = {cell.name: _Cell(frozenset(kinds[cell.name]), cell.source or "") for cell in sources}
    wanted = {name: _Cell(_kinds_of(cell), cell.source) for cell in release.cells if (name := grade_id(cell))}
    gone = {name: cell for name, cell in known.items() if name not in wanted}
    new = {name: cell for name, cell in wanted.items() if name not in known}
    renamed = _renamed(gone, new)
    return Shape(
        renamed,
        tuple(name for name in new if name not in renamed.values()),
        tuple(name for name in gone if name not in renamed),
        points,
    )


def reshape(gradebook: Gradebook, assignment: str, topic: str, release: NotebookNode) -> None:
    """Give the gradebook the release's cells, as a part of the transaction that it is in.

    Raises UserError where a cell is gone that a person has graded.
    """
    session = gradebook.db()
    shape = shape_of(session, assignment, topic, release)
    if not (shape.renamed or shape.added or shape.removed):
        return
    try:
        notebook = gradebook.find_notebook(topic, assignment)
    except MissingEntry:
        return
    if not notebook.submissions:
        return  # nbgrader makes it anew
    for table in (BaseCell, SourceCell):
        for old, new in shape.renamed.items():
            session.execute(update(table).where(table.notebook_id == notebook.id, table.name == old).values(name=new))
    _remove(session, notebook.id, shape.removed)
    cells = {name: cell for cell in release.cells if (name := grade_id(cell)) in shape.added}
    for name, cell in cells.items():
        _add(gradebook, name, cell, topic, assignment)
    session.flush()
    session.expire_all()


def _kinds_of(cell: NotebookNode) -> frozenset[str]:
    own = cell.metadata["nbgrader"]
    return frozenset(kind for kind in ("grade", "solution", "task") if own.get(kind))


def _renamed(gone: Mapping[str, _Cell], new: Mapping[str, _Cell]) -> dict[str, str]:
    """Old names to new ones, where a cell is the same but for its name, and no other is."""
    fits = [(old, name) for old, cell in gone.items() for name, other in new.items() if _same(old, cell, name, other)]
    found = {
        old: name
        for old, name in fits
        if sum(one == old for one, _ in fits) == 1 and sum(one == name for _, one in fits) == 1
    }
    # An exercise's answer and its check go together, also where the text of one of them changed.
    for old, name in list(found.items()):
        pairs = [(old.removesuffix("_check"), name.removesuffix("_check")), (f"{old}_check", f"{name}_check")]
        found |= {one: two for one, two in pairs if one in gone and two in new and two not in found.values()}
    return found


def _same(old: str, cell: _Cell, name: str, other: _Cell) -> bool:
    mine, its = _own_lines(cell.source), _own_lines(other.source)
    alike = mine.split() == its.split()
    return cell.kinds == other.kinds and (alike or _without_name(mine, old) == _without_name(its, name))


def _own_lines(source: str) -> str:
    """Without the line that `build` puts in: it says the exercise's name, which the tests themselves may not."""
    return "\n".join(line for line in source.splitlines() if "✓" not in line)


def _without_name(source: str, name: str) -> str:
    stem = re.escape(name.removesuffix("_check"))
    return re.sub(r"\s+", "", re.sub(rf"\b{stem}\b", "\0", source))


def _remove(session: Session, notebook: str, names: Iterable[str]) -> None:
    for cell in session.execute(
        select(BaseCell).where(BaseCell.notebook_id == notebook, BaseCell.name.in_(tuple(names)))
    ).scalars():
        by_hand = [
            *session.execute(select(Grade.id).where(Grade.cell_id == cell.id, Grade.manual_score.is_not(None))),
            *session.execute(select(Comment.id).where(Comment.cell_id == cell.id, Comment.manual_comment.is_not(None))),
        ]
        if by_hand:
            raise UserError(
                f"{cell.name}: the notebook has this cell no more, and a person has graded it in {len(by_hand)} "
                "submissions: put it back (with other points, if need be), or take those scores and comments back in "
                "the Formgrader first"
            )
        for table in (Grade, Comment):
            session.execute(delete(table).where(table.cell_id == cell.id))
        session.delete(cell)
    session.execute(delete(SourceCell).where(SourceCell.notebook_id == notebook, SourceCell.name.in_(tuple(names))))
    session.flush()


def _add(gradebook: Gradebook, name: str, cell: NotebookNode, topic: str, assignment: str) -> None:
    own, session = cell.metadata["nbgrader"], gradebook.db()
    submitted = session.execute(
        select(SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(Assignment, Notebook.assignment_id == Assignment.id)
        .where(Notebook.name == topic, Assignment.name == assignment)
    ).scalars()
    students = list(submitted)
    gradebook.update_or_create_source_cell(
        name,
        topic,
        assignment,
        cell_type=cell.cell_type,
        locked=bool(own.get("locked")),
        source=cell.source,
        checksum=own.get("checksum"),
    )
    if own.get("grade"):
        made = gradebook.update_or_create_grade_cell(
            name, topic, assignment, max_score=float(own["points"]), cell_type=cell.cell_type
        )
        session.add_all(Grade(cell_id=made.id, notebook_id=student) for student in students)
    if own.get("solution"):
        made = gradebook.update_or_create_solution_cell(name, topic, assignment)
        session.add_all(Comment(cell_id=made.id, notebook_id=student) for student in students)
