"""nbgrader's gradebook, kept open for a class, in which a submission is recorded in one transaction or not at all.

nbgrader opens and closes a gradebook in every step and commits some fifty times a submission. Between two of those
commits a submission has some of its new scores and some of the old. Inside `together` a commit only sends what there
is to the database, and the one real commit comes at the end: a kill, a full disk or a power cut leaves the old scores
with the old record, or the new with the new. It is one wait for the disk a submission, too.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import nbgrader.api
from nbgrader.api import Gradebook
from nbgrader.converters import autograde, generate_assignment
from nbgrader.preprocessors import getgrades, latesubmissions, saveautogrades, savecells
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from autograder.classroom.terminal import terminal

_OPEN_GRADEBOOKS: tuple[ModuleType, ...] = (
    autograde,
    generate_assignment,
    getgrades,
    latesubmissions,
    saveautogrades,
    savecells,
)
_PATIENCE_MS = 120_000  # for somebody else who is writing: the Formgrader, a database browser
_UNSAID_S = 2.0  # so long it is nobody's business


class OneGradebook(Gradebook):  # type: ignore[misc]
    """Stays open when it is closed, as every step of nbgrader does: that only ends its transaction.

    (Opening one costs nbgrader 5 ms, half of what recording a submission takes.)
    """

    _recording = False

    def close(self) -> None:
        if not self._recording:
            self.db.remove()

    @contextlib.contextmanager
    def together(self) -> Iterator[Session]:
        """Everything in the block, or nothing of it: raises what the block raises, or SQLAlchemyError."""
        self.db.remove()
        session: Session = self.db()

        def instead_of_committing() -> None:
            session.flush()
            session.expire_all()  # as after a commit: nbgrader reads sums that the database makes

        self._recording = True
        session.commit = instead_of_committing  # type: ignore[method-assign]
        try:
            yield session
            del session.commit  # the class's own again
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            self._recording = False
            self.db.remove()


@functools.cache
def newest_version() -> str:
    """What nbgrader writes into a new gradebook, as alembic tells it: its newest migration."""
    from alembic.script import ScriptDirectory  # only for a new gradebook

    return str(ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic")).get_current_head())


@contextlib.contextmanager
def its_version_from_here() -> Iterator[None]:
    """In the block, a new gradebook's version is found out in this process.

    nbgrader runs the program `alembic`: three seconds, and an error where the environment is not activated.
    """
    theirs = nbgrader.api.get_alembic_version
    nbgrader.api.get_alembic_version = newest_version
    try:
        yield
    finally:
        nbgrader.api.get_alembic_version = theirs


@contextlib.contextmanager
def patient() -> Iterator[None]:
    """Let every connection to SQLite that is made in the block wait for whoever else is writing."""
    event.listen(Engine, "connect", _wait_for_others)
    try:
        yield
    finally:
        event.remove(Engine, "connect", _wait_for_others)


@contextlib.contextmanager
def in_place_of_nbgraders(gradebook: OneGradebook) -> Iterator[None]:
    """Let nbgrader's steps use this gradebook where they would open their own."""
    originals = {module: module.Gradebook for module in _OPEN_GRADEBOOKS}
    for module in _OPEN_GRADEBOOKS:
        module.Gradebook = lambda *_: gradebook  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for module, original in originals.items():
            module.Gradebook = original  # type: ignore[attr-defined]


def say_if_locked(gradebook: Path | None) -> None:
    """Say on standard error that somebody else is writing, where what follows would wait for that without a word."""
    if gradebook is None or not gradebook.is_file():
        return
    try:
        wait_s = min(_UNSAID_S, _PATIENCE_MS / 1000)
        with contextlib.closing(sqlite3.connect(gradebook, timeout=wait_s, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.rollback()
    except sqlite3.Error as error:
        if "locked" in str(error):
            said = f"{gradebook}: another program is writing to it: waiting up to {_PATIENCE_MS // 1000} s for that"
            terminal(stderr=True).print(said, markup=False, highlight=False, soft_wrap=True)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep nbgrader's gradebook from printing tracebacks of what is said in a sentence."""
    log = logging.getLogger("tornado.application")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


def _wait_for_others(connection: Any, record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
