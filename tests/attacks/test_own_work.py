"""What a check makes of an answer in the grader's own process: it goes on after an assertion has failed."""

import contextlib
import resource
import shutil
import signal
import sys
import time

import arena
import pytest
import torch

from autograder.boundary.jail import Limits
from autograder.boundary.process import Process
from autograder.boundary.remote import Link
from autograder.engine import own_work
from autograder.engine.engine import Engine
from autograder.engine.own_work import TooMuch, bounded
from autograder.engine.report import Status
from autograder.errors import Overdue
from autograder.expect import Mismatch, assert_tensor, evidence, unhinted
from autograder.expect.evidence import recording

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


def forever():
    while True:
        pass


def test_the_limits_hold_for_that_call_alone():
    before = resource.getrlimit(resource.RLIMIT_DATA), signal.getsignal(signal.SIGPROF)
    with pytest.raises(TooMuch, match="too long"):
        bounded(0.05, forever)
    with pytest.raises(TooMuch, match="more memory"):
        bounded(5, lambda: torch.zeros(1 << 28), 64 << 20)
    with pytest.raises(ZeroDivisionError):
        bounded(5, lambda: 1 / 0)
    assert bounded(5, lambda: 7) == 7
    assert (resource.getrlimit(resource.RLIMIT_DATA), signal.getsignal(signal.SIGPROF)) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


@pytest.mark.filterwarnings("ignore:Exception ignored in")  # by the generators of blocks that were interrupted
def test_the_alarm_that_rings_once_more_rings_in_the_check_alone(request):
    """It rang where the block of the check's evidence ended: from then on no assertion of that process raised."""
    handled = signal.signal(signal.SIGPROF, signal.SIG_IGN)  # by default it would be the end of this process
    request.addfinalizer(lambda: signal.signal(signal.SIGPROF, handled))
    before = resource.getrlimit(resource.RLIMIT_DATA), signal.getsignal(signal.SIGPROF)
    ours = {own_work.__file__, evidence.__file__, contextlib.__file__}
    reached = set()

    def check():
        with torch.no_grad(), unhinted():
            signal.raise_signal(signal.SIGPROF)

    def ring_at(number):
        def on_line(frame, event, _):
            nonlocal number
            number -= 1
            if number == 0:
                reached.add((frame.f_code.co_filename, frame.f_lineno))
                signal.raise_signal(signal.SIGPROF)
            return on_line

        return lambda frame, event, argument: on_line if frame.f_code.co_filename in ours else None

    for number in range(1, 200):
        tracer = sys.gettrace()
        with pytest.raises(TooMuch), recording():
            try:
                sys.settrace(ring_at(number))
                bounded(0, check)
            finally:
                sys.settrace(tracer)
        with pytest.raises(Mismatch) as raised:
            assert_tensor(torch.ones(1), shape=(2,))
        assert not raised.value.declines_hint
        assert torch.is_grad_enabled()
        assert (resource.getrlimit(resource.RLIMIT_DATA), signal.getsignal(signal.SIGPROF)) == before
        assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    assert len(reached) > 30


def test_a_conversation_with_a_process_is_not_broken_off(sandbox, monkeypatch):
    """What the next answer is an answer to would be anybody's guess, and the course's own solution serves a class."""
    process, ask = sandbox.spawn(arena.BRIEF, 0), Process.ask

    def ring_and_ask(process, *arguments):
        signal.raise_signal(signal.SIGPROF)
        return ask(process, *arguments)

    try:
        link = Link(process, 30)
        monkeypatch.setattr(Process, "ask", ring_and_ask)
        assert bounded(0, lambda: link.ask("cell", source="x = 1", cell="answer"))["error"] is None
        with pytest.raises(TooMuch):
            bounded(0.01, lambda: (link.ask("cell", source="x = 1", cell="answer"), forever()))
    finally:
        process.kill()


def test_a_machine_that_has_no_memory_is_nobody_s_doing(monkeypatch):
    def short():
        raise MemoryError

    monkeypatch.setattr(own_work, "_there_is", lambda size: False)
    with pytest.raises(MemoryError):
        bounded(5, short)
