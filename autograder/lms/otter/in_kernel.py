"""Otter's side of the judge: in the kernel that runs a submission.

`autograder.zip` has a copy of this file as `course_grading.py`, beside `course.zip`, which holds the package and the
checks. Only the standard library is imported before that is unpacked. Nothing that runs here can be trusted: it shares
its process with the student's code. What it must get right, it gets right for the honest student's sake.
"""

import contextlib
import gc
import json
import linecache
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

_HERE = Path(__file__).resolve().parent
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")
_START = "import sys; sys.path.insert(0, sys.argv[1]); from autograder.lms.otter.judge import main; main()"


class Stopped(KeyboardInterrupt):
    """A cell had used up its time. No `Exception`: a student's own `except Exception` must not go on with it."""


class Grading:
    """One notebook being graded: the unpacked course, and the judge's process."""

    def __init__(self) -> None:
        self._folder = _unpacked(_HERE / "course.zip")
        self._control, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        arguments = [str(self._folder), str(theirs.fileno())]
        subprocess.Popen(
            [sys.executable, "-E", "-P", "-c", _START, *arguments],  # nothing of the student's is imported there
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={**environment, "OMP_NUM_THREADS": "1"},
            cwd=self._folder,
            start_new_session=True,
        )
        theirs.close()
        self._answers = self._control.makefile("rb")
        self._load()
        settings = json.loads((self._folder / "otter.json").read_text())
        self._clock = Clock(settings["cell_seconds"], settings["patience"])
        self._clock.start()
        self.results: dict[str, dict[str, str | None]] = {}

    def _load(self) -> None:
        """Import now what every copy would otherwise import anew, as the sandbox's first process does."""
        sys.path.insert(0, str(self._folder))
        try:
            import matplotlib.pyplot  # noqa: F401
            import torch
            import torch._dynamo
            import torch.utils.data  # noqa: F401

            from autograder.boundary import switches, worker
        finally:
            sys.path.remove(str(self._folder))
        worker.pin_threads()
        switches.run_graphs_as_they_are()

    def judge(self, exercise: str, names: dict[str, Any]) -> None:
        """Have the checks of an exercise run on a copy of this process as it is now."""
        with self._clock.held():
            ours, theirs = socket.socketpair()
            sys.stdout.flush()
            child = os.fork()
            if child == 0:
                try:
                    ours.close()
                    self._answers.close()
                    self._control.close()
                    _serve(theirs, names)
                finally:
                    os._exit(1)
            theirs.close()
            handle = os.pidfd_open(child)
            try:
                socket.send_fds(self._control, [exercise.encode()], [ours.fileno(), handle])
                answer = json.loads(self._answers.readline() or b"null")
            except (OSError, ValueError):
                answer = None
            finally:
                ours.close()
                signal.pidfd_send_signal(handle, signal.SIGKILL)
                os.close(handle)
                os.waitpid(child, 0)
        if answer is None:
            give_up("the process that runs the checks has ended")
        if answer["fault"] is not None:
            give_up(answer["fault"])
        self.results[exercise] = answer["checks"]

    def visible(self, source: str, names: dict[str, Any]) -> None:
        from autograder.lms.otter.visible import run_visible

        with self._clock.running():
            run_visible(source, names)


