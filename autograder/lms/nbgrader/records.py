"""The records of submissions, in a table of their own in nbgrader's gradebook.

In the same database, so that scores and record change in one transaction and a gradebook that is put aside or put back
takes its records along. nbgrader neither knows nor minds the table; it is made when it is first written to.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Boolean, Column, MetaData, String, Table, Text, delete, insert, inspect, select, update
from sqlalchemy.orm import Session

from autograder.classroom.record import Record

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


def make(session: Session) -> None:
    """Make the table where it is missing."""
    _TABLE.create(session.connection(), checkfirst=True)


def now() -> str:
    """The time of recording: for people to read, and for nothing to be decided by."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _exists(session: Session) -> bool:
    return inspect(session.connection()).has_table(_TABLE.name)


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
