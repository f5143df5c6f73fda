"""What one submission may take from the others: time asleep, the processor, the grader's own time."""

import contextlib
import math
import os
import shutil
import signal
from dataclasses import replace
from types import SimpleNamespace

import arena
import pytest
from corpus.hijack import HIJACK

from autograder.boundary.failure import StudentStopped, student_error
from autograder.boundary.jail import Limits
from autograder.boundary.proc_files import family
from autograder.boundary.remote import Link, RemoteModule
from autograder.boundary.wire import Handle, WireError
from autograder.engine.allowance import Allowance
from autograder.engine.checking import Checking
from autograder.engine.engine import Engine
from autograder.engine.notebook_run import MUCH_STOPPED
from autograder.engine.plan import plan
from autograder.errors import Overdue

pytestmark = pytest.mark.attack

SLEEP = "import time\ntime.sleep(1000)"
CROWD = "import os, time\nfor _ in range(24):\n    if os.fork() == 0:\n        while True: pass\ntime.sleep(0.5)"
BESIDE = "import os, time\nif os.fork() == 0:\n    while True: pass\ntime.sleep(1000)"


def test_all_sleep_of_a_submission_has_one_limit(tmp_path):
    limits = Limits(cell_seconds=3, check_seconds=3, patience=20, idle_seconds=6)
    with Engine(arena.make(tmp_path), limits=limits) as engine:
        slept = engine.grade(arena.notebook(first=SLEEP, second=SLEEP, third=SLEEP, last=SLEEP))
        honest = engine.grade(arena.notebook()).report
    told = [output["evalue"] for cell in slept.outputs for output in cell if output["output_type"] == "error"]
    assert "was stopped after 3 seconds" in told[0]
    assert any("had been idle for 6 seconds in all" in reason for reason in told[1:4])
    assert slept.report.score == 0
    assert honest.score == honest.max_score  # the limit is a submission's, and not the process's that grades a class


UNCOPIED = HIJACK + "import time\nworker._fork = lambda: time.sleep(1000)"
SPINNING = HIJACK + "def spin():\n    while True: pass\nworker._fork = spin"


@pytest.mark.slow
@pytest.mark.parametrize(("source", "asleep"), [(UNCOPIED, True), (SPINNING, False)], ids=["asleep", "computing"])
def test_a_notebook_that_is_not_copied_is_waited_for_like_any_other(tmp_path, monkeypatch, source, asleep):
    """It was for 40 s an exercise, which nobody counted: neither was it set aside, nor did any limit end it."""
    monkeypatch.setattr("autograder.engine.allowance.COPY_SECONDS", 3.0)
    with Engine(arena.make(tmp_path), limits=Limits(cell_seconds=3, check_seconds=3, idle_seconds=3)) as engine:
        with pytest.raises(Overdue) as overdue:
            engine.grade(arena.notebook(first=source), within=2.0)
        assert overdue.value.asleep is asleep
        graded = engine.grade(arena.notebook(first=source))
    assert graded.report.score == 0
    assert graded.waited > 2  # and no limit holds of what nobody counts


LONG = '''\
import torch

from autograder.expect import assert_close, check


@check("first")
def test_long(student):
    """first doubles what does not fit into a socket."""
    x = torch.zeros(1 << 20)
    assert_close(student.first(x), x)
'''


@pytest.mark.slow
def test_a_process_that_does_not_read_is_waited_for_like_one_that_does_not_answer(tmp_path):
    """Each long request was waited for a minute, which nobody counted."""
    source = (
        HIJACK
        + "import os, time\ndef first(x): return x * 2\ndef deaf(): w.Channel.receive = lambda *_: time.sleep(1000)\n"
        "os.register_at_fork(after_in_child=deaf)"
    )
    shutil.copytree(arena.CHECKS, tmp_path / "checks")
    (tmp_path / "checks" / arena.NAME / "first" / "checks.py").write_text(LONG)
    limits = Limits(cell_seconds=3, check_seconds=3, idle_seconds=3)
    with Engine(arena.make(tmp_path / "course", tmp_path / "checks"), limits=limits) as engine:
        with pytest.raises(Overdue) as overdue:
            engine.grade(arena.notebook(first=source), only={"first"}, within=1.0)
        assert overdue.value.asleep
        honest = engine.grade(arena.notebook(), only={"first"}).report
    assert honest.score == 2


