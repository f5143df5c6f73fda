"""Work on several assignments is dealt out so that no process waits for another, and each closes what it opened."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from autograder.errors import UserError
from autograder.validity.dealt_out import Lot, dealt_out


@contextlib.contextmanager
def noting(folder: Path, lot: str) -> Iterator[Callable[[str], str]]:
    """In the block, work that waits for a file, tells of itself by one, or fails."""
    opened = folder / f"{lot}-{os.getpid()}.opened"
    opened.touch(exist_ok=False)

    def work(name: str) -> str:
        if name == "broken":
            raise UserError("it is broken")
        until = time.monotonic() + 60
        while name.startswith("after-") and not (folder / name.removeprefix("after-")).exists():
            assert time.monotonic() < until, f"{name} waited in vain"
            time.sleep(0.01)
        (folder / name).touch()
        return f"{lot}: {name}"

    yield work
    opened.rename(opened.with_suffix(".closed"))


def lots(folder: Path, **names: str) -> list[Lot[str]]:
    return [Lot(tuple(each.split()), partial(noting, folder, lot)) for lot, each in names.items()]


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_what_each_lot_comes_to_in_turn(tmp_path: Path, jobs: int) -> None:
    found = list(dealt_out(lots(tmp_path, one="a b", two="c"), jobs))
    assert found == [{"a": "one: a", "b": "one: b"}, {"c": "two: c"}]
    assert list(tmp_path.glob("*.closed"))
    assert not list(tmp_path.glob("*.opened")), "what a process opens it closes"


def test_the_next_lot_is_begun_while_a_piece_of_the_last_one_is_worked_on(tmp_path: Path) -> None:
    found = list(dealt_out(lots(tmp_path, one="after-b", two="a b"), 2))
    assert [sorted(each) for each in found] == [["after-b"], ["a", "b"]]


def test_a_process_opens_a_lot_once(tmp_path: Path) -> None:
    list(dealt_out(lots(tmp_path, one="a b c d", two="e f g h"), 2))
    assert len(list(tmp_path.glob("*.closed"))) <= 4


def test_what_is_raised_reaches_the_caller(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="it is broken"):
        list(dealt_out(lots(tmp_path, one="a broken b", two="c"), 2))
    assert not list(tmp_path.glob("*.opened"))


LIVE_ON = """
import sys
from functools import partial
from pathlib import Path

from test_dealt_out import lots

from autograder.validity.dealt_out import dealt_out

if __name__ == "__main__":
    list(dealt_out(lots(Path(sys.argv[1]), one="after-nothing after-nobody"), 2))
"""


def test_a_killed_parent_leaves_no_process_behind(tmp_path: Path) -> None:
    script = tmp_path / "live_on.py"
    script.write_text(LIVE_ON)
    parent = subprocess.Popen([sys.executable, script, tmp_path], env={**os.environ, "PYTHONPATH": where_tests_are()})
    until = time.monotonic() + 60
    while len(opened := list(tmp_path.glob("*.opened"))) < 2:
        assert time.monotonic() < until and parent.poll() is None, "its processes do not begin"
        time.sleep(0.05)
    workers = [psutil.Process(int(path.stem.rpartition("-")[2])) for path in opened]
    parent.kill()
    parent.wait()
    assert not psutil.wait_procs(workers, timeout=30)[1]


def where_tests_are() -> str:
    return os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
