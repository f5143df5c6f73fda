"""Hidden images and labels cannot be reached from the process that runs a student's notebook."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import autograder
from autograder import course
from autograder.boundary.channel import Channel
from autograder.boundary.jail import Limits
from autograder.boundary.remote import Link
from autograder.boundary.sandbox import Sandbox
from autograder.boundary.student import SandboxedStudent
from autograder.engine.engine import Engine
from autograder.engine.report import Status

ROOT = course.find_root(Path(__file__))
HIDDEN = sorted((ROOT / "autograder" / "checks").glob("*/hidden/**/*.gz"))

# What a student's cell can do: walk everything that is there, and try the paths it may have guessed.
SEARCH = """
import gzip, os

def named_like(names):
    found = []
    for folder, _, files in os.walk("/"):
        if not folder.startswith(("/proc", "/sys")):
            found += [os.path.join(folder, file) for file in files if file in names]
    return found

def holding(excerpt, most):
    "Files that hold some bytes, packed or not, among those that are small enough to be the data."
    found = []
    for folder, _, files in os.walk("/"):
        if folder.startswith(("/proc", "/sys")):
            continue
        for file in files:
            path = os.path.join(folder, file)
            try:
                if os.path.getsize(path) <= most and path.endswith((".gz", "-ubyte", ".bin", ".npy", ".pt")):
                    data = open(path, "rb").read()
                    data = gzip.decompress(data) if data[:2] == b"\\x1f\\x8b" else data
                    found += [path] if excerpt in data else []
            except OSError:
                pass
    return found

def opened(paths):
    found = []
    for path in paths:
        try:
            open(path, "rb").close()
            found.append(path)
        except OSError:
            pass
    return found
"""


@pytest.fixture(scope="module")
def student() -> Iterator[SandboxedStudent]:
    """A student in the sandbox as an engine starts it, with the files of 04_training beside the notebook."""
    assignment = course.load(ROOT, "04_training")
    with Sandbox((ROOT, Path(autograder.__file__).parent)) as sandbox:
        process = sandbox.spawn(Limits(), 0)
        link = Link(process, 60)
        link.ask("files", files=dict(assignment.data_files()))
        assert link.ask("cell", source=SEARCH, cell="search")["error"] is None
        yield SandboxedStudent(link)
        process.kill()


def test_there_is_something_to_hide() -> None:
    assert len(HIDDEN) >= 4


@pytest.mark.attack
def test_the_hidden_files_cannot_be_opened_by_their_paths(student: SandboxedStudent) -> None:
    assert student.opened([str(path) for path in HIDDEN]) == []


@pytest.mark.attack
def test_no_file_of_the_sandbox_holds_the_hidden_labels(student: SandboxedStudent) -> None:
    shipped = course.load(ROOT, "04_training").data_files()
    public = next(name for name in shipped if name.endswith("mnist/t10k-labels-idx1-ubyte.gz"))
    seen = gzip.decompress(shipped[public])[8:308]
    assert len(student.holding(seen, 8 << 20)) == 1, "the search must find what is there"
    for path in HIDDEN:
        data = gzip.decompress(path.read_bytes())
        secret = data[8:308] if "labels" in path.name else data[16 + 300 : 16 + 600]  # the middle of the first image
        assert any(secret)
        assert student.holding(secret, 8 << 20) == [], path.name


@pytest.mark.attack
def test_no_file_of_the_sandbox_has_the_hidden_files_names_twice(student: SandboxedStudent) -> None:
    names = sorted({path.name for path in HIDDEN})
    shipped = [name for name in course.load(ROOT, "04_training").data_files() if Path(name).name in names]

    assert len(student.named_like(names)) == len(shipped)


@pytest.mark.slow
def test_no_label_is_sent_to_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that the checks of trained networks send, searched for runs of hidden labels in any usual dtype."""
    sent: list[bytes] = []
    send = Channel.send

    def recording(channel: Channel, message: bytes, *how: Any) -> None:
        sent.append(message)
        send(channel, message, *how)

    monkeypatch.setattr(Channel, "send", recording)
    labels = [gzip.decompress(path.read_bytes())[8:] for path in HIDDEN if "labels" in path.name]
    with Engine(course.load(ROOT, "04_training"), remember=False) as engine:
        checks = [check for check in engine.checks if check.exercise in ("train_mlp", "train_cnn")]
        for check in checks:
            process = engine.reference.copy(check.exercise)
            assert engine.reference.try_check(check, process).result.status is Status.PASSED
            process.kill()

    assert sum(map(len, sent)) > 2000 * 28 * 28, "the images were sent"
    for label in labels:
        run = np.frombuffer(label, np.uint8)[:40]
        for dtype in (np.uint8, np.int32, np.int64, np.float32):
            assert not any(run.astype(dtype).tobytes() in message for message in sent)
