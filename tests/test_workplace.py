"""`make lab` and `make formgrader`: a workplace apart from the committed course."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from miniature import NAME, answered, make_course

from autograder.course import Assignment
from demo.workplace import command, prepare

ROOT = Path(__file__).parents[1]


@pytest.fixture
def assignment(tmp_path: Path) -> Assignment:
    return make_course(tmp_path / "course")


@pytest.fixture
def work(assignment: Assignment, tmp_path: Path) -> Path:
    assert prepare(assignment.root, tmp_path / "work") == []
    return tmp_path / "work"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_assignments_come_to_the_student_by_the_exchange(assignment: Assignment, work: Path) -> None:
    released = assignment.release_path.read_bytes()

    assert (work / "student" / NAME / "mini.ipynb").read_bytes() == released
    assert (work / "exchange" / "pytorch" / "outbound" / NAME / "mini.ipynb").read_bytes() == released
    assert (work / "course" / "source" / NAME / "mini.ipynb").read_bytes() == assignment.notebook_path.read_bytes()


def test_what_was_written_stays(assignment: Assignment, work: Path) -> None:
    before = contents(assignment.root)
    mine = work / "student" / NAME / "mini.ipynb"
    nbformat.write(answered(assignment), mine)
    saved = mine.read_bytes()
    source = work / "course" / "source" / NAME / "mini.ipynb"
    source.write_bytes(source.read_bytes() + b"\n")

    (remark,) = prepare(assignment.root, work)

    assert "differs from" in remark and "left as it is" in remark
    assert mine.read_bytes() == saved
    assert contents(assignment.root) == before


def test_students_have_no_formgrader_and_options_are_passed_on(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    start, environment, folder = command("student", ["--no-browser", "--port=9"], work)
    assert folder == work / "student"
    assert start[-3:] == ["--allow-root", "--no-browser", "--port=9"]
    page = json.loads(Path(environment["JUPYTER_CONFIG_DIR"], "labconfig", "page_config.json").read_text())
    assert page["disabledExtensions"]["@jupyter/nbgrader:formgrader"] is True

    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    start, environment, folder = command("instructor", [], work)
    assert folder == work / "course"
    assert "--allow-root" not in start
    page = json.loads(Path(environment["JUPYTER_CONFIG_DIR"], "labconfig", "page_config.json").read_text())
    assert page["disabledExtensions"] == {}


def test_git_ignores_it() -> None:
    for path in ("work/student/x.ipynb", "downloaded/01/archive/all.zip"):
        assert subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT).returncode == 0


def test_make_passes_options_on() -> None:
    for target, view in (("lab", "student"), ("formgrader", "instructor")):
        shown = subprocess.run(
            ["make", "-n", "-o", ".venv/.ready", target, "ARGS=--no-browser --port=9"],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert f"python -m demo.workplace {view} --no-browser --port=9" in shown.stdout, shown.stderr


@pytest.fixture(params=["student", "instructor"])
def served(request: pytest.FixtureRequest, work: Path, tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    """A view, started for real on a free port of the loopback: its name, its address, its folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--ip=127.0.0.1", f"--port={port}", "--IdentityProvider.token=t"]
    start, environment, folder = command(request.param, options, work)
    own = {name: str(tmp_path / "jupyter") for name in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    server = subprocess.Popen(
        start,
        cwd=folder,
        env={**os.environ, **environment, **own},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    try:
        yield request.param, f"http://127.0.0.1:{port}", folder
    finally:
        server.terminate()
        server.wait(30)


def ask(address: str, method: str = "GET", body: dict[str, object] | None = None) -> tuple[int, str]:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": "token t", "Content-Type": "application/json"}
    request = urllib.request.Request(address, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.slow
def test_each_view_answers(served: tuple[str, str, Path], assignment: Assignment) -> None:
    view, address, folder = served
    before, deadline = contents(assignment.root), time.monotonic() + 90
    while True:
        try:
            if ask(f"{address}/api")[0] == 200:
                break
        except OSError:
            pass
        assert time.monotonic() < deadline, "JupyterLab did not answer"
        time.sleep(0.5)

    assert ask(f"{address}/lab")[0] == 200
    status, text = ask(f"{address}/formgrader/api/assignments")
    if view == "instructor":
        assert status == 200, text
        assert [one["name"] for one in json.loads(text)] == [NAME]
        return
    assert status == 404, text
    status, text = ask(f"{address}/assignments?course_id=pytorch")
    assert [one["status"] for one in json.loads(text)["value"]] == ["fetched"], text
    place = f"{address}/api/contents/{NAME}/mini.ipynb"
    model = json.loads(ask(place)[1])
    model["content"]["cells"][0]["source"] = "changed"
    assert ask(place, "PUT", {"type": "notebook", "format": "json", "content": model["content"]})[0] == 200
    assert "changed" in (folder / NAME / "mini.ipynb").read_text()
    assert contents(assignment.root) == before
