"""The records of submissions, in a table of their own in nbgrader's gradebook.

In the same database, so that scores and record change in one transaction and a gradebook that is put aside or put back
takes its records along. nbgrader neither knows nor minds the table; it is made when it is first written to.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from typing import Any

from nbgrader.api import Assignment, Student
from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table, Text, delete, insert, inspect, select, update
from sqlalchemy.orm import Session

from autograder.classroom.record import Record, Regraded

_TABLE = Table(
    "autograder_record",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("whole", Boolean, nullable=False),
    Column("submitted", Text, nullable=False),
    Column("standard", Text, nullable=False),
    Column("scores", Text, nullable=False),
    Column("autograded", String(64), nullable=False),
    Column("due", String(64), nullable=False),
    Column("way", String(64), nullable=False),
    Column("recorded", String(64), nullable=False),
    Column("exported", Text, nullable=False),
    Column("report", Text, nullable=False),
)
# Why a class was graded again: kept for good, while `keep` replaces the record itself.
_WHY = Table(
    "autograder_regrade",
    _TABLE.metadata,
    Column("id", Integer, primary_key=True),
    Column("assignment", String(128), nullable=False),
    Column("student", String(128), nullable=False),
    Column("recorded", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
)
_DATA = ("submitted", "standard", "scores", "exported")  # kept as JSON


def read(session: Session, assignment: str) -> dict[str, Record]:
    """The records of an assignment by student; none where the gradebook never had any."""
    if not _exists(session):
        return {}
    rows = session.execute(select(_TABLE).where(_TABLE.c.assignment == assignment)).mappings()
    return {row["student"]: record for row in rows for record in _record(dict(row))}


def keep(session: Session, assignment: str, record: Record) -> None:
    """Put a record in the place of the student's former one, as a part of the transaction that `session` is in."""
    make(session)
    record = record.as_it_ran()
    row: dict[str, Any] = {column.name: getattr(record, column.name, None) for column in _TABLE.columns}
    row |= {name: json.dumps(row[name], ensure_ascii=True, sort_keys=True) for name in _DATA}
    session.execute(delete(_TABLE).where(*_of(assignment, record.student)))
    session.execute(insert(_TABLE).values(row | {"assignment": assignment}))


def begin(session: Session, assignment: str, student: str) -> None:
    """Say that a student's scores are being recorded: until `keep`, the record is not whole."""
    known = read(session, assignment).get(student)
    keep(session, assignment, Record(student, {}, {}, whole=False, exported=known.exported if known else {}))


def exported(session: Session, assignment: str, format: str, totals: Mapping[str, float]) -> None:
    """Remember which totals were exported."""
    for student, record in read(session, assignment).items():
        if student in totals:
            text = json.dumps({**record.exported, format: totals[student]}, sort_keys=True)
            session.execute(update(_TABLE).where(*_of(assignment, student)).values(exported=text))


def keep_why(session: Session, assignment: str, student: str, regraded: Regraded) -> None:
    """Keep why a submission was graded again, as a part of the transaction that `session` is in."""
    make(session)
    scores = {name: json.dumps(dict(getattr(regraded, name))) for name in ("before", "after")}
    row = {"recorded": regraded.recorded, "reason": regraded.reason, **scores}
    session.execute(insert(_WHY).values(row | {"assignment": assignment, "student": student}))


def read_whys(session: Session, assignment: str) -> dict[str, tuple[Regraded, ...]]:
    """How often each student was graded again, and why, in order."""
    if not _exists(session, _WHY):
        return {}
    found: dict[str, tuple[Regraded, ...]] = {}
    for row in session.execute(select(_WHY).where(_WHY.c.assignment == assignment).order_by(_WHY.c.id)).mappings():
        one = Regraded(row["recorded"], row["reason"], json.loads(row["before"]), json.loads(row["after"]))
        found[row["student"]] = (*found.get(row["student"], ()), one)
    return found


def make(session: Session) -> None:
    """Make the tables where they are missing."""
    for table in (_TABLE, _WHY):
        table.create(session.connection(), checkfirst=True)


def forget_removed(session: Session) -> None:
    """Remove what is kept of students and assignments that the gradebook no longer knows: nbgrader leaves it there."""
    for table in (_TABLE, _WHY):
        session.execute(delete(table).where(table.c.student.not_in(select(Student.id))))
        session.execute(delete(table).where(table.c.assignment.not_in(select(Assignment.name))))


def now() -> str:
    """The time of recording: for people to read, and for nothing to be decided by."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _exists(session: Session, table: Table = _TABLE) -> bool:
    return inspect(session.connection()).has_table(table.name)


def _of(assignment: str, student: str) -> tuple[Any, Any]:
    return _TABLE.c.assignment == assignment, _TABLE.c.student == student


def _record(row: Mapping[str, Any]) -> Iterator[Record]:
    """The record in a row; nothing where it is damaged: then the submission is graded again."""
    try:
        data = {name: json.loads(row[name]) for name in _DATA}
    except ValueError:
        return
    if all(isinstance(value, dict) for value in data.values()):
        plain = {name: value for name, value in row.items() if name not in _DATA and name != "assignment"}
        yield Record(**plain, **data)
