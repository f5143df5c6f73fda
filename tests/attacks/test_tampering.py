"""Submissions that reach for the worker itself, and answers built to mislead the side that judges them."""

import os
import shutil
from pathlib import Path

import arena
import pytest

from autograder.boundary.sandbox import Sandbox
from autograder.engine.engine import Engine
from autograder.engine.report import Status
from autograder.errors import GradingError

pytestmark = pytest.mark.attack

# Finds the worker that serves this process: its frames lie below the student's.
WORKER = """
import sys
def worker():
    frame = sys._getframe()
    while frame is not None:
        if type(frame.f_locals.get("self")).__name__ == "Worker":
            return frame.f_locals["self"]
        frame = frame.f_back
"""


def exercise(report, name):
    return next(result for result in report.exercises if result.id == name)


def grade(engine, **answers):
    return engine.grade(arena.notebook(**answers)).report


@pytest.mark.parametrize(
    "harm",
    ["x.data = torch.zeros(1, dtype=x.dtype).expand(2**40)", "x.data = x.to(torch.float8_e4m3fn)", "x.resize_(0)"],
)
def test_the_reference_never_speaks_to_the_student(arena_engine, harm):
    report = grade(arena_engine, second=f"def second(x):\n    {harm}\n    return torch.zeros(4, dtype=torch.float64)")
    assert exercise(report, "second").checks[0].status is Status.FAILED
    assert "x * 3" not in report.to_json()


@pytest.mark.parametrize("harm", ["x.zero_()", "x.data = torch.empty(0, dtype=x.dtype)", "x.fill_(float('nan'))"])
def test_spoiling_the_input_gains_nothing(arena_engine, harm):
    answers = {name: f"def {name}(x):\n    {harm}\n    return x.clone()" for name in arena.EXERCISES}
    assert grade(arena_engine, **answers).score == 0


def test_the_inputs_cannot_be_predicted_from_the_seed(arena_engine):
    guess = (
        "def second(x):\n"
        "    mine = torch.Generator().manual_seed(torch.initial_seed())\n"
        "    guess = torch.randn(4, dtype=torch.float64, generator=mine)\n"
        "    again = torch.randn(4, dtype=torch.float64)\n"
        "    return x * (3 if torch.equal(guess, x.detach()) or torch.equal(again, x.detach()) else 4)"
    )
    assert exercise(grade(arena_engine, second=guess), "second").checks[0].status is Status.FAILED


# What the worker answers to every request from then on.
HOSTILE = {
    "a huge number for an error's line": "{'error': {'type': 'E', 'frames': [{'line': 10**900}]}}",
    "a huge number for a message": "{'error': {'type': 10**900, 'message': 10**900}}",
    "no map at all": "[1, 2]",
    "a list for an error": "{'error': [1]}",
    "side effects on what was not sent": (
        "{'ok': {'value': 1, 'record': None, 'written': {7: b'x'}, 'changed': [], 'modules': {}}}"
    ),
    "side effects of the wrong kind": (
        "{'ok': {'value': 1, 'record': None, 'written': 5, 'changed': [[1]], 'modules': None}}"
    ),
    "a module that is none": "{'ok': {'value': Handle(1, 'M', 'm', {'parts': 1}), 'record': 0}}",
    "a graph that is not there": (
        "{'ok': {'value': torch.ones(4, dtype=torch.float64, requires_grad=True), 'record': 99,"
        " 'written': {}, 'changed': [], 'modules': {}}}"
    ),
}


@pytest.mark.parametrize("answer", HOSTILE)
def test_a_tampered_worker_costs_its_own_exercise(arena_engine, answer):
    forged = (
        f"{WORKER}\nfrom autograder.boundary.wire import Encoder, Handle\n"
        "def enc(value): return Encoder(lambda v: v if isinstance(v, Handle) else Handle(0, '', '')).encode(value)\n"
        f"def second(x):\n    w = worker()\n    w._answer = lambda r: enc({HOSTILE[answer]})\n    return x\n"
    )
    # The visible assert calls it too, in the notebook's own process: there it must not tamper.
    report = grade(
        arena_engine, second=forged + "_real = second\ndef second(x): return _real(x) if torch.is_tensor(x) else 3"
    )
    scores = {result.id: result.score for result in report.exercises}
    assert scores["first"] == scores["third"] == scores["last"] == 2
    assert exercise(report, "second").score in (0, 1)
    assert exercise(report, "second").status in (Status.FAILED, Status.PARTIAL)


def test_an_object_that_lies_about_itself_is_a_wrong_answer(arena_engine):
    liar = (
        "class Liar:\n    requires_grad = True\n    @property\n"
        "    def shape(self): raise ValueError('\\x1b]0;owned\\x07')\n"
        "    def is_complex(self): return self\n    def __repr__(self): raise SystemExit\ndef second(x): return Liar()"
    )
    report = grade(arena_engine, second=liar)
    assert exercise(report, "second").status is Status.FAILED
    assert "\x1b" not in report.to_json()


