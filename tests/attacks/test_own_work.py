"""What a check makes of an answer in the grader's own process: it goes on after an assertion has failed."""

import resource
import shutil
import signal
import time

import arena
import pytest
import torch

from autograder.boundary.jail import Limits
from autograder.engine import own_work
from autograder.engine.engine import Engine
from autograder.engine.own_work import TooMuch, bounded
from autograder.engine.report import Status
from autograder.errors import Overdue

pytestmark = pytest.mark.attack

BEGINNING = "import torch\n\nfrom autograder.expect import assert_tensor, check\n\n\n"
ROWS = (
    BEGINNING
    + '''\
@check("first")
def test_rows(student):
    """first gives two rows."""
    x = torch.ones(2)
    for result in [student.first(x) for _ in range(40)]:
        assert_tensor(result, shape=(2,))  # goes on
        assert all(row.tolist() == 2 for row in result)
'''
)
BY_PYTEST = ROWS.replace("import torch\n", "import pytest\nimport torch\n", 1).replace("(student)", "(student, two)")
BY_PYTEST += "\n\n@pytest.fixture\ndef two():\n    return 2\n"
PAIRS = (
    BEGINNING
    + '''\
@check("first")
def test_pairs(student):
    """first gives two rows."""
    result = student.first(torch.ones(2))
    assert bool((result[:, None] == result[None]).all())
    assert_tensor(result, shape=(2,))
'''
)
MANY = "def first(x): return (2 * x[:1]).expand({})"
LIMITS = Limits(cell_seconds=2, check_seconds=1)


def engine(folder, checks, **how):
    shutil.copytree(arena.CHECKS, folder / "checks")
    (folder / "checks" / arena.NAME / "first" / "checks.py").write_text(checks)
    return Engine(arena.make(folder / "course", folder / "checks"), limits=LIMITS, **how)


@pytest.mark.parametrize(("checks", "remember"), [(ROWS, True), (ROWS, False), (BY_PYTEST, True)])
def test_a_check_that_goes_through_what_it_is_given_has_an_end(tmp_path, checks, remember):
    """40 answers of half a million rows took a minute, and as long in each of a class's checks: nothing counted it."""
    many = arena.notebook(first=MANY.format(1 << 19))
    with engine(tmp_path, checks, remember=remember) as one:
        assert one.grade(arena.notebook(), only={"first"}).report.score == 2
        began = time.thread_time()
        graded = one.grade(many)
        took = time.thread_time() - began
        first, *others = graded.report.exercises
        assert took < 12
        assert (first.status, first.score) == (Status.FAILED, 0)
        assert "shape" in first.checks[0].message  # what was judged first
        assert all(each.status is Status.PASSED for each in others)
        assert graded.waited > 1  # it is waited for like any other
        with pytest.raises(Overdue):
            one.grade(many, within=0.5)


def test_a_check_that_needs_too_much_memory_for_what_it_is_given_is_failed_and_no_error(tmp_path, monkeypatch):
    """It was no score in place of a zero; and where the machine gave the memory, the grader itself was ended for it."""
    monkeypatch.setattr(own_work, "ROOM", 256 << 20)
    with engine(tmp_path, PAIRS) as one:
        first, *others = one.grade(arena.notebook(first=MANY.format(30_000))).report.exercises
        assert first.status is Status.FAILED
        assert "takes more memory to be judged" in first.checks[0].message
        assert all(each.status is Status.PASSED for each in others)
        assert one.grade(arena.notebook(), only={"first"}).report.score == 2


def test_the_limits_hold_in_the_block_alone():
    before = resource.getrlimit(resource.RLIMIT_DATA), signal.getsignal(signal.SIGPROF)
    with pytest.raises(TooMuch, match="too long"), bounded(0.05):
        while True:
            pass
    with pytest.raises(TooMuch, match="more memory"), bounded(5, 64 << 20):
        torch.zeros(1 << 28)
    with pytest.raises(ZeroDivisionError), bounded(5):
        1 / 0  # noqa: B018
    assert (resource.getrlimit(resource.RLIMIT_DATA), signal.getsignal(signal.SIGPROF)) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_a_machine_that_has_no_memory_is_nobody_s_doing(monkeypatch):
    monkeypatch.setattr(own_work, "_there_is", lambda size: False)
    with pytest.raises(MemoryError), bounded(5):
        raise MemoryError
