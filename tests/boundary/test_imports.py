"""What every submission imports is imported once, where it can be."""

import sys

import pytest

from autograder.boundary import zygote
from autograder.boundary.jail import Limits
from autograder.boundary.remote import Link
from autograder.boundary.sandbox import Sandbox

LOOK = "import sys\nprint(sorted({'wave', 'colorsys', 'no_such_module', 'html'} & set(sys.modules)))"


@pytest.mark.parametrize("tier", ["bubblewrap", "landlock"])
def test_it_is_there_before_the_first_cell(tier):
    with Sandbox(
        tier=tier, imports=("wave", "colorsys.rgb_to_hls", "no_such_module", "no_such_module.part")
    ) as sandbox:
        process = sandbox.spawn(Limits(), 0)
        answer = Link(process, 30).ask("cell", source=LOOK, cell="look")
        process.kill()
    assert answer["outputs"][0]["text"].strip() == "['colorsys', 'html', 'wave']"


def test_what_starts_a_thread_is_left_to_the_cells(tmp_path, monkeypatch):
    """A copy of a process has one thread, whatever the others were doing."""
    thread = "import threading, time\nthreading.Thread(target=time.sleep, args=(5,), daemon=True).start()"
    names = [f"module_{number}_of_this_test" for number in range(3)]
    for name, source in zip(names, ["", thread, ""], strict=True):
        tmp_path.joinpath(f"{name}.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    zygote._import(names)
    assert [name in sys.modules for name in names] == [True, False, True]


def test_what_ends_the_process_is_left_to_the_cells(tmp_path, monkeypatch):
    tmp_path.joinpath("ends_the_process_of_this_test.py").write_text("import os, signal\nos.kill(os.getpid(), 9)")
    monkeypatch.syspath_prepend(tmp_path)
    zygote._import(["ends_the_process_of_this_test"])
    assert "ends_the_process_of_this_test" not in sys.modules