def test_an_expanded_result_costs_the_grader_no_memory(arena_engine):
    report = grade(arena_engine, second="def second(x): return (x * 3).sum().expand(2**34)")
    assert "too large" in str(exercise(report, "second").checks)


def test_many_outputs_are_cut(arena_engine):
    flood = "for _ in range(20_000):\n    get_ipython().showtraceback((ValueError, ValueError('x'), None))\n"
    graded = arena_engine.grade(arena.notebook(second=flood + arena.right("second")))
    assert graded.report.score == 8
    assert max(map(len, graded.outputs)) <= 200


def test_forged_numbers_of_copies_leave_no_descriptor_open(arena_engine):
    forged = "import autograder.boundary.worker as w\nreal = w._fork\nw._fork = lambda: real() and 1\n"
    grade(arena_engine, second=forged + arena.right("second"))
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        report = grade(arena_engine, second=forged + arena.right("second"))
    assert exercise(report, "first").score == 2
    assert len(os.listdir("/proc/self/fd")) <= before


@pytest.mark.parametrize("last", ["return x * 7", "time.sleep(0.5); return x * 7"], ids=["quick", "slow"])
def test_children_of_an_earlier_cell_count_for_the_memory_of_a_check(arena_engine, last):
    """And of no later one, whether it is so quick that nobody looks at the memory or not."""
    hoarder = (
        "import os, time, threading\nR, W = os.pipe()\ndef fork():\n    if os.fork() == 0:\n        os.read(R, 1)\n"
        "        hoard = [bytearray(b'1' * 1_400_000_000)]\n        time.sleep(60)\n"
        "for _ in range(4):\n    t = threading.Thread(target=fork); t.start(); t.join()\n"
        "def second(x):\n    if torch.is_tensor(x):\n        os.write(W, b'1111')\n        time.sleep(20)\n"
        "    return x * 3"
    )
    report = grade(arena_engine, second=hoarder, last=f"import time\ndef last(x):\n    {last}")
    assert exercise(report, "second").score == 0
    assert exercise(report, "last").score == 2


def test_a_failed_start_of_the_reference_is_forgotten(arena_engine, monkeypatch):
    arena_engine.reference.close()
    monkeypatch.setattr(arena_engine.reference, "_judged", None)  # what is known needs no reference
    spawn, calls = Sandbox.spawn, []

    def fails_once(self, limits, seed):
        calls.append(limits)
        if limits.processes > 64 and sum(one.processes > 64 for one in calls) == 1:
            raise GradingError("the machine had no room")
        return spawn(self, limits, seed)

    monkeypatch.setattr(Sandbox, "spawn", fails_once)
    assert exercise(grade(arena_engine), "second").status is Status.ERROR
    assert grade(arena_engine).score == 8


# -- what a check asks next, which holds what was right before ---------------------------------------------------------

HANDS_ON = '''\
from autograder.expect import assert_equal, check


@check("first")
def test_handed_on(student):
    """first doubles what it has made, too."""
    once = student.first(21)
    twice = student.first(once)
    student.first(twice)
    assert_equal(once, 42)
    assert_equal(twice, 84)
'''
READS_ON = (
    WORKER
    + """
import socket, time
from autograder.boundary.wire import LENGTHS, Decoder
def first(x):
    time.sleep(0.2)
    try:
        waiting = worker()._channel._socket.recv(1 << 16, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except OSError:
        return 0
    head, body = LENGTHS.unpack(waiting[: LENGTHS.size])
    head, body = waiting[LENGTHS.size :][:head], waiting[LENGTHS.size + head :][:body]
    return Decoder(lambda handle: handle, lambda data: data).decode((head, body)).value["args"][0]
"""
)


@pytest.mark.slow
@pytest.mark.parametrize("known", ["from others", "from the solution"])
def test_what_is_asked_next_lies_in_no_socket_before(tmp_path: Path, known: str) -> None:
    """A result that a check hands on stands in the next request: of those that were right before, or of the solution.

    The solution is asked when it is to be known what a check takes, which a submission can bring about alone.
    """
    shutil.copytree(arena.CHECKS, tmp_path / "checks")
    (tmp_path / "checks" / arena.NAME / "first" / "checks.py").write_text(HANDS_ON)
    with Engine(arena.make(tmp_path / "course", tmp_path / "checks"), limits=arena.BRIEF) as engine:
        if known == "from others":
            for _ in range(2):
                assert exercise(grade(engine), "first").status is Status.PASSED
        else:
            assert engine.reference.check_takes(next(one for one in engine.checks if one.exercise == "first"))
        report = engine.grade(arena.notebook(first=READS_ON), only={"first"}).report
    assert exercise(report, "first").score == 0
