"""The trusted side of the jail: start the zygote inside it, ask for worker processes, watch and end them.

Layers, outermost first: an unprivileged user, bubblewrap (no network, a read-only view of the interpreter and nothing
else), and then, for every submission, the inner jail of `jail.py`. The grader's checks, solutions and other
submissions are not in that view at all. Where that cannot be had, the lesser tier of `tiers.py` takes its place.
"""

import contextlib
import os
import select
import socket
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import msgpack

from autograder.boundary import mishap, tiers, turn
from autograder.boundary.channel import Channel
from autograder.boundary.gpu import Gpu
from autograder.boundary.jail import Limits
from autograder.boundary.process import Process
from autograder.boundary.scratch import Scratch
from autograder.boundary.starting import TIER_VARIABLE, Zygote
from autograder.boundary.tiers import BUBBLEWRAP, LANDLOCK
from autograder.boundary.wire import Closed
from autograder.errors import GradingError, UserError

# Why this process does without bubblewrap. Asked once: one class is graded in one tier, and warned of once.
_without_bubblewrap: str | None = None


class Sandbox:
    """A running zygote. `spawn` gives a fresh worker process; `close` ends everything."""

    tier: str
    """The kind of isolation that runs: "bubblewrap" or "landlock"; every report names it."""

    _gpu: Gpu | None = None
    _in_use = False  # until then, what the zygote said explains best why it does not start

    def __init__(
        self,
        hidden: tuple[Path, ...] = (),
        tier: str | None = None,
        gpu: Gpu | None = None,
        imports: tuple[str, ...] = (),
        begun: Zygote | None = None,
    ) -> None:
        """Start the zygote, or take over the one that was `begun`, and one worker as a trial.

        `hidden` are folders that must not be visible inside, should they lie below the interpreter's. `tier` (or the
        environment variable AUTOGRADER_SANDBOX) asks for "bubblewrap" or "landlock" and for nothing else; without it,
        bubblewrap is tried first, and where it cannot run, a warning says why and Landlock takes its place. Raises
        UserError where neither can be had, GradingError where the one that was asked for does not start: student code
        never runs unconfined. With a `gpu`, its device files are let through, by bubblewrap alone. What can be
        imported of `imports`, modules by name, is imported before any worker begins.
        """
        self._begun, self._imports = begun, imports
        try:
            self._open(hidden, tier, gpu)
        finally:
            if self._begun is not None:  # nobody wanted it
                self._begun.close()

    def _open(self, hidden: tuple[Path, ...], tier: str | None, gpu: Gpu | None) -> None:
        tier = tier or os.environ.get(TIER_VARIABLE) or None
        if tier is not None and tier not in tiers.PREPARE:
            raise UserError(f'no sandbox is called "{tier}" ({TIER_VARIABLE}): use {BUBBLEWRAP} or {LANDLOCK}')
        if gpu is not None:
            if (tier := tier or BUBBLEWRAP) != BUBBLEWRAP:
                raise UserError(f"a GPU is let through by the sandbox {BUBBLEWRAP} alone: unset {TIER_VARIABLE}")
            self._gpu = gpu
        self._processes: list[Process] = []
        self._spawned = 0
        if tier is not None:
            self._start(tier, hidden)
            return
        global _without_bubblewrap
        if _without_bubblewrap is None:
            try:
                self._start(BUBBLEWRAP, hidden)
                return
            except (UserError, GradingError) as problem:
                reason = str(problem)
        else:
            reason = _without_bubblewrap
        try:
            self._start(LANDLOCK, hidden)
        except (UserError, GradingError) as problem:
            raise UserError(
                "student code cannot be run safely on this machine, so nothing was run.\n"
                f"The sandbox with bubblewrap: {reason}\nThe lesser sandbox with Landlock: {problem}"
            ) from problem
        if _without_bubblewrap is None:
            _without_bubblewrap = reason
            warnings.warn(f"the lesser sandbox (Landlock) is used, because bubblewrap cannot: {reason}", stacklevel=2)

    def spawn(self, limits: Limits, seed: int) -> Process:
        """Fork a fresh worker. Raises GradingError where the jail cannot be entered: a fault of ours."""
        ours, theirs = socket.socketpair()
        channel = Channel(ours)
        request = {"limits": limits.to_dict(), "seccomp": self._launch.seccomp, "seed": seed, "landlock": None}
        passed, scratch, keeper, process = [theirs.fileno()], None, None, None
        if self._launch.readable is not None:
            self._spawned += 1
            scratch = Scratch(self._zygote.folder / f"work{self._spawned}", self._launch.owner)
            request["landlock"] = {"readable": self._launch.readable, "scratch": str(scratch.path)}
            keeper, kept = os.pipe()
            passed.append(kept)
        try:
            try:
                socket.send_fds(self._zygote.control, [msgpack.packb(request)], passed)
            finally:
                theirs.close()
                for descriptor in passed[1:]:
                    os.close(descriptor)
            process = Process(channel, channel.receive_descriptor(60), limits, scratch, keeper)
            if scratch is not None:
                self._processes = [*(one for one in self._processes if one.alive), process]
            process.wait(60)  # its greeting
            return process
        except (OSError, Closed, TimeoutError) as problem:
            if process is not None:
                process.kill()
            elif keeper is not None:
                os.close(keeper)
            channel.close()
            if self._in_use and self._has_ended():
                raise GradingError("the sandbox has ended") from problem
            raise GradingError(
                f"a sandboxed process could not start ({problem}); it said:\n{self._zygote.said()}"
            ) from problem

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Hold this while a submission is graded: without process namespaces of their own, they take turns."""
        if self.tier == BUBBLEWRAP:
            yield
            return
        with turn.taken():
            yield

    def require_undisturbed(self, kills: int) -> None:
        """Raise GradingError where the sandbox was ended from outside, or processes were for want of memory.

        `kills` is what `mishap.kills` said before. What ends a student's process then is no doing of the student's.
        """
        if self._has_ended():
            raise GradingError("the sandbox has ended")
        if mishap.kills() > kills:
            raise GradingError(
                "the machine ran out of memory and ended processes: grade fewer at a time (--jobs), or end something"
            )

    def _has_ended(self) -> bool:
        # The zygote says nothing once it is ready: its end of the socket is readable when it is gone, and at once.
        return bool(select.select([self._zygote.control], [], [], 0)[0]) or self._zygote.process.poll() is not None

    def close(self) -> None:
        self._zygote.end()
        try:
            for process in self._processes:
                process.kill()
        finally:
            self._zygote.remove()

    def _start(self, tier: str, hidden: tuple[Path, ...]) -> None:
        wanted = (tier, hidden, self._gpu, self._imports)
        if self._begun is not None and self._begun.kind == wanted:
            self._zygote, self._begun = self._begun, None
        else:
            self._zygote = Zygote(*wanted)
        self.tier, self._launch = tier, self._zygote.launch
        try:
            self._zygote.wait()
            self.spawn(Limits(), 0).kill()
            self._in_use = True
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.close()
