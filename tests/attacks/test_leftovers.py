"""What a cell or a check leaves behind (processes, memory, files, time asleep) costs no other exercise a point."""

import time
from dataclasses import replace

import arena
import pytest

from autograder.boundary.jail import Limits
from autograder.engine.checks import Check
from autograder.engine.engine import Engine

pytestmark = pytest.mark.attack

LIMITS = Limits(cell_seconds=1.5, check_seconds=1.5, patience=60)
# An answer that takes a while, as training does; it counts its own seconds of the processor.
TAKES_A_WHILE = """
import time
def last(x):
    began = time.process_time()
    while time.process_time() - began < 0.3:
        pass
    return x * 7
"""
WRITES = """
import tempfile
def last(x):
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"0" * 100_000)
        file.flush()
    return x * 7
"""
SLEEPS = "import time\ntime.sleep(1000)"
BURN = """
import os
for _ in range(6):
    if os.fork() == 0:
        try:
            while True: pass
        finally:
            os._exit(0)
"""
GROW = """
import os, time
if os.fork() == 0:
    try:
        time.sleep(0.2)
        held = bytearray(800 << 20)
        held[::4096] = b"1" * len(held[::4096])
        time.sleep(600)
    finally:
        os._exit(0)
"""
FILL = """
try:
    for number in range(100):
        with open(f"fill{number}", "wb") as file:
            file.write(b"1" * (1 << 20))
except OSError:
    pass
"""
MANY = """
try:
    for number in range(30_000):
        open(f"many{number}", "w").close()
except OSError:
    pass
"""


def in_the_cell(harm):
    return f"{arena.right('first')}\n{harm}"


def in_every_check(harm):
    body = "\n".join(f"    {line}" for line in harm.strip().splitlines())
    return f"def first(x):\n    if isinstance(x, int): return x * 2  # in the visible tests\n{body}\n    return x * 2"


@pytest.mark.parametrize("place", [in_the_cell, in_every_check])
@pytest.mark.parametrize(
    ("harm", "answer", "limits"),
    [
        (SLEEPS, TAKES_A_WHILE, {"idle_seconds": 1.0}),
        (BURN, TAKES_A_WHILE, {}),
        (GROW, "import time\ntime.sleep(0.8)" + TAKES_A_WHILE, {"tree_memory": 900}),
        (FILL, WRITES, {"scratch": 64}),
        (MANY, WRITES, {}),
    ],
    ids=["sleep", "processes that compute", "memory", "files", "many files"],
)
def test_what_is_left_behind_costs_nobody_else(tmp_path, place, harm, answer, limits):
    with Engine(arena.make(tmp_path), limits=replace(LIMITS, **limits)) as engine:
        report = engine.grade(arena.notebook(first=place(harm), last=answer)).report
    scores = {exercise.id: exercise.score for exercise in report.exercises}
    assert (scores["second"], scores["third"], scores["last"]) == (2, 2, 2), report.to_json()


def test_nothing_that_a_check_left_running_runs_in_the_next_cell(arena_engine):
    sleeper = (
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: time.sleep(60)\n    os._exit(0)"
    )
    look = """
import time
from pathlib import Path
def running():
    states = [path.read_text().rpartition(")")[2].split()[0] for path in Path("/proc").glob("[0-9]*/stat")]
    return sum(state != "Z" for state in states)
until = time.monotonic() + 2
while running() > 1 and time.monotonic() < until: time.sleep(0.01)
alone = running() == 1
def second(x): return x * 3 if alone else x
"""
    report = arena_engine.grade(arena.notebook(first=in_every_check(sleeper), second=look)).report
    assert [exercise.score for exercise in report.exercises] == [2, 2, 2, 2], report.to_json()


# Cells that end the process only when others run, or that compute on while these do.
END_LATER = {
    "a thread": "import os, threading\nt = threading.Timer(0.5, os._exit, (1,))\nt.daemon = True\nt.start()",
    "an alarm": "import os, signal\nsignal.signal(signal.SIGALRM, lambda *_: os._exit(1))\nsignal.setitimer(0, 0.5)",
    "an alarm of the processor's clock": (
        "import os, signal\nsignal.signal(signal.SIGVTALRM, lambda *_: os._exit(1))\nsignal.setitimer(1, 0.5)"
    ),
}
HONEST_THREAD = "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
WORKS = """
import time
began = time.thread_time()
while time.thread_time() - began < {}: pass
"""


def scores(engine, **answers):
    report = engine.grade(arena.notebook(**answers)).report
    return {exercise.id: exercise.score for exercise in report.exercises}, report.to_json()


def works_for(seconds, name, where):
    """A right answer that takes a while: its cell, or the function where the visible tests call it, or the checks."""
    if where == "its cell":
        return WORKS.format(seconds) + arena.right(name)
    here = "isinstance(x, int)" if where == "its visible tests" else "not isinstance(x, int)"
    body = "\n".join(f"        {line}" for line in WORKS.format(seconds).strip().splitlines())
    once = f"    if {here} and not hasattr({name}, 'worked'):\n        {name}.worked = True\n{body}"
    return f"def {name}(x):\n{once}\n    return x * {arena.FACTORS[name]}"


