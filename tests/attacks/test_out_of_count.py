"""What the kernel counts by user and not by process, or not at all: one submission could take it from the others."""

from dataclasses import replace

import arena
import pytest

from autograder.boundary.jail import Limits
from autograder.boundary.proc_files import memory
from autograder.boundary.remote import Link
from autograder.boundary.tiers import LANDLOCK
from autograder.engine.engine import Engine

pytestmark = pytest.mark.attack

# Descriptors that were sent and not received: a user who has more of them than a process may have open sends no more.
UNDER_WAY = """
import os, socket
held = socket.socketpair()
held[0].setblocking(False)
try:
    for _ in range(20):
        socket.send_fds(held[0], [b"x"], [0] * 100)
except OSError as problem:
    print(problem)
"""
SHARED = """
import mmap
try:
    held = [mmap.mmap({}, 64 << 20) for _ in range(6)]
    for one in held:
        one.write(b"x" * (64 << 20))
        one.madvise(mmap.MADV_DONTNEED)
except (OSError, ValueError) as problem:
    print("refused", problem)
"""
PINNED = """
import ctypes, os
libc, page = ctypes.CDLL(None, use_errno=True), ctypes.create_string_buffer(4096)
class Vector(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))
sent = libc.vmsplice(os.pipe()[1], ctypes.byref(Vector(ctypes.addressof(page), 4096)), 1, 0)
print("refused" if sent < 0 else "pinned")
"""


def printed(sandbox, source: str) -> str:
    """What a cell prints; nothing where it was stopped."""
    process = sandbox.spawn(Limits(), 0)
    try:
        outputs = Link(process, 20).ask("cell", source=source, cell="hungry")["outputs"]
    finally:
        process.kill()
    return "".join(output.get("text", "") for output in outputs)


def test_descriptors_under_way_cost_nobody_a_point(tmp_path):
    with Engine(arena.make(tmp_path), limits=arena.BRIEF) as engine, Engine(engine.assignment) as beside:
        before = beside.grade(arena.notebook(third="")).report
        own = engine.grade(arena.notebook(first=f"{arena.right('first')}\n{UNDER_WAY}"))
        assert "Too many references" in str(own.outputs)
        assert own.report.score == own.report.max_score
        process = engine._sandbox.spawn(Limits(), 0)
        try:
            Link(process, 20).ask("cell", source=UNDER_WAY, cell="hoard")
            meanwhile = beside.grade(arena.notebook(third="")).report
        finally:
            process.kill()
    assert replace(meanwhile, seconds=0) == replace(before, seconds=0)


@pytest.mark.parametrize("where", ["-1", "__import__('os').open('/dev/zero', 2)"], ids=["nowhere", "zero"])
def test_memory_that_is_nobody_s_is_not_given(sandbox, where):
    assert "refused" in printed(sandbox, SHARED.format(where))


def test_a_pipe_holds_no_pages_of_others(sandbox):
    assert printed(sandbox, PINNED).strip() == "refused"


def test_what_is_in_a_file_in_memory_can_still_be_shared(sandbox):
    """Process pools and data loaders do."""
    if sandbox.tier == LANDLOCK:
        pytest.skip("the lesser sandbox keeps /dev/shm closed")
    source = (
        "import multiprocessing, torch\nfrom multiprocessing import Array, Pool\n"
        "print(sum(Array('d', 10)), torch.ones(3).share_memory_().sum().item())\n"
        "loader = torch.utils.data.DataLoader(torch.arange(6.0), batch_size=2, num_workers=2)\n"
        "print([batch.tolist() for batch in loader])\n"
    )
    assert printed(sandbox, source).splitlines() == ["0.0 3.0", "[[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]"]


def test_what_is_swapped_out_counts(tmp_path, monkeypatch):
    """A process may ask for that, and its size in memory shrinks."""
    fields = {"RssAnon:": 3, "RssShmem:": 4, "VmSwap:": 500}
    monkeypatch.setattr(
        "autograder.boundary.proc_files._kibibytes",
        lambda path, names: sum(fields.get(name, 0) for name in names) << 10,
    )
    assert memory([1], 1 << 30) == 507 << 10
