"""Looking into a gradebook without changing it: for `status` and `export`."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import Student
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import create_engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from traitlets.config import Config

from autograder.classroom.record import Held
from autograder.course import CONFIG, Assignment
from autograder.course.config import read_config
from autograder.errors import UserError
from autograder.lms.nbgrader.copies import why
from autograder.lms.nbgrader.held import held
from autograder.lms.nbgrader.lateness import Lateness, lateness
from autograder.lms.nbgrader.one_gradebook import patient
from autograder.lms.nbgrader.reshape import Shape, shape_of


def look(assignment: Assignment, course_root: Path) -> dict[str, Held]:
    """What the gradebook of the course holds of each student; nothing where there is no gradebook yet."""
    coursedir = course_directory(assignment, course_root)
    if not has_gradebook(coursedir):
        return {}
    with opened(coursedir) as session:
        return held(session, assignment, coursedir)


def listed(assignment: Assignment, course_root: Path) -> list[str]:
    """The ids of the course's students, by the gradebook; nobody where there is none yet."""
    coursedir = course_directory(assignment, course_root)
    return [student.id for student in students(coursedir)]


def students(coursedir: CourseDirectory) -> list[Student]:
    """nbgrader's rows of the course's students; none where there is no gradebook yet."""
    if not has_gradebook(coursedir):
        return []
    with opened(coursedir) as session:
        return list(session.execute(select(Student)).scalars())


def shape(assignment: Assignment, course_root: Path) -> Shape:
    """How the assignment differs from what the gradebook knows of it; nothing where there is no gradebook yet."""
    coursedir = course_directory(assignment, course_root)
    if not has_gradebook(coursedir):
        return Shape({}, (), (), {})
    with opened(coursedir) as session:
        return shape_of(session, assignment.name, assignment.topic, assignment.read_release())


def late_rule(assignment: Assignment, course_root: Path) -> Lateness:
    """What lateness takes off, by the course's configuration."""
    return lateness(course_directory(assignment, course_root).config)


@contextlib.contextmanager
def opened(coursedir: CourseDirectory) -> Iterator[Session]:
    """A session with the gradebook that is there. Raises UserError, with the reason, where it cannot be used."""
    with patient():
        engine = create_engine(coursedir.db_url)
        try:
            with Session(engine) as session:
                yield session
        except SQLAlchemyError as error:
            file = gradebook_file(coursedir)
            place = file or coursedir.db_url.rpartition("@")[2]  # without the password
            raise UserError(f"{place}: {why(error, file or course_root_of(coursedir))}") from error
        finally:
            engine.dispose()


def course_directory(assignment: Assignment, course_root: Path) -> CourseDirectory:
    """nbgrader's idea of the course in a folder, by its configuration there."""
    config = Config(read_config(course_root if (course_root / CONFIG).is_file() else assignment.root))
    config.CourseDirectory.root = str(course_root)
    return CourseDirectory(config=config, log=logging.Logger("nbgrader"))


def gradebook_file(coursedir: CourseDirectory) -> Path | None:
    """The gradebook, where it is a file."""
    kind, _, path = str(coursedir.db_url).partition(":///")
    return Path(path) if kind == "sqlite" else None


def has_gradebook(coursedir: CourseDirectory) -> bool:
    """Whether there is one yet; one that is no file is taken to be there."""
    file = gradebook_file(coursedir)
    return file is None or (file.is_file() and file.stat().st_size > 0)


def course_root_of(coursedir: CourseDirectory) -> Path:
    """The folder of the course."""
    return Path(coursedir.root)
