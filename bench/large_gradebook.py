"""A gradebook of a MOOC's size: `python -m bench.large_gradebook FOLDER [--students 5000]`.

One small assignment is graded for one student; everybody else, and five more assignments, are copies of that, made
through nbgrader's own models. Then what a teacher does with such a class is timed: seconds of wall-clock and of
processor time, which another program on the machine does not lengthen.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment as Row,
)
from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import insert, select

from autograder.classroom.grade import grade
from autograder.classroom.status import status
from autograder.course import Assignment
from autograder.course.seed import Seed
from autograder.lms.export import export
from autograder.lms.nbgrader import records
from autograder.lms.nbgrader.books import Books
from autograder.lms.nbgrader.look import look
from autograder.pages.class_report import write

ASSIGNMENTS = 6
FIRST = "s00000"
_OF_THE_COURSE = (Row, Notebook, BaseCell, GradeCell, SolutionCell, TaskCell, SourceCell)


def enlarge(assignment: Assignment, students: int) -> None:
    """Give everybody what the one graded student has, in the gradebook and in the folders."""
    names = [f"s{number:05}" for number in range(1, students)]
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        connection = book.db().connection()
        rows = {
            table: [dict(row) for row in connection.execute(select(table.__table__)).mappings()]
            for table in (*_OF_THE_COURSE, SubmittedAssignment, SubmittedNotebook, Grade, Comment)
        }
        kept = dict(connection.execute(select(records._TABLE)).mappings().one())
        connection.execute(insert(Student.__table__), [{"id": name, "lms_user_id": None} for name in names])
        for number in range(ASSIGNMENTS):
            new: dict[str, str] = {}
            if number:
                name = f"{number + 1:02}_more"
                for table in _OF_THE_COURSE:
                    found = [_copy(row, new, "assignment_id", "notebook_id") for row in rows[table]]
                    for row in found:
                        row |= {"name": name} if table is Row else {}
                    if found:
                        connection.execute(insert(table.__table__), found)
            else:
                name = assignment.name
            whose = names if not number else [FIRST, *names]
            for batch in (whose[start : start + 500] for start in range(0, len(whose), 500)):
                _submissions(connection, rows, new, name, batch, kept)
        book.db().commit()
    for folder in ("submitted", "autograded", "feedback"):
        for name in names:
            shutil.copytree(assignment.root / folder / FIRST, assignment.root / folder / name)


def _submissions(connection: Any, rows: Any, new: dict[str, str], name: str, whose: list[str], kept: Any) -> None:
    made: dict[Any, list[dict[str, Any]]] = {table: [] for table in (SubmittedAssignment, SubmittedNotebook)}
    made |= {Grade: [], Comment: []}
    for student in whose:
        own = dict(new)
        for table in made:
            made[table] += [
                _copy(row, own, "assignment_id", "notebook_id", "cell_id")
                | ({"student_id": student} if table is SubmittedAssignment else {})
                for row in rows[table]
            ]
    for table, found in made.items():
        connection.execute(insert(table.__table__), found)
    connection.execute(insert(records._TABLE), [kept | {"student": one, "assignment": name} for one in whose])


def _copy(row: dict[str, Any], new: dict[str, str], *links: str) -> dict[str, Any]:
    """The row with an id of its own, pointing at the copies of what it pointed at; `new` learns the id."""
    copied = dict(row)
    if row.get("id") is not None:
        copied["id"] = new.setdefault(row["id"], uuid.uuid4().hex)
    for link in links:
        if row.get(link) is not None:
            copied[link] = new.get(row[link], row[link])
    return copied


def timed(assignment: Assignment, make_grader: Any) -> Iterator[tuple[str, float, float]]:
    """What a teacher does, with its seconds: wall-clock, processor."""
    root = assignment.root
    chosen = [f"s{number:05}" for number in range(1, 4)]
    given: dict[str, Any] = {"make_grader": make_grader, "progress": False}

    def forced() -> None:
        assert grade(assignment, root, Books, students=chosen, force=True, **given).ok

    def resumed() -> None:
        summary = grade(assignment, root, Books, **given)
        assert all(entry.resumed for entry in summary.entries)

    tasks: dict[str, Callable[[], object]] = {
        "grade, nothing to do (the first writes the reports)": resumed,
        "grade, nothing to do": resumed,
        "grade three again, with feedback": forced,
        "status": lambda: status(assignment, root, look(assignment, root), Seed()),
        "report": lambda: write(assignment, root, root / "reports" / "class.html"),
        "export": lambda: export([assignment], root, "csv", None, allow_incomplete=True),
        "export again": lambda: export([assignment], root, "csv", None, allow_incomplete=True),
    }
    for title, task in tasks.items():
        started, used = time.perf_counter(), time.process_time()
        task()
        yield title, time.perf_counter() - started, time.process_time() - used


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.large_gradebook", description=__doc__)
    parser.add_argument("folder", type=Path, help="an empty folder")
    parser.add_argument("--students", type=int, default=5000)
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from miniature import WordEngine, answered, make_course, submit

    assignment = make_course(chosen.folder / "course")
    submit(assignment, FIRST, answered(assignment, why="Because."))
    grade(assignment, assignment.root, Books, make_grader=WordEngine, progress=False)
    started = time.perf_counter()
    enlarge(assignment, chosen.students)
    print(f"{chosen.students} students x {ASSIGNMENTS}: made in {time.perf_counter() - started:.0f} s", flush=True)
    figures = []
    for title, wall, used in timed(assignment, WordEngine):
        figures.append({"what": title, "seconds": wall, "processor": used})
        print(f"{title}: {wall:.1f} s, {used:.1f} s of processor time", flush=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"peak memory {memory:.0f} MiB; gradebook {(assignment.root / 'gradebook.db').stat().st_size / 2**20:.0f} MiB"
    )
    if chosen.json:
        chosen.json.write_text(json.dumps({"students": chosen.students, "figures": figures, "peak_mib": memory}))


if __name__ == "__main__":
    main()
