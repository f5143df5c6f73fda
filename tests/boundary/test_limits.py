"""What limits leave to the machine: neither many processors nor large libraries are a student's doing."""

import mmap
import os
import resource

import pytest

from autograder.boundary import jail
from autograder.boundary.jail import Limits, limit_resources
from autograder.boundary.remote import Link
from autograder.boundary.sandbox import Sandbox

THREADS = """
import threading
gate = threading.Event()
for _ in range({count}):
    threading.Thread(target=gate.wait, daemon=True).start()
gate.set()
"""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[int, int]:
    """What the kernel would be asked for."""
    wanted: dict[int, int] = {}
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, pair: wanted.update({kind: pair[0]}))
    return wanted


@pytest.mark.parametrize("processors", [1, 64, None])
def test_a_thread_for_each_processor_has_room(
    asked: dict[int, int], monkeypatch: pytest.MonkeyPatch, processors: int | None
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    monkeypatch.setattr(jail, "_begun_with", lambda: (7 << 30, 3 << 30))  # as with CUDA
    limit_resources(Limits(address_space=1000, data=500, processes=64))
    count = processors or 1
    assert asked[resource.RLIMIT_NPROC] == 64 + count
    assert asked[resource.RLIMIT_AS] >= (7 << 30) + (1000 + count * 72 << 20), "a stack and an arena of malloc each"
    assert asked[resource.RLIMIT_DATA] >= (3 << 30) + (500 + count * 8 << 20)


def test_what_the_process_has_mapped() -> None:
    before = jail._begun_with()
    kept = mmap.mmap(-1, 64 << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)  # malloc may have had as much all along
    addresses, data = (now - then for now, then in zip(jail._begun_with(), before, strict=True))
    assert addresses >= len(kept) and data >= len(kept)


def test_a_library_may_start_a_thread_for_each_processor(sandbox: Sandbox) -> None:
    """onnxruntime does, and on a machine with 16 processors it ended the process that held the reference."""
    few = Limits(processes=3)  # two of them are the worker itself and the process that waits for it
    assert _error(sandbox, few, THREADS.format(count=os.cpu_count())) is None
    assert "can't start new thread" in _error(sandbox, few, THREADS.format(count=(os.cpu_count() or 1) + 8))


def _error(sandbox: Sandbox, limits: Limits, source: str) -> str | None:
    if sandbox.tier != "bubblewrap":
        pytest.skip("the lesser sandbox counts in what the user runs beside it")
    process = sandbox.spawn(limits, 0)
    try:
        error = Link(process, 60).ask("cell", source=source, cell="answer")["error"]
        return error and error["message"]
    finally:
        process.kill()
