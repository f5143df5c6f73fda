"""Hostile and broken submissions: each costs its own exercise and nothing else, and nothing outside notices."""

import contextlib
import os
import time

import arena
import psutil
import pytest

from autograder.boundary.jail import Limits
from autograder.boundary.proc_files import family
from autograder.engine.report import Status

pytestmark = pytest.mark.attack

OTHERS = ("first", "third", "last")

# What each does to the exercise `second`, in its cell or when it is called.
HARMFUL = {
    "endless loop in a cell": "while True: pass",
    "endless loop that catches interrupts": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    ),
    "endless loop in a call": "def second(x):\n    while True: pass",
    "exit in a cell": "import os; os._exit(0)",
    "exit in a call": "import os\ndef second(x): os._exit(0)",
    "segmentation fault in a cell": "import ctypes; ctypes.string_at(0)",
    "segmentation fault in a call": "import ctypes\ndef second(x): ctypes.string_at(0)",
    "30 GB in a cell": "x = torch.ones(30_000_000_000, dtype=torch.uint8)",
    "30 GB in a call": "def second(x): return torch.ones(30_000_000_000, dtype=torch.uint8).sum()",
    "30 GB of small pieces": "def second(x): return [bytearray(10_000_000) for _ in range(3_000)]",
    "30 GB over many processes": (
        "def second(x):\n    import os, time\n    for _ in range(30):\n        if os.fork() == 0:\n"
        "            b = bytearray(1_000_000_000)\n            time.sleep(100)\n    time.sleep(100)"
    ),
    "10,000 processes in a cell": (
        "import os, time\nfor _ in range(10_000):\n    if os.fork() == 0:\n        time.sleep(1000)"
    ),
    "10,000 processes in a call": (
        "def second(x):\n    import os, time\n    for _ in range(10_000):\n        if os.fork() == 0:\n"
        "            time.sleep(1000)"
    ),
    "a full disk in a cell": "for n in range(100): open(f'/tmp/{n}', 'wb').write(bytes(50_000_000))",
    "a full disk in a call": (
        "def second(x):\n    for n in range(100): open(f'/dev/shm/{n}', 'wb').write(bytes(50_000_000))"
    ),
    "a result of 400 MB": "def second(x): return torch.zeros(100_000_000)",
    "a result that contains itself": "def second(x):\n    a = []\n    a.append(a)\n    return a",
    "endless recursion": "def second(x): return second(x)",
    "closed descriptors": "import os\nos.closerange(3, 250)",
    "noise on the channel": (
        "import os\nfor d in range(3, 50):\n    try: os.write(d, b'\\xff' * 64)\n    except OSError: pass"
    ),
    "sys.exit": "import sys\ndef second(x): sys.exit(0)",
    "a syntax error": "def second(x:\n    return x",
    "an exception whose text cannot be read": (
        "class E(Exception):\n    def __str__(self): raise RuntimeError\ndef second(x): raise E"
    ),
}

# What each tries to gain, without an answer to `second`.
FORGING = {
    "cells emptied by an input transformer": (
        'get_ipython().input_transformers_post.append(lambda lines: ["pass\\n"])\ndef second(x): pass'
    ),
    "patched comparisons": (
        "torch.allclose = torch.equal = lambda *a, **k: True\n"
        "torch.Tensor.__eq__ = lambda a, b: torch.ones(4, dtype=torch.bool)\ndef second(x): return x"
    ),
    "a result that equals everything": (
        "class Yes:\n    def __eq__(self, other): return True\n    def __getattr__(self, name): return Yes()\n"
        "def second(x): return Yes()"
    ),
    "a search of the disk": (
        "import os\ndef second(x):\n"
        "    found = [f for d in ('/app', '/sp/autograder', '/tmp', '/proc/1/root/app') for _, _, fs in os.walk(d)\n"
        "             for f in fs if 'test_arena' in f or f == 'arena.ipynb']\n    raise ValueError(f'found {found}')"
    ),
}

HARMLESS = {
    "a warning": "import warnings\ndef second(x):\n    warnings.warn('take care')\n    return x * 3",
    "standard error": "import sys\ndef second(x):\n    print('oh', file=sys.stderr)\n    return x * 3",
    "100 MB printed in a cell": "print('x' * 100_000_000)\ndef second(x): return x * 3",
    "100 MB printed in a call": "def second(x):\n    print('x' * 100_000_000)\n    return x * 3",
    "another default dtype and device": (
        "torch.set_default_dtype(torch.float64)\ntorch.set_default_device('meta')\ndef second(x): return x * 3"
    ),
    "many threads": "torch.set_num_threads(8)\ndef second(x): return x * 3",
    "a changed folder": "import os\nos.chdir('/')\ndef second(x): return x * 3",
    "a thread that goes on": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(100,)).start()\ndef second(x): return x * 3"
    ),
    "magics": "%matplotlib inline\n%time 1 + 1\ndef second(x): return x * 3",
}


def grade(engine, **answers):
    return engine.grade(arena.notebook(**answers)).report


def scores(report):
    return {exercise.id: exercise.score for exercise in report.exercises}


@pytest.mark.parametrize("attack", HARMFUL)
def test_harm_costs_its_own_exercise_only(arena_engine, attack):
    report = grade(arena_engine, second=HARMFUL[attack])
    assert scores(report) == {"first": 2, "second": 0, "third": 2, "last": 2}
    second = next(exercise for exercise in report.exercises if exercise.id == "second")
    assert second.message or all(check.message for check in second.checks), "the student is told why"


