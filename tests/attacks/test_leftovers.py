"""What a cell or a check leaves behind (processes, memory, files, time asleep) costs no other exercise a point."""

from dataclasses import replace

import arena
import pytest

from autograder.boundary.jail import Limits
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
