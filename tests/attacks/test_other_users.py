"""What somebody else who has an account on the machine can read, hold or put in the way: nothing that matters."""

import fcntl
import os
import socket
import stat
from pathlib import Path

import arena
import pytest

from autograder.boundary import turn
from autograder.classroom.regrade import _Kept
from autograder.course.seed import VARIABLE, Seed, secret_seed
from autograder.engine.chaff_memory import ChaffMemory
from autograder.errors import GradingError, UserError
from autograder.lms.nbgrader.staging import staging

pytestmark = pytest.mark.attack


def readable_by_others(folder: Path) -> list[Path]:
    """Files that somebody else can open, the folders above them (up to this one) included."""
    if _mode(folder) & 0o007 == 0:
        return []
    below = sorted(folder.iterdir())
    files = [one for one in below if one.is_file() and _mode(one) & 0o007]
    return files + [each for one in below if one.is_dir() for each in readable_by_others(one)]


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def usual_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_what_known_mistakes_answer_under_the_secret_seed_is_the_owners(tmp_path):
    """It holds the values that the checks expect: a notebook that plays them back needs no more."""
    assignment = arena.make(tmp_path)
    (tmp_path / ".cache" / "diagnoses" / "01_arena-made-earlier").mkdir(parents=True)
    (tmp_path / ".cache" / "diagnoses" / "01_arena-made-earlier" / "first.answers").write_bytes(b"x")
    ChaffMemory(assignment, Seed(7, secret=True).value).keep("first", {})
    assert readable_by_others(tmp_path / ".cache") == []
    assert ChaffMemory(assignment, 7).recall("first") == {}


def test_a_class_that_is_graded_again_is_not_there_for_others_to_read(tmp_path):
    _Kept(tmp_path / ".cache" / "regrade_01_arena").begin("a check was repaired")
    assert readable_by_others(tmp_path / ".cache") == []


def test_nobody_else_can_hold_the_lock_of_a_grading(tmp_path):
    """Whoever can open a file, for reading alone, can lock it for good."""
    with staging(tmp_path, "01_arena") as folder:
        (folder / "notebook").write_text("a student's")
        assert readable_by_others(tmp_path / ".cache") == []
    assert readable_by_others(tmp_path / ".cache") == []


@pytest.mark.parametrize("kind", ["file", "folder", "pipe", "link", "socket"])
def test_what_others_left_in_the_temporary_folder_keeps_nobody_from_their_turn(tmp_path, monkeypatch, kind):
    """Everybody may make files there, under any name."""
    shared, home = tmp_path / "tmp", tmp_path / "home"
    shared.mkdir()
    home.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(shared))
    monkeypatch.setattr(turn, "_home", lambda: home)
    squatted = shared / f"autograder-{os.geteuid()}.lock"
    if kind == "file":
        squatted.touch(0o666)
    elif kind == "folder":
        squatted.mkdir()
    elif kind == "pipe":
        os.mkfifo(squatted)
    elif kind == "link":
        squatted.symlink_to(tmp_path)
    else:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(squatted))
    with turn.taken():
        assert readable_by_others(home) == []
        (lock,) = [path for path in home.rglob("*.lock") if path.is_file()]
        with open(lock) as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make files that are another user's")
def test_without_a_home_a_lock_of_somebody_elses_is_an_error_and_no_wait(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(turn, "_home", lambda: None)
    squatted = tmp_path / f"autograder-{os.geteuid()}.lock"
    squatted.touch(0o666)
    os.chown(squatted, 65534, 65534)
    with open(squatted) as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(GradingError, match="somebody else's"), turn.taken():
            pass


def test_without_a_home_submissions_still_take_turns(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(turn, "_home", lambda: None)
    with turn.taken():
        (lock,) = tmp_path.iterdir()
        with open(lock) as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make files that are another user's")
def test_a_secret_that_somebody_else_made_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "secrets"))
    assignment = arena.make(tmp_path)
    secret_seed(assignment)
    (file,) = (tmp_path / "secrets").rglob("*.seed")
    os.chown(file, 65534, 65534)
    with pytest.raises(UserError, match="belongs to somebody else"):
        secret_seed(assignment)


def test_a_pipe_in_place_of_a_secret_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "secrets"))
    assignment = arena.make(tmp_path)
    secret_seed(assignment)
    (file,) = (tmp_path / "secrets").rglob("*.seed")
    file.unlink()
    os.mkfifo(file, 0o600)
    with pytest.raises(UserError, match="no ordinary file"):
        secret_seed(assignment)
