"""What a path names changes between looking and reading: in every moment, and for everything that can take its place.

A student who may write to a folder of submitted/ while the class is graded (a checkout that is pulled, a folder that is
shared) can put a link or a pipe where a file or a folder was a moment ago. An audit hook of Python's is told of
everything that is opened just before it is, so an exchange can be made in each of these moments, one run for each.
"""

import contextlib
import itertools
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from miniature import NAME, answered, submit
from nbgrader.api import Gradebook

from autograder.classroom import intake
from autograder.classroom.submission import digests, find, pack
from autograder.course import Assignment
from autograder.errors import UserError
from autograder.lms import collect
from autograder.lms.nbgrader.secret import read_secret

pytestmark = pytest.mark.attack

CANARY, BOBS_TIME = "canary-9d20", "2020-01-01"
PARTS = ("..", ".", "mini.ipynb", "timestamp.txt", "submission_secret.txt", "data", "data/own.csv")
_NAMES = {"eve", NAME, *(Path(part).name for part in PARTS)}
_told: list[Callable[[], None]] = []  # a hook of Python's stays for ever, so it looks here


def _hook(event: str, details: tuple[object, ...]) -> None:
    if not _told or event not in ("open", "os.scandir", "os.listdir"):
        return
    opened = details[0]
    if isinstance(opened, int) or (isinstance(opened, str | bytes) and Path(os.fsdecode(opened)).name in _NAMES):
        tell = _told.pop()  # what it opens itself is none of these moments
        try:
            tell()
        finally:
            _told.append(tell)


sys.addaudithook(_hook)


@pytest.fixture
def eve(word_course: Assignment) -> Path:
    """Eve has solved nothing, and Bob everything; he has something to hide as well, and so has the instructor."""
    bob = submit(word_course, "bob", answered(word_course, why=CANARY))
    (bob / "timestamp.txt").write_text(f"{BOBS_TIME} 09:30:00 UTC")
    (bob / "submission_secret.txt").write_text(CANARY)
    (bob / "data").mkdir()
    (bob / "data" / "own.csv").write_text(CANARY)
    folder = submit(word_course, "eve", answered(word_course, double=None, triple=None))
    (folder / "timestamp.txt").write_text("2026-11-21 09:30:00 UTC")
    (folder / "submission_secret.txt").write_text("of eve's own")
    (folder / "data").mkdir()
    (folder / "data" / "own.csv").write_text("1")
    return folder


def link(place: Path, bobs: Path) -> None:
    place.symlink_to(bobs)


def pipe(place: Path, bobs: Path) -> None:
    os.mkfifo(place)


Put = Callable[[Path, Path], None]


@contextlib.contextmanager
def at_moment(number: int, what: Callable[[], None]) -> Iterator[list[None]]:
    """Do something just before the so many-th thing is opened; the list is as long as there were moments."""
    moments: list[None] = []

    def tell() -> None:
        moments.append(None)
        if len(moments) == number + 1:
            what()

    def late(*_: object) -> None:
        raise TimeoutError("it waits for the other end of a pipe")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(20)
    _told.append(tell)
    try:
        yield moments
    finally:
        _told.clear()
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def in_every_moment(folder: Path, part: str, put: Put, read: Callable[[], object]) -> int:
    """Read until a part of the submission was exchanged in each moment once; returns how many moments there were.

    Nothing that is read may hold anything of Bob's.
    """
    place, bobs = (Path(os.path.normpath(folder.parents[1] / who / NAME / part)) for who in ("eve", "bob"))
    away = folder.parents[2] / "away"

    def exchange() -> None:
        place.rename(away)
        put(place, bobs)

    for number in itertools.count():
        with at_moment(number, exchange) as moments:
            found = read()
        assert CANARY not in repr(found), number
        assert BOBS_TIME not in repr(found), number
        if not away.exists():
            return len(moments)
        place.unlink()
        away.rename(place)
    raise AssertionError


def or_refused(read: Callable[[], object]) -> object:
    try:
        return read()
    except UserError as error:
        return error


each_part = pytest.mark.parametrize("part", PARTS)
each_thing = pytest.mark.parametrize("put", [link, pipe])


@each_thing
@each_part
def test_what_grade_reads_is_the_students_own(word_course, eve, part, put):
    submission = next(one for one in find(word_course.root, word_course) if one.student == "eve")
    whole = pack(submission, word_course)

    def read() -> object:
        found = or_refused(lambda: pack(submission, word_course))
        if isinstance(found, UserError):
            return found
        assert (found.notebook, found.files) == (whole.notebook, whole.files)
        return found.notebook, found.files, found.timestamp

    assert in_every_moment(eve, part, put, read) > 4
    known = digests(submission)
    assert known is not None

    def digest() -> None:
        assert digests(submission) in (known, None)

    assert in_every_moment(eve, part, put, digest) > 4


@each_thing
@each_part
def test_what_collect_compares_is_the_students_own(eve, part, put):
    assert in_every_moment(eve, part, put, lambda: collect._contents(eve)) > 4


@each_thing
@each_part
def test_the_secret_of_an_exchange_is_the_students_own(eve, part, put):
    assert read_secret(eve) == "of eve's own"
    assert in_every_moment(eve, part, put, lambda: read_secret(eve)) > 2


@pytest.mark.slow
@pytest.mark.parametrize(("part", "put"), [(".", link), ("mini.ipynb", link), ("timestamp.txt", link)])
def test_what_nbgrader_reads_is_the_students_own(word_course, word_api, eve, part, put):
    root = word_course.root

    def read() -> object:
        done = word_api.autograde(NAME, "eve", force=True)
        seen = [path.read_text() for path in (root / "autograded").rglob("*") if path.is_file()]
        shutil.rmtree(root / "autograded", ignore_errors=True)
        with Gradebook(f"sqlite:///{root}/gradebook.db") as book:
            assert {one.score for one in book.assignment_submissions(NAME) if one.student_id == "eve"} <= {0.0}
        return done["log"], seen

    assert in_every_moment(eve, part, put, read) > 8


def test_a_file_that_grows_is_counted_as_it_was_read(eve, monkeypatch):
    """2,000 files that are empty when they are looked at must not come to 40 GB."""
    monkeypatch.setattr(intake, "MAX_FILES_BYTES", 2_000)
    for number in range(4):
        (eve / f"{number}.txt").touch()

    def grow() -> None:
        for number in range(4):
            (eve / f"{number}.txt").write_bytes(bytes(1_000))

    number, left_out = 0, None
    while True:
        with at_moment(number, grow) as moments:
            found = or_refused(lambda: intake.take_in(eve))
        if len(moments) <= number:
            break
        if isinstance(found, intake.HandedIn):
            assert sum(map(len, found.files.values())) <= 2_000
            left_out = left_out or found.left_out
        for n in range(4):
            (eve / f"{n}.txt").write_bytes(b"")
        number += 1
    assert left_out