class Clock:
    """A limit on each cell: `seconds` of the processor, or `patience` times as many on the wall."""

    def __init__(self, seconds: float, patience: float) -> None:
        self._seconds, self._patience = seconds, patience
        self._began = (0.0, 0.0)

    def start(self) -> None:
        from IPython.core.getipython import get_ipython

        signal.signal(signal.SIGALRM, self._ring)
        shell: Any = get_ipython()
        shell.events.register("pre_run_cell", lambda *_: self._set())
        shell.events.register("post_run_cell", lambda *_: self._clear())

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Checks have a clock of their own."""
        self._clear()
        try:
            yield
        finally:
            self._clear()

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """The visible tests run as a cell does; what their time ends, they lose and nothing else."""
        self._set()
        try:
            yield
        except Stopped as stopped:
            raise AssertionError(str(stopped)) from None
        finally:
            self._clear()

    def _set(self) -> None:
        self._began = (time.process_time(), time.monotonic())
        signal.setitimer(signal.ITIMER_REAL, self._seconds, 1.0)

    def _clear(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _ring(self, *_: Any) -> None:
        used, passed = time.process_time() - self._began[0], time.monotonic() - self._began[1]
        if used >= self._seconds or passed >= self._patience * self._seconds:
            self._clear()
            raise Stopped(f"your code was stopped: it had not finished after {self._seconds:g} seconds")


def _serve(channel: socket.socket, names: dict[str, Any]) -> None:
    """In the copy: be silent, accept limits, answer the judge."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    for number in (signal.SIGALRM, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    from dataclasses import replace
    from types import SimpleNamespace

    from autograder.boundary import jail, worker
    from autograder.boundary.channel import Channel

    _name_cells()
    jail.die_with_parent()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115  (until the process ends)
    _show_nothing()
    limits = jail.Limits()
    # What the kernel and its user already hold counts too, and is not the check's to pay for.
    jail.limit_resources(replace(limits, processes=1 << 20, open_files=4096))
    worker._set_num_threads(1)  # a forked process that used more than one thread before hangs in its first matmul
    shell: Any = SimpleNamespace(user_ns=names)
    worker.Worker(Channel(channel), shell, limits.cell_output).serve()


def _show_nothing() -> None:
    """Plots and displays of the copy go nowhere: the sockets to the notebook belong to the kernel."""
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.getipython import get_ipython

    class Silent(DisplayPublisher):
        def publish(self, *_: Any, **__: Any) -> None:
            pass

    shell: Any = get_ipython()
    if shell is not None:
        shell.display_pub = Silent()  # type: ignore[no-untyped-call]


def _name_cells() -> None:
    """Give the notebook's functions the file names they have in the sandbox, "<…>": checks look for the student's code.

    A kernel compiles cells under names of its own, the first of them before anything of ours is there.
    """
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    names = {file: f"<notebook {number}>" for file, number in getattr(shell.compile, "_filename_map", {}).items()}
    for file, name in names.items():
        if file in linecache.cache:
            linecache.cache[name] = linecache.cache[file]
    for value in gc.get_objects():
        if type(value) is FunctionType and value.__code__.co_filename in names:
            value.__code__ = _renamed(value.__code__, names)


def _renamed(code: CodeType, names: dict[str, str]) -> CodeType:
    constants = tuple(_renamed(value, names) if isinstance(value, CodeType) else value for value in code.co_consts)
    return code.replace(co_filename=names.get(code.co_filename, code.co_filename), co_consts=constants)


def _unpacked(archive: Path) -> Path:
    """The course in a temporary folder, which the judge removes in the end: not in otter's, which otter removes."""
    folder = Path(tempfile.mkdtemp(prefix="grading-"))
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return folder


def give_up(reason: str) -> None:
    """End the kernel: otter then ends without any score, where a failed test would be a zero for a fault of ours."""
    text = f"\ncourse grading: this submission could not be graded, and has no score: {reason}\n"
    os.write(2, text.encode())
    if _grading is not None:
        shutil.rmtree(_grading._folder, ignore_errors=True)
    os.kill(os.getpid(), signal.SIGKILL)


_grading: Grading | None = None


def visible(names: dict[str, Any], exercise: str, source: str) -> None:
    """The first test case of an exercise: have it judged as it is now, then run the visible tests."""
    global _grading
    try:
        if _grading is None:
            _grading = Grading()
        _grading.judge(exercise, names)
    except Exception as problem:
        give_up(f"{type(problem).__name__}: {problem}")
    assert _grading is not None
    _grading.visible(source, names)


def hidden(exercise: str, check: str) -> None:
    """A hidden test case: raises AssertionError with the feedback where the check failed."""
    assert _grading is not None
    message = _grading.results[exercise][check]
    if message is not None:
        raise AssertionError(message)
