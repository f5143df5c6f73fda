"""What a student leaves in nbgrader's exchange, where a submission stays the student's own folder."""

import datetime
import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from miniature import NAME, answered, make_course
from nbgrader_apps import COURSE, Exchange

from autograder.lms.nbgrader import collecting

pytestmark = [pytest.mark.attack, pytest.mark.slow]

CANARY = "canary-ex41"


@pytest.fixture
def exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    """Eve and Zoe have handed in."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    made = Exchange(make_course(tmp_path / "course"), tmp_path)
    made.instructor("generate_assignment", NAME, "--force")
    made.instructor("release_assignment", NAME)
    for student in ("eve", "zoe"):
        made.student(student, "fetch_assignment", NAME)
        made.student(student, "submit", NAME)
    (tmp_path / "secret.txt").write_text(CANARY)
    nbformat.write(answered(made.assignment), tmp_path / "solved.ipynb")
    return made


def inbound(exchange: Exchange, student: str = "") -> Path:
    """The exchange's folder for submissions, or one of them."""
    folder = exchange.folder / "exchange" / COURSE / "inbound"
    return next(folder.glob(f"{student}+*")) if student else folder


def linked_notebook(exchange: Exchange) -> None:
    notebook = inbound(exchange, "eve") / "mini.ipynb"
    notebook.unlink()
    notebook.symlink_to(exchange.folder / "solved.ipynb")


def linked_file(exchange: Exchange) -> None:
    (inbound(exchange, "eve") / "data.txt").symlink_to(exchange.folder / "secret.txt")


def linked_folder(exchange: Exchange) -> None:
    (inbound(exchange, "eve") / "data").symlink_to(exchange.folder)


def a_pipe(exchange: Exchange) -> None:
    os.mkfifo(inbound(exchange, "eve") / "pipe")


def a_link_that_leads_nowhere(exchange: Exchange) -> None:
    (inbound(exchange, "eve") / "gone").symlink_to("nowhere")


def the_submission_a_link(exchange: Exchange) -> None:
    place = inbound(exchange, "eve")
    place.rename(exchange.folder / "elsewhere")
    place.symlink_to(exchange.folder / "elsewhere")


@pytest.mark.parametrize(
    "put", [linked_notebook, linked_file, linked_folder, a_pipe, a_link_that_leads_nowhere, the_submission_a_link]
)
def test_what_is_no_file_of_the_students_is_not_collected_and_holds_nobody_up(exchange: Exchange, put) -> None:
    put(exchange)
    told = exchange.instructor("collect", NAME, expected=1)
    assert "left out" in told
    submitted = exchange.assignment.root / "submitted"
    assert (submitted / "zoe" / NAME / "mini.ipynb").is_file()
    assert not (submitted / "eve" / NAME).exists()


def test_what_was_collected_before_stays(exchange: Exchange) -> None:
    exchange.instructor("collect", NAME)
    kept = exchange.assignment.root / "submitted" / "eve" / NAME
    before = sorted(path.name for path in kept.iterdir())
    assert {"mini.ipynb", "submission_secret.txt", "timestamp.txt"} <= {*before}
    exchange.student("eve", "submit", NAME)
    newest = max(inbound(exchange).glob("eve+*"))
    (newest / "data.txt").symlink_to(exchange.folder / "secret.txt")
    exchange.instructor("collect", NAME, "--update", expected=1)
    assert sorted(path.name for path in kept.iterdir()) == before


@pytest.mark.parametrize("name", [f"eve+{NAME}+never+x", f"+{NAME}+2030-01-01 00:00:00 UTC+x"])
def test_a_folder_that_is_called_like_no_submission_holds_nobody_up(exchange: Exchange, name: str) -> None:
    (inbound(exchange) / name).mkdir()
    nbformat.write(answered(exchange.assignment), inbound(exchange) / name / "mini.ipynb")
    exchange.instructor("collect", NAME, expected=1)
    submitted = exchange.assignment.root / "submitted"
    assert sorted(path.name for path in submitted.iterdir()) == ["eve", "zoe"]


def test_nobody_hands_in_for_somebody_else(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts = {"eve": 70001, "zoe": 70002}
    known = SimpleNamespace(getpwnam=lambda name: SimpleNamespace(pw_uid=accounts[name]))
    monkeypatch.setattr(collecting, "pwd", known)
    forged = inbound(exchange) / f"zoe+{NAME}+2030-01-01 00:00:00 UTC+x"
    monkeypatch.setattr(
        collecting, "_owner", lambda path: accounts["zoe" if "zoe+" in path and path != str(forged) else "eve"]
    )
    forged.mkdir()
    (forged / "mini.ipynb").write_text(CANARY)
    told = exchange.instructor("collect", NAME, expected=1)
    assert "somebody else made it" in told
    collected = exchange.assignment.root / "submitted" / "zoe" / NAME / "mini.ipynb"
    assert collected.is_file() and CANARY not in collected.read_text()


def test_a_time_stamp_that_was_set_back_is_pointed_out(tmp_path):
    """It is the student's own file in the exchange, and decides what comes off for being late."""
    now, hour = time.time(), 3600
    for name in ("mini.ipynb", "timestamp.txt"):
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (now - 5 * hour, now - 5 * hour))  # which anybody can say

    def stamp(seconds: float) -> str:
        return datetime.datetime.fromtimestamp(now - seconds, datetime.UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC\n")

    assert "was changed 5:00:0" in collecting.changed_later(tmp_path, stamp(5 * hour))
    for honest in (stamp(0), stamp(60), stamp(-60), "", "not a date"):
        assert collecting.changed_later(tmp_path, honest) is None
