"""What is asked of an answer is asked once: whoever has heard it before knows what is wanted, and that he was wrong."""

import arena
import pytest
from arena import BRIEF
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.engine.engine import Engine

pytestmark = pytest.mark.attack

# Right where another process has heard a question before, wrong otherwise. The visible tests are answered rightly.
BY_PIPE = """
import os
ends = os.pipe2(os.O_NONBLOCK)
def heard():
    me = str(os.getpid()).encode()
    try:
        before = os.read(ends[0], 100)
    except BlockingIOError:
        before = me
    os.write(ends[1], before)
    return before != me
"""
BY_FILE = """
def heard():
    import os
    for folder in {folders}:
        try:
            with open(folder + "/heard", "x") as file:
                file.write(str(os.getpid()))
        except FileExistsError:
            if open(folder + "/heard").read() != str(os.getpid()):
                return True
    return False
"""
HOW = {
    "pipe": BY_PIPE,
    "file": BY_FILE.format(folders="['.']"),
    "files": BY_FILE.format(folders="['.', '/tmp', '/dev/shm']"),
}
LIES = """
import autograder.boundary.bindings as b, autograder.boundary.surroundings as s
b.Bindings.is_fixed = b.Bindings.stands = s.Surroundings.are_the_same_since = lambda *_: True
"""
ANSWER = "def third(x):\n    return x * (5 if isinstance(x, int) or heard() else 4)"


def changes_its_mind(how: str, lies: str) -> NotebookNode:
    found = arena.notebook(third=ANSWER)
    found.cells.insert(1, new_code_cell(how + lies, id="prepares"))
    return found


@pytest.mark.parametrize("lies", ["", LIES], ids=["honest worker", "lying worker"])
@pytest.mark.parametrize("how", HOW)
def test_a_second_look_is_no_second_chance(tmp_path, how, lies):
    submission, scores = changes_its_mind(HOW[how], lies), []
    for together in (False, True):
        with Engine(arena.make(tmp_path / str(together), checked_together=together), limits=BRIEF) as engine:
            scores.append([exercise.score for exercise in engine.grade(submission).report.exercises])
    assert scores[1] == scores[0] != [2, 2, 2, 2]