@pytest.mark.parametrize("then", ["pass", "while True: pass", "os._exit(0)"])
@pytest.mark.parametrize("when", ["True", "isinstance(x, int)", "not isinstance(x, int)"], ids=["", "cell", "check"])
def test_processes_left_running_are_blamed_on_no_later_cell(arena_engine, when, then):
    """Whose cell came next was left out for them, or lacked a process: whose that was, was a matter of luck."""
    crowd = f"""import os, time
def second(x):
    if {when}:
        for _ in range(50):
            if os.fork() == 0:
                time.sleep(1000)
        {then}"""
    threads = "import threading\n" + arena.right("third") + "\nthreading.Thread(target=print).start()"
    outcome = arena_engine.grade(arena.notebook(second=crowd, third=threads))
    assert scores(outcome.report) == {"first": 2, "second": 0, "third": 2, "last": 2}
    if when.startswith("not"):  # those that a check left: no cell did it
        assert "left out" not in str(outcome.outputs)


@pytest.mark.parametrize("attack", FORGING)
def test_forging_gains_nothing(arena_engine, attack):
    report = grade(arena_engine, second=FORGING[attack])
    second = next(exercise for exercise in report.exercises if exercise.id == "second")
    assert second.checks[0].status is Status.FAILED
    assert report.score <= 8 - 1
    assert "test_arena" not in report.to_json().replace("ValueError: found []", "")


@pytest.mark.parametrize("habit", HARMLESS)
def test_harmless_habits_cost_nothing(arena_engine, habit):
    assert grade(arena_engine, second=HARMLESS[habit]).score == 8


def test_the_input_transformer_gains_nothing_for_an_unanswered_notebook(arena_engine):
    stubs = {name: f"def {name}(x):\n    raise NotImplementedError" for name in arena.EXERCISES}
    stubs["first"] = 'get_ipython().input_transformers_post.append(lambda lines: ["pass\\n"])\n' + stubs["first"]
    assert grade(arena_engine, **stubs).score == 0


def test_everything_at_once(arena_engine):
    answers = {
        "first": HARMFUL["exit in a cell"].replace("second", "first"),
        "second": HARMFUL["endless loop in a call"],
        "third": HARMFUL["10,000 processes in a cell"].replace("second", "third"),
    }
    assert scores(grade(arena_engine, **answers)) == {"first": 0, "second": 0, "third": 0, "last": 2}


def test_grading_ends_within_its_limits(sandbox, arena_engine):
    """Every cell may hang, and every cell may end the process: the bound is that of the whole notebook."""
    from autograder.engine.notebook_run import NotebookRun
    from autograder.engine.plan import plan

    hang = dict.fromkeys(arena.EXERCISES, "import time\ntime.sleep(1000)")
    limits = Limits(cell_seconds=1, notebook_seconds=2, patience=1)
    layout = plan(arena_engine.assignment, arena_engine.assignment.read_source(), arena.notebook(**hang))
    run = NotebookRun(sandbox, layout, limits, 0)
    run.advance(len(layout.steps))
    run.close()
    assert "had used up its 2 seconds" in str(run.errors)


def test_the_same_submission_gets_the_same_report(arena_engine):
    answers = {"first": "def first(x): return object()", "second": "def second(x): raise ValueError(object())"}
    first, second = (grade(arena_engine, **answers).to_dict() for _ in range(2))
    del first["seconds"], second["seconds"]
    assert first == second


def test_no_process_is_left_behind(arena_engine):
    daemon = (
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        time.sleep(500)\n    os._exit(0)\ndef second(x): return x * 3"
    )
    grade(arena_engine)
    before = running()
    assert grade(arena_engine, second=daemon).score == 8
    until = time.monotonic() + 10
    while not running() <= before and time.monotonic() < until:
        time.sleep(0.1)  # a killed tree takes a moment to go
    assert running() <= before


def running():
    """All processes below this one that are not yet dead; a dead one waits for its parent to take note."""
    found = set()
    for pid in family(os.getpid()):
        with contextlib.suppress(psutil.NoSuchProcess):  # it has ended since it was listed
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                found.add(pid)
    return found


REACHES_OUT = {
    "the network": "import socket\nsocket.create_connection(('127.0.0.1', 9), timeout=1)",
    "a new user namespace": "import subprocess\nassert subprocess.run(['unshare', '--user', 'true']).returncode == 0",
    "writing to the interpreter": "open(torch.__file__, 'a')",
    "writing outside the scratch folder": "open('/app/mark', 'w')",
    "ptrace": "import ctypes\nassert ctypes.CDLL(None).ptrace(0, 0, 0, 0) == 0",
    "mounting": "import ctypes\nassert ctypes.CDLL(None).mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0",
    "becoming root": "import os\nos.setuid(0)",
    "the system's users": "open('/etc/passwd')",
}


@pytest.mark.parametrize("target", REACHES_OUT)
def test_the_sandbox_holds(arena_engine, target):
    graded = arena_engine.grade(arena.notebook(second=REACHES_OUT[target] + "\n" + arena.right("second")))
    outputs = [output for cell in graded.outputs for output in cell]
    assert any(output["output_type"] == "error" for output in outputs), f"{target} was reached"
    assert graded.report.score == 6
