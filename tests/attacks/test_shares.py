"""What one submission may take from the others: time asleep, the processor, the grader's own time."""

import math
import os

import arena
import pytest

from autograder.boundary.failure import student_error
from autograder.boundary.jail import Limits
from autograder.boundary.process import family
from autograder.boundary.remote import Link, RemoteModule
from autograder.boundary.wire import Handle, WireError
from autograder.engine.engine import Engine

pytestmark = pytest.mark.attack

SLEEP = "import time\ntime.sleep(1000)"
CROWD = "import os, time\nfor _ in range(24):\n    if os.fork() == 0:\n        while True: pass\ntime.sleep(0.5)"
BESIDE = "import os, time\nif os.fork() == 0:\n    while True: pass\ntime.sleep(1000)"


def test_all_sleep_of_a_submission_has_one_limit(tmp_path):
    limits = Limits(cell_seconds=1, check_seconds=1, patience=20, idle_seconds=3)
    with Engine(arena.make(tmp_path), limits=limits) as engine:
        slept = engine.grade(arena.notebook(first=SLEEP, second=SLEEP, third=SLEEP, last=SLEEP))
        honest = engine.grade(arena.notebook()).report
    told = [output["evalue"] for cell in slept.outputs for output in cell if output["output_type"] == "error"]
    assert "was stopped after 1 seconds" in told[0]
    assert any("had been idle for 3 seconds in all" in reason for reason in told[1:4])
    assert slept.report.score == 0
    assert honest.score == honest.max_score  # the limit is a submission's, and not the process's that grades a class


def test_a_crowd_gives_way_to_others(sandbox):
    process = sandbox.spawn(Limits(), 0)
    try:
        Link(process, 10).ask("cell", source=CROWD, cell="crowd")
        process.children()
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


@pytest.mark.parametrize("ending", ["StopIteration", "StopAsyncIteration"])
def test_an_error_of_a_student_s_ends_no_loop_of_a_check(ending):
    def answer(_):
        raise student_error({"type": ending, "bases": [ending, "Exception"], "message": "", "frames": []})

    with pytest.raises(Exception, match=ending):
        list(map(answer, range(3)))


class NoProcess:
    used = 0.0


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
