"""A gradebook on a server: one `grade` of an assignment at a time, from whichever machine.

On one machine a lock file in the course's folder does that (`staging`); heads on several machines share the server
alone. The lock is PostgreSQL's advisory one, held by a connection of its own: it goes when that ends, however it ends.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from autograder.errors import UserError


@contextlib.contextmanager
def only_writer(db_url: str, course: str, assignment: str) -> Iterator[None]:
    """Nobody else grades this assignment while the block runs; raises UserError where somebody does at this moment."""
    if not db_url.startswith("postgresql"):
        yield
        return
    url = make_url(db_url)
    key = int.from_bytes(hashlib.sha256(f"autograder {course} {assignment}".encode()).digest()[:8], signed=True)
    try:
        engine = create_engine(url)
    except ImportError as error:
        raise UserError(f"{error}: pip install 'pytorch-course-autograder[postgresql]'") from None
    place = url.render_as_string(hide_password=True)
    try:
        try:
            connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        except SQLAlchemyError as error:
            first = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
            raise UserError(
                f"{place}: the gradebook's server cannot be reached ({first}): check c.CourseDirectory.db_url, and "
                "that the server runs"
            ) from error
        with connection:
            if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar():
                raise UserError(
                    f"{place}: {assignment} is being graded by another process at this moment: wait for that one"
                )
            yield
    finally:
        engine.dispose()
