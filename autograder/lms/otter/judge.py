"""The checks of one assignment in a process of their own, beside the kernel in which otter runs a submission.

For every exercise the kernel sends its name, a channel to a copy of itself and that copy's pidfd, and gets back what
each check found. From there on all is as in the sandbox: requests cross, values come back, nothing is unpickled, and a
check that hangs or crashes costs itself.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import sys
from pathlib import Path
from typing import Any, cast

import torch

from autograder import course
from autograder.boundary.channel import Channel
from autograder.boundary.failure import StudentStopped, stopped
from autograder.boundary.process import Process
from autograder.boundary.sandbox import Sandbox
from autograder.boundary.wire import Closed
from autograder.engine.checking import MOST_STOPS
from autograder.engine.checks import Check, collect
from autograder.engine.company import counted
from autograder.engine.judge import judge
from autograder.engine.limits import limits_of
from autograder.engine.reference import Reference
from autograder.engine.report import CheckResult, Status
from autograder.errors import GradingError, UserError
from autograder.lms.otter.unconfined import Unconfined

SEED = 0


class Judge:
    """The checks of an assignment, its limits, and its reference solution."""

    def __init__(self, root: Path, name: str) -> None:
        torch.set_num_threads(1)
        self.assignment = course.load(root, name)
        self.limits = limits_of(self.assignment)
        self.checks = collect(self.assignment)
        self._unconfined = Unconfined()
        self._reference = Reference(cast(Sandbox, self._unconfined), self.assignment, self.limits, SEED)

    def exercise(self, name: str, copy: Process) -> list[CheckResult]:
        """Run the checks of one exercise on fresh copies of `copy`, a process that holds the student's notebook."""
        results = []
        process: Process | None = None
        stops = 0
        own = [check for check in self.checks if check.exercise == name]
        for check in own:
            if process is not None and not process.alive:
                stops += 1
            if process is None or not process.alive:
                process = _forked(copy) if stops < MOST_STOPS else None
            if process is None:
                why = "not tried: your code had to be stopped in the checks before" if stops else "cannot be copied"
                results.append(judge(check, StudentStopped(stopped(why)), [], self._reference.is_sound))
            else:
                results.append(self._tried(check, process))
        if process is not None:
            process.kill()
        return list(counted(own, results))

    def _tried(self, check: Check, process: Process) -> CheckResult:
        try:
            return self._reference.try_check(check, process).result
        except Exception as surprise:  # a value so odd that it cannot even be described
            return judge(check, surprise, [], self._reference.is_sound)

    def close(self) -> None:
        self._reference.close()
        self._unconfined.close()


def _forked(copy: Process) -> Process | None:
    try:
        return copy.fork()
    except Closed:
        return None


def answer(results: list[CheckResult]) -> dict[str, Any]:
    """What the kernel is told: for each check None or the feedback, or one fault of ours instead of them all."""
    faults = [f"{result.id}: {result.message}" for result in results if result.status is Status.ERROR]
    return {
        "fault": "; ".join(faults) or (None if results else "no such exercise"),
        "checks": {result.id: None if result.status is Status.PASSED else _feedback(result) for result in results},
    }


def _feedback(result: CheckResult) -> str:
    parts = [result.message, f"Hint: {result.hint}" if result.hint else None]
    return "\n".join(part for part in parts if part) or "this is not so"


def serve(control: socket.socket, found: Judge) -> None:
    """Answer the kernel until it hangs up."""
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 4096, 2)
        if len(descriptors) != 2:
            return
        copy = Process(Channel(socket.socket(fileno=descriptors[0])), descriptors[1], found.limits)
        try:
            told = answer(found.exercise(message.decode(), copy))
        except (GradingError, UserError) as problem:
            told = {"fault": str(problem), "checks": {}}
        finally:
            copy.kill()
        control.sendall(json.dumps(told).encode() + b"\n")


def main() -> None:
    """`python -c … FOLDER DESCRIPTOR`: judge what the kernel behind the descriptor sends, then remove the folder."""
    folder, control = Path(sys.argv[1]), socket.socket(fileno=int(sys.argv[2]))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # ipykernel ends its children so
    found: Judge | None = None
    try:
        settings = json.loads((folder / "otter.json").read_text())
        found = Judge(folder, settings["assignment"])
        with contextlib.suppress(OSError):  # the kernel has gone
            serve(control, found)
    except (GradingError, UserError) as problem:
        os.write(2, f"course grading: {problem}\n".encode())
    finally:
        if found is not None:
            found.close()
        shutil.rmtree(folder, ignore_errors=True)
