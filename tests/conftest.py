"""Fixtures that several test modules share. A sandbox takes seconds to start, so one serves a whole test session."""

import functools
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import arena
import nbgrader.api
import pytest
import sqlalchemy
from arena import BRIEF
from hypothesis import settings
from lent import Lender
from started import PYTHONPATH

from autograder.boundary.remote import Link
from autograder.boundary.sandbox import Sandbox
from autograder.boundary.student import SandboxedStudent
from autograder.course.seed import VARIABLE
from autograder.engine.engine import Engine

STARTED = time.time()
TALLY = Path(".cache") / "attacks"

# The same examples in every run, so that a run that fails says what the last change did; FUZZ=n draws n new ones.
settings.register_profile("fixed", derandomize=True)
if "FUZZ" not in os.environ:
    settings.load_profile("fixed")

collect_ignore = ["arena"]  # its checks are for the engine to run

os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [PYTHONPATH, os.environ.get("PYTHONPATH")]))

# A shell starts what it puts into the background with SIGINT ignored, and processes inherit that: those that tests
# interrupt would never end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@sqlalchemy.event.listens_for(sqlalchemy.engine.Engine, "connect")
def wait_for_no_disk(connection: object, _: object) -> None:
    """Thousands of times in a test file, a gradebook of this process would wait for the disk, in case power is lost.

    What is killed leaves the same gradebook behind. Processes that tests start go on waiting.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(scope="session", autouse=True)
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Secret seeds of courses that tests make are not kept where the user's own are."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("secrets")
        patch.setenv(VARIABLE, str(folder))
        yield folder


@pytest.fixture(scope="session", autouse=True)
def alembic_is_asked_once() -> Iterator[None]:
    """Every new gradebook has nbgrader start another Python to ask for the version of its tables: seconds each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nbgrader.api, "get_alembic_version", functools.cache(nbgrader.api.get_alembic_version))
        yield


@pytest.fixture(scope="session", autouse=True)
def sandboxes_are_lent() -> Iterator[None]:
    """Engines of this process share sandboxes; what starts one itself (`Sandbox(…)`) has its own."""
    lender = Lender()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.engine.engine.Sandbox", lender)
        patch.setattr("autograder.engine.device.Sandbox", lender)
        patch.setattr("autograder.engine.head_start.head_start", lambda hidden, imports: None)
        yield
    lender.close()


@pytest.fixture
def notebook_of(sandbox: Sandbox) -> Iterator[object]:
    """A function that runs one cell in a fresh worker and returns the `student` who wrote it."""
    processes = []

    def run(source: str) -> SandboxedStudent:
        process = sandbox.spawn(BRIEF, 0)
        processes.append(process)
        link = Link(process, 30, effects=True)
        answer = link.ask("cell", source=source, cell="answer")
        assert answer["error"] is None, answer["error"]
        return SandboxedStudent(link)

    yield run
    for process in processes:
        process.kill()


@pytest.fixture(scope="session")
def arena_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine for the four tiny exercises of `arena`."""
    with Engine(arena.make(tmp_path_factory.mktemp("arena")), limits=BRIEF) as engine:
        yield engine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first: one that is begun last keeps one process busy while the others are done."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """What the corpus of attacks came to is kept: one of several processes may have run it, and CI prints it last."""
    corpus = sys.modules.get("test_corpus")
    if corpus is not None and corpus.TALLY.tried:
        kept = session.config.rootpath / TALLY
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(f"{corpus.TALLY}\n")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    kept = terminalreporter.config.rootpath / TALLY
    if kept.exists() and kept.stat().st_mtime >= STARTED:
        terminalreporter.write_line(kept.read_text().strip())
