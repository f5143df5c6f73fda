"""The command line: exit codes, and what is said where."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from small_course import SmallCourse, small_course
from started import PYTHONPATH

import autograder
from autograder import cli, course
from autograder.course.seed import secret_seed
from autograder.errors import GradingError, UserError

__all__ = ["small_course"]  # the fixture

REPOSITORY = Path(__file__).resolve().parent.parent


def run(*arguments: str) -> int:
    """The exit code of `autograder ARGUMENTS`."""
    with pytest.raises(SystemExit) as end:
        cli.main(list(arguments))
    assert isinstance(end.value.code, int)
    return end.value.code


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"autograder {autograder.__version__}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    out = capsys.readouterr().out
    assert all(name in out for name in ["build", "lint", "verify", "prepare", "run", "grade", "report", "export"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["build", "--frobnicate"],
        ["run"],
        ["run", "x.ipynb"],
        ["grade"],
        ["grade", "01_sums", "--jobs", "0"],
        ["grade", "01_sums", "--jobs", "many"],
        ["export", "01_sums", "--format", "pdf"],
        ["export", "01_sums"],
    ],
)
def test_bad_usage_exits_2(small_course: SmallCourse, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    assert "Usage:" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "02_unknown"],
        ["lint", "02_unknown"],
        ["verify", "02_unknown"],
        ["prepare", "02_unknown"],
        ["run", "x.ipynb", "--assignment", "02_unknown"],
        ["run", "missing.ipynb", "--assignment", "01_sums"],
        ["grade", "02_unknown"],
        ["report", "02_unknown"],
        ["export", "02_unknown", "--format", "csv"],
    ],
)
def test_bad_input_is_one_sentence_and_exits_2(
    small_course: SmallCourse, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("error: ")
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_outside_a_course_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("build") == 2
    assert "run the command inside the course folder" in capsys.readouterr().err


def test_a_course_without_assignments_is_bad_input(
    small_course: SmallCourse, capsys: pytest.CaptureFixture[str]
) -> None:
    small_course.source.unlink()
    assert run("build") == 2
    assert "no assignment yet" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b'{"cells": [', b"hello", b"[]", b'{"nbformat": 5, "cells": []}'])
def test_a_bad_submission_exits_2(
    small_course: SmallCourse, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.ipynb").write_bytes(content)
    assert run("run", "bad.ipynb", "--assignment", "01_sums") == 2
    assert capsys.readouterr().err.startswith("error: bad.ipynb: ")


def test_a_bad_source_exits_2(small_course: SmallCourse, capsys: pytest.CaptureFixture[str]) -> None:
    small_course.source.write_bytes(small_course.source.read_bytes()[:500])
    assert run("build") == 2
    assert "cut off" in capsys.readouterr().err


def test_build_then_check(small_course: SmallCourse, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", "--check") == 1
    captured = capsys.readouterr()
    assert "release/01_sums/sums.ipynb: missing" in captured.out
    assert captured.err == "error: 8 generated files out of date: run `autograder build` and commit the result\n"
    assert not small_course.load().release_path.exists()

    assert run("build") == 0
    assert capsys.readouterr().out == "01_sums: 8 files updated\n"
    assert run("build", "01_sums") == 0
    assert capsys.readouterr().out == "01_sums: up to date\n"
    assert run("build", "--check") == 0


def test_check_prints_a_diff(small_course: SmallCourse, capsys: pytest.CaptureFixture[str]) -> None:
    run("build")
    small_course.edit(lambda cells, raw: cells["intro"].update(source="# Sums\n\nAn hour."))
    assert run("build", "--check") == 1
    assert "+++ built/release/01_sums/sums.ipynb" in capsys.readouterr().out


def test_every_name_is_checked_before_anything_is_built(small_course: SmallCourse) -> None:
    assert run("build", "01_sums", "02_unknown") == 2
    assert not small_course.load().release_path.exists()


def test_what_nbgrader_refuses_is_one_sentence(small_course: SmallCourse, capfd: pytest.CaptureFixture[str]) -> None:
    small_course.edit(lambda cells, raw: cells["total"].update(source="### BEGIN SOLUTION"))
    assert run("build") == 2
    assert capfd.readouterr().err.count("\n") == 1  # nothing of nbgrader's own log


def test_lint_exits_by_what_it_finds(small_course: SmallCourse, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("lint") == 0
    assert capsys.readouterr().out == "01_sums: no problems\n"

    small_course.edit(lambda cells, raw: cells["quiz"].update(execution_count=1))
    assert run("lint", "01_sums") == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("source/01_sums/sums.ipynb [quiz]: the cell has outputs")
    assert captured.err == "error: 1 problem found\n"

    assert run("lint", "--fix") == 0
    assert capsys.readouterr().out == "source/01_sums/sums.ipynb: repaired\n01_sums: no problems\n"


# Commands whose work is done elsewhere: what they pass on, and the exit code they make of what comes back.


class Verdict(SimpleNamespace):
    warnings = ("ada: look\x1b[2J here",)

    def table(self) -> str:
        return f"table of {self.name}"

    def next_steps(self, pages: str | None) -> list[str]:
        return [f"pages: {pages}"]

    def sentence(self) -> str:
        return "2 graded"

    def to_dict(self) -> dict[str, object]:
        return {"name": self.name}


@pytest.mark.parametrize(("ok", "code"), [(True, 0), (False, 1)])
def test_verify_writes_json_and_exits_by_the_verdict(
    small_course: SmallCourse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ok: bool, code: int
) -> None:
    from autograder.validity import verify as module

    monkeypatch.setattr(
        module,
        "verify_all",
        lambda chosen, *, seed, jobs, scores: (
            Verdict(name=one.assignment.name, ok=ok and seed == 3 and scores) for one in chosen
        ),
    )

    assert run("verify", "--seed", "3", "--json", "verdict.json") == code
    assert "table of 01_sums" in capsys.readouterr().out
    assert json.loads(Path("verdict.json").read_text()) == {"schema": 1, "ok": ok, "assignments": [{"name": "01_sums"}]}


@pytest.mark.parametrize(
    ("named", "exercises"),
    [
        ([], None),
        (["01_sums"], None),
        (["01_sums/total"], {"total"}),
        (["01_sums/total", "01_sums/quiz"], {"total", "quiz"}),
        (["01_sums/total", "01_sums"], None),
        (["01_sums", "01_sums/total"], None),
    ],
)
def test_verify_takes_single_exercises(
    small_course: SmallCourse, monkeypatch: pytest.MonkeyPatch, named: list[str], exercises: set[str] | None
) -> None:
    from autograder.validity import verify as module

    seen = []
    monkeypatch.setattr(module, "verify_all", lambda chosen, **_: seen.extend(chosen) or [Verdict(name="", ok=True)])

    assert run("verify", *named) == 0
    assert [one.exercises for one in seen] == [exercises]


@pytest.mark.parametrize("kind", [[], ["--diagnosis"], ["--mutants"], ["--flaky", "1"]])
def test_verify_of_an_unknown_exercise_is_bad_input(
    small_course: SmallCourse, capsys: pytest.CaptureFixture[str], kind: list[str]
) -> None:
    """And no measurement with nothing to complain of."""
    assert run("verify", "01_sums/totl", *kind) == 2
    assert "01_sums has no exercise 'totl' that is graded by checks; it has total, quiz" in capsys.readouterr().err


@pytest.mark.parametrize(("ok", "code"), [(True, 0), (False, 1)])
def test_grade_passes_its_options_on(
    small_course: SmallCourse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ok: bool, code: int
) -> None:
    from autograder.classroom import grade as module

    seen: dict[str, object] = {}

    def grade(assignment: course.Assignment, root: Path, _books: object, **options: object) -> Verdict:
        seen.update(options, name=assignment.name, root=root)
        return Verdict(name=assignment.name, ok=ok)

    monkeypatch.setattr(module, "grade", grade)

    assert run("grade", "01_sums", "--jobs", "2", "--resume", "--no-feedback", "--json", "summary.json") == code
    assert "warning: ada: look" in (err := capsys.readouterr().err) and "\x1b" not in err
    assert seen.pop("seed") == secret_seed(small_course.load())
    assert seen.pop("executor").jobs == 2
    assert seen == {
        "name": "01_sums",
        "root": small_course.root,
        "draw_all": False,
        "students": (),
        "force": False,
        "device": None,
        "feedback": False,
    }
    assert json.loads(Path("summary.json").read_text()) == {"name": "01_sums"}


@pytest.mark.parametrize(
    "arguments", [["verify", "01_sums"], ["grade", "01_sums"], ["run", "source/01_sums/sums.ipynb", "-a", "01_sums"]]
)
def test_a_device_that_is_not_there_is_bad_input(
    small_course: SmallCourse,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.version, "cuda", "13.0")

    assert run(*arguments, "--device", "cuda") == 2
    error = capsys.readouterr().err
    assert error.startswith("error: no CUDA GPU can be used here: PyTorch finds no GPU")
    assert error.count("\n") == 1


def test_an_assignment_without_checks_for_the_device_says_so(
    small_course: SmallCourse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from autograder.boundary import gpu
    from autograder.validity import verify as module

    monkeypatch.setattr(gpu, "require", lambda: None)
    monkeypatch.setattr(
        module, "verify_all", lambda chosen, **_: [Verdict(name="", ok=one.device == "cuda") for one in chosen]
    )

    assert run("verify", "--device", "cuda") == 0
    assert capsys.readouterr().err == "01_sums: no check needs a GPU: graded as always\n"


def test_export_prints_where_it_wrote(
    small_course: SmallCourse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from autograder.lms import export as module

    def export(assignments: list[course.Assignment], root: Path, *given: object, **rest: object) -> SimpleNamespace:
        assert rest == {"allow_incomplete": True, "seed": secret_seed, "options": module.Options()}
        (assignment,) = assignments
        return SimpleNamespace(path=" ".join(map(str, (assignment.name, *given))), remarks=("1 not graded (bob)",))

    monkeypatch.setattr(module, "export", export)

    assert run("export", "01_sums", "--format", "moodle", "-o", "x.csv", "--allow-incomplete") == 0
    printed = capsys.readouterr()
    assert printed.out == "01_sums moodle x.csv\n"
    assert printed.err == "note: 1 not graded (bob)\n"


def test_report_has_a_place_of_its_own(
    small_course: SmallCourse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from autograder.pages import class_report as module

    monkeypatch.setattr(module, "write", lambda assignment, root, out: out)

    assert run("report", "01_sums") == 0
    assert capsys.readouterr().out == f"{small_course.root / 'reports' / '01_sums.html'}\n"


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (UserError("x.csv: is wrong: repair it"), 2, "error: x.csv: is wrong: repair it\n"),
        (GradingError("the sandbox did not start"), 1, "error: the sandbox did not start\n"),
        (KeyboardInterrupt(), 130, "interrupted: what is done is kept; go on with the same command\n"),
    ],
)
def test_every_way_to_end_has_its_exit_code(
    small_course: SmallCourse,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    raised: BaseException,
    code: int,
    said: str,
) -> None:
    def find_root() -> Path:
        raise raised

    monkeypatch.setattr(course, "find_root", find_root)

    assert run("lint") == code
    assert capsys.readouterr().err == said


def test_json_that_cannot_be_written_is_bad_input(
    small_course: SmallCourse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from autograder.validity import verify as module

    monkeypatch.setattr(module, "verify_all", lambda chosen, **_: [Verdict(name="", ok=True) for _ in chosen])

    assert run("verify", "--json", "nowhere/verdict.json") == 2
    assert "nowhere/verdict.json: cannot write it" in capsys.readouterr().err


def test_ctrl_c_in_a_real_process(small_course: SmallCourse) -> None:
    # The configuration is Python, so it can hold the build up until the signal has come.
    (small_course.root / course.CONFIG).write_text("import time\nopen('started', 'w')\ntime.sleep(60)\n")
    command = [sys.executable, "-m", "autograder.cli", "build"]
    environment = os.environ | {"PYTHONPATH": PYTHONPATH}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while not Path("started").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert err.endswith("interrupted: what is done is kept; go on with the same command\n")
    assert "Traceback" not in err


@pytest.mark.slow
@pytest.mark.parametrize(("which", "share"), [("solution_path", 1.0), ("release_path", 0.0)])
def test_run_grades_a_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], which: str, share: float
) -> None:
    monkeypatch.chdir(REPOSITORY)
    assignment = course.load(REPOSITORY, "01_tensors")
    notebook, automatic = getattr(assignment, which), sum(one.points for one in assignment.exercises if not one.manual)

    out, page = tmp_path / "report.json", tmp_path / "page.html"
    assert run("run", str(notebook), "--assignment", "01_tensors", "--json", str(out), "--html", str(page)) == 0

    report = json.loads(out.read_text())
    assert (report["score"], report["max_score"]) == (share * automatic, assignment.max_score)
    keys = ["schema", "assignment", "score", "max_score", "status", "sandbox", "seconds", "exercises"]
    assert list(report)[:8] == keys
    assert f"sandbox: {report['sandbox']}" in capsys.readouterr().out
    assert page.read_text().startswith("<!DOCTYPE html>")
    assert ("as it was handed out: no answer was written" in page.read_text()) == (which == "release_path")