def test_a_crowd_gives_way_to_others(sandbox):
    process = sandbox.spawn(Limits(), 0)
    try:
        Link(process, 10).ask("cell", source=CROWD, cell="crowd")
        process.left_behind()
        nice = {pid: os.getpriority(os.PRIO_PROCESS, pid) for pid in family(process.pid)}
    finally:
        process.kill()
    assert nice.pop(process.pid) == os.getpriority(os.PRIO_PROCESS, 0)
    assert len(nice) == 24
    assert set(nice.values()) == {19}


def test_processor_time_of_children_is_the_submission_s(sandbox):
    """Without it, the child's wait for a processor would even excuse the parent's sleep."""
    process = sandbox.spawn(Limits(patience=1000, idle_seconds=math.inf), 0)
    with pytest.raises(Exception, match="had not finished after 1 seconds"):
        Link(process, 1).ask("cell", source=BESIDE, cell="beside")


ENDLESS = "def {}(x):\n    while True: pass"


def test_after_much_that_had_to_be_stopped_the_rest_gets_less_and_still_counts(tmp_path):
    """No answer that was right is lost, unless it takes several times what the solution takes."""
    limits = Limits(cell_seconds=1, check_seconds=0.9, patience=20)
    with Engine(arena.make(tmp_path), limits=limits) as engine:
        answers = {name: ENDLESS.format(name) for name in ("first", "second", "third")}
        report = engine.grade(arena.notebook(**answers)).report
    told = {exercise.id: [check.message for check in exercise.checks] for exercise in report.exercises}
    assert "after 0.9 seconds" in told["first"][0]
    assert MUCH_STOPPED in told["third"][0]
    assert {exercise.id: exercise.score for exercise in report.exercises}["last"] == 2


class Solution:
    """What a solution takes in each cell and check."""

    def __init__(self, cell: float | None, check: float | None) -> None:
        self.cell_takes, self.check_takes = (lambda step: cell), (lambda one: check)


def given(allowance: Allowance) -> tuple[float, float]:
    return round(allowance.cell(None).seconds, 1), round(allowance.check(None).seconds, 1)


def test_who_has_nothing_stopped_is_given_no_less_and_others_by_what_they_had_stopped():
    allowance = Allowance(Limits(), Solution(0.01, 0.01))
    for stopped, expected in ((0.0, (30, 10)), (29.9, (30, 10)), (30.0, (10, 3.3)), (39.9, (10, 3.3)), (40.0, (2, 2))):
        allowance.stopped = stopped
        assert given(allowance) == expected


def test_what_takes_the_solution_long_is_never_given_less_than_several_times_that():
    allowance = Allowance(Limits(), Solution(4.0, 1.2))
    for stopped, expected in ((30.0, (20, 6)), (400.0, (20, 6))):
        allowance.stopped = stopped
        assert given(allowance) == expected
    slow = Allowance(Limits(), Solution(8.0, 3.0), stopped=400.0)
    assert slow.cell(None) == (30, False)
    assert slow.check(None) == (10, False)


def test_a_submission_of_endless_loops_is_over_soon():
    """Counted, and not waited for: fourteen answers that never end, in their cells or in every check."""
    cells, checks = Allowance(Limits(), Solution(0.1, 0.1)), Allowance(Limits(), Solution(0.1, 0.1))
    for _ in range(14):
        cells.stopped += cells.cell(None).seconds
        for _ in range(2):
            if not checks.is_spent:
                checks.stopped += checks.check(None).seconds
        checks.stopped += checks.check(None).seconds if checks.is_spent else 0.0
    assert cells.stopped <= 65
    assert checks.stopped <= 75


