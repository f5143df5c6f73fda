"""Worker processes without a jail, for the course's own solution where otter grades. Never for a student's code."""

import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path

from autograder.boundary import jail
from autograder.boundary.channel import Channel
from autograder.boundary.jail import Limits
from autograder.boundary.process import Process
from autograder.boundary.wire import Closed, Encoder
from autograder.errors import GradingError


class Unconfined:
    """In the place of a `Sandbox`: `spawn` forks this process, which must have used one thread alone."""

    tier = "none"

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="reference-"))
        self._spawned = 0

    def spawn(self, limits: Limits, seed: int) -> Process:
        """Fork a fresh worker in a folder of its own. Raises GradingError where it does not start."""
        ours, theirs = socket.socketpair()
        self._spawned += 1
        folder = self._folder / str(self._spawned)
        folder.mkdir()
        child = os.fork()
        if child == 0:
            try:
                ours.close()
                _serve(theirs, folder, limits, seed)
            finally:
                os._exit(1)
        theirs.close()
        try:
            process = Process(Channel(ours), os.pidfd_open(child), limits)
            process.wait(60)  # its greeting
        except (OSError, Closed, TimeoutError) as problem:
            raise GradingError(f"the process of the reference solution could not start ({problem})") from problem
        return process

    def close(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _serve(channel: socket.socket, folder: Path, limits: Limits, seed: int) -> None:
    from autograder.boundary import shell, switches, worker

    jail.die_with_parent()
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    worker.pin_threads()
    switches.run_graphs_as_they_are()
    serving = worker.Worker(Channel(channel), shell.create(), limits.cell_output)
    serving.seed(seed)
    serving._channel.send(Encoder.request({"ok": "ready"}))
    serving.serve()