WHERE = ("its cell", "its visible tests", "its checks")


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("how", END_LATER)
def test_an_end_that_comes_later_is_the_doing_of_the_cell_that_prepared_it(tmp_path, how, where):
    working = {name: works_for(0.4, name, where) for name in ("second", "third")}
    with Engine(arena.make(tmp_path), limits=LIMITS) as engine:
        found, told = scores(engine, first=f"{arena.right('first')}\n{END_LATER[how]}", **working)
    assert (found["second"], found["third"], found["last"]) == (2, 2, 2), told


def test_so_it_is_in_checks_that_ask_more_of_pytest(tmp_path, monkeypatch):
    monkeypatch.setattr(Check, "is_plain", property(lambda check: False))
    working = {name: works_for(0.4, name, "its checks") for name in ("second", "third")}
    with Engine(arena.make(tmp_path), limits=LIMITS) as engine:
        found, told = scores(engine, first=f"{arena.right('first')}\n{END_LATER['an alarm']}", **working)
    assert (found["second"], found["third"], found["last"]) == (2, 2, 2), told


KEEP_OTHERS_FROM_IT = {
    "memory of a thread": (
        "import threading\ndef grow():\n    global held\n    held = bytearray(1000 << 20)\n"
        "    held[::4096] = b'1' * len(held[::4096])\nt = threading.Timer(0.5, grow)\nt.daemon = True\nt.start()"
    ),
    "a thread that gives nobody a turn": (
        "import threading\nt = threading.Timer(0.5, sum, (range(10**13),))\nt.daemon = True\nt.start()"
    ),
}


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("how", KEEP_OTHERS_FROM_IT)
def test_what_a_thread_does_later_is_the_doing_of_its_cell(tmp_path, how, where):
    working = {name: works_for(0.7, name, where) for name in ("second", "third")}
    with Engine(arena.make(tmp_path), limits=replace(LIMITS, tree_memory=900, patience=4)) as engine:
        found, told = scores(engine, first=f"{arena.right('first')}\n{KEEP_OTHERS_FROM_IT[how]}", **working)
    assert (found["second"], found["third"], found["last"]) == (2, 2, 2), told


def test_of_two_cells_that_left_a_thread_the_one_that_ended_the_process_is_left_out(tmp_path):
    ends = END_LATER["a thread"] + "\n" + arena.right("second")
    with Engine(arena.make(tmp_path), limits=LIMITS) as engine:
        answers = {"first": HONEST_THREAD + arena.right("first"), "third": WORKS.format(0.9) + arena.right("third")}
        found, told = scores(engine, second=ends, **answers)
    assert (found["first"], found["third"], found["last"]) == (2, 2, 2), told


def test_an_end_while_a_check_runs_costs_the_next_cell_nothing(tmp_path):
    slow = "import time\ndef first(x):\n    if not isinstance(x, int): time.sleep(0.5)\n    return x * 2\n"
    with Engine(arena.make(tmp_path), limits=LIMITS) as engine:
        found, told = scores(engine, first=slow + END_LATER["a thread"])
    assert (found["second"], found["third"], found["last"]) == (2, 2, 2), told


def test_an_end_at_once_is_the_doing_of_the_cell_that_runs(tmp_path):
    with Engine(arena.make(tmp_path), limits=LIMITS) as engine:
        found, told = scores(engine, first=HONEST_THREAD + arena.right("first"), second="import os\nos._exit(0)")
    assert found == {"first": 2, "second": 0, "third": 2, "last": 2}, told
    assert 'your cell \\"second\\" ended the whole Python process' in told


def test_a_thread_that_computes_on_is_not_charged_to_the_cells_after_it(tmp_path):
    spins = "import threading\ndef spin():\n    while True: pass\nthreading.Thread(target=spin, daemon=True).start()\n"
    with Engine(arena.make(tmp_path), limits=LIMITS) as engine:
        found, told = scores(
            engine, first=arena.right("first") + "\n" + spins, second=WORKS.format(1.0) + arena.right("second")
        )
    assert list(found.values()) == [2, 2, 2, 2], told


def test_many_cells_that_end_it_later_do_not_make_the_grader_wait_without_end(tmp_path):
    ends = {name: f"{arena.right(name)}\n{END_LATER['a thread']}\n{WORKS.format(0.7)}" for name in arena.EXERCISES}
    began = time.monotonic()
    with Engine(arena.make(tmp_path), limits=LIMITS) as engine:
        scores(engine, **ends)
    assert time.monotonic() - began < 120


@pytest.mark.parametrize("place", ["cell", "answer"])
def test_a_child_that_goes_on_where_its_parent_does_answers_nothing(arena_engine, place):
    """`os.fork()` without an end for the child: two processes would answer every request from then on."""
    fork = {"cell": "import os\nos.fork()\n", "answer": ""}[place]
    body = {"cell": "", "answer": "    import os\n    os.fork()\n"}[place]
    report = arena_engine.grade(arena.notebook(second=f"{fork}def second(x):\n{body}    return x * 3")).report
    assert report.score == report.max_score


@pytest.mark.parametrize(("threads", "lost"), [(45, 0), (1000, 2)], ids=["a pool", "all there may be"])
def test_threads_left_leave_room_for_the_other_exercises(arena_engine, threads, lost):
    """They count for the kernel's limit as processes do, which a copy of the notebook's process needs to be below."""
    leaves = (
        "import threading, time\ntry:\n"
        f"    for _ in range({threads}): threading.Thread(target=time.sleep, args=(30,), daemon=True).start()\n"
        "except RuntimeError: pass\n"
    )
    report = arena_engine.grade(arena.notebook(second=leaves + arena.right("second"))).report
    assert report.score == report.max_score - lost