def test_what_the_solution_takes_is_known_of_every_cell_and_check(arena_engine):
    layout = plan(arena_engine.assignment, arena_engine.assignment.read_source(), arena.notebook())
    answers = [layout.steps[number] for number in layout.answers.values()]
    for step in answers:
        assert arena_engine.reference.cell_takes(step) < 1
    assert arena_engine.reference.cell_takes(replace(answers[0], name="a cell of one's own")) is None
    assert all(arena_engine.reference.check_takes(check) is not None for check in arena_engine.checks)


def test_what_had_to_be_stopped_is_counted_once():
    """Checks that are not tried any more take nothing."""

    class Copy:
        alive, used = True, 0.0

        def kill(self):
            self.alive = False

    run = SimpleNamespace(plan=SimpleNamespace(stops={"one": 1}), advance=lambda stop: None, snapshot=Copy)
    run.allowance, run.begin_again_if_full = Allowance(Limits()), lambda: None
    run.begin_again_if_crowded = lambda ended: None
    checking = Checking(run, None)
    for _ in range(6):
        with contextlib.suppress(StudentStopped):
            process = checking.process(SimpleNamespace(exercise="one"))
            process.used = 10.0
            process.kill()
    checking.leave()
    assert run.allowance.stopped == 20.0


def test_a_cell_that_is_given_less_says_so(tmp_path):
    limits = Limits(cell_seconds=1.5, check_seconds=0.5, patience=20)
    with Engine(arena.make(tmp_path), limits=limits) as engine:
        endless = "while True: pass"
        graded = engine.grade(arena.notebook(first=endless, second=endless, third=endless))
    told = [str(exercise.message) for exercise in graded.report.exercises]
    assert "was stopped after 1.5 seconds" in told[0]
    assert f"was stopped before its 1.5 seconds were over: {MUCH_STOPPED}" in told[1]
    assert told[2] == told[1].replace("second", "third", 1)


def test_a_cell_can_be_interrupted_however_the_grader_was_started(tmp_path):
    """A shell's background job ignores Ctrl-C, and so does what it starts: the cell had taken all before it along."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        engine = Engine(arena.make(tmp_path), limits=Limits(cell_seconds=1, patience=20))
    finally:
        signal.signal(signal.SIGINT, before)
    with engine:
        later = f"assert kept == 1\n{arena.right('second')}"
        report = engine.grade(arena.notebook(first="kept = 1\nwhile True: pass", second=later)).report
    scores = {exercise.id: exercise.score for exercise in report.exercises}
    assert (scores["first"], scores["second"]) == (0, 2)


def test_who_is_asked_to_wait_for_the_others_gets_the_same_report_afterwards(arena_engine):
    slow = arena.notebook(second="import time\ntime.sleep(2)\n" + arena.right("second"))
    whole = arena_engine.grade(slow).report.to_dict()
    with pytest.raises(Overdue):
        arena_engine.grade(slow, within=0.5)
    after = arena_engine.grade(slow).report.to_dict()
    del whole["seconds"], after["seconds"]
    assert after == whole
    assert whole["score"] == 8


@pytest.mark.parametrize("ending", ["StopIteration", "StopAsyncIteration"])
def test_an_error_of_a_student_s_ends_no_loop_of_a_check(ending):
    def answer(_):
        raise student_error({"type": ending, "bases": [ending, "Exception"], "message": "", "frames": []})

    with pytest.raises(Exception, match=ending):
        list(map(answer, range(3)))


class NoProcess:
    used = 0.0
    charged = staticmethod(contextlib.nullcontext)


@pytest.mark.parametrize(
    ("names", "refusal"),
    [
        ([".".join(["a"] * depth) for depth in range(1, 5_000)], "nested too deeply"),
        ([f"a{number}" for number in range(40_000)], "too many parts"),
    ],
)
def test_a_module_without_end_is_refused(names, refusal):
    """Building it took the square of its depth: hours, in the process that keeps the books."""
    link = Link(NoProcess(), 1)
    handle = Handle(1, "M", "M", {"parts": [("", "M", True)], "parameters": [], "buffers": []})
    assert isinstance(link._resolve(handle), RemoteModule)
    handle.state["parts"] += [(name, "M", True) for name in names]
    with pytest.raises(WireError, match=refusal):
        link._resolve(handle)
