"""The same answers are judged once: no report shows it, and a check that draws on anything else is found."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import arena
import pytest
from arena import BRIEF

from autograder.boundary.process import Process
from autograder.engine.engine import Engine

RESTLESS = '''\
from itertools import count

from autograder.expect import assert_equal, check

CALLS = count()


@check("first")
def test_restless(student):
    """It asks something else each time."""
    asked = ASKED
    assert_equal(student.first(asked), 2 * asked)


@check("first")
def test_constant(student):
    """It asks the same each time."""
    assert_equal(student.first(5), 10)
'''

ANSWERS = [
    {},
    {"first": "def first(x):\n    return x * 3", "second": "raise NotImplementedError"},
    {"second": "def second(x):\n    raise ValueError(f'not {x}')", "third": "def third(x):\n    return None"},
    {"last": "import os\ndef last(x):\n    os._exit(1)"},
    {"first": "calls = 0\ndef first(x):\n    global calls\n    calls += 1\n    return x * (2 if calls < 3 else 4)"},
]


def reports(engine: Engine, rounds: int) -> list[str]:
    graded = [engine.grade(arena.notebook(**answers)).report for _ in range(rounds) for answers in ANSWERS]
    return [replace(report, seconds=0.0).to_json() for report in graded]


@pytest.mark.slow
def test_reports_are_what_they_are_without_it(tmp_path: Path) -> None:
    assignment = arena.make(tmp_path)
    with Engine(assignment, limits=BRIEF, remember=False) as engine:
        assert engine.judged is None
        expected = reports(engine, 1)
    with Engine(assignment, limits=BRIEF) as engine:
        assert engine.judged is not None
        assert reports(engine, 2) == 2 * expected
        engine.judged.doubts = True
        assert reports(engine, 1) == expected
        assert not engine.judged.wandered


@pytest.mark.slow
@pytest.mark.parametrize("asked", ["next(CALLS)", "5 + 0 * next(CALLS) if next(CALLS) < 3 else 7"])
def test_a_check_that_draws_on_something_else_is_run_each_time(tmp_path: Path, asked: str) -> None:
    shutil.copytree(arena.CHECKS, tmp_path / "checks")
    (tmp_path / "checks" / arena.NAME / "first" / "checks.py").write_text(RESTLESS.replace("ASKED", asked))
    with Engine(arena.make(tmp_path / "course", tmp_path / "checks"), limits=BRIEF) as engine:
        assert engine.judged is not None
        engine.judged.doubts = True
        statuses = [json.loads(report)["exercises"][0]["status"] for report in reports(engine, 1)]
        assert statuses == ["passed", "failed", "passed", "passed", "passed"]
        assert [key[:2] for key in engine.judged.wandered] == [("first", "test_restless")]


@pytest.mark.slow
def test_the_worker_is_asked_the_same_in_the_same_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    ask = Process.ask

    with Engine(arena.make(tmp_path), limits=BRIEF) as engine:
        engine.grade(arena.notebook())
        held = engine.reference._held
        assert held is not None  # it is asked too, where a check runs, and there alone
        solution = held.whole()

        def listening(process: Process, message: bytes, seconds: float) -> tuple[bytes, bytes]:
            answer = ask(process, message, seconds)
            if process._root is not solution._worker:
                asked.append(answer[0])
            return answer

        monkeypatch.setattr(Process, "ask", listening)
        engine.grade(arena.notebook())
        looked_up, asked[:] = list(asked), []
        engine.reference._judged = None
        engine.grade(arena.notebook())
        assert asked == looked_up
