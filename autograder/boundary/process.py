"""One sandboxed process as the grader holds it: its channel, its clock, its memory, its end."""

import contextlib
import math
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator

from autograder.boundary.channel import Channel
from autograder.boundary.jail import Limits
from autograder.boundary.proc_files import (
    all_processes,
    children,
    descends,
    family,
    is_running,
    machine_is_busy,
    memory,
    number_inside,
    processor_seconds,
    ready_seconds,
    socket_buffers,
    threads_of,
)
from autograder.boundary.scratch import Scratch, share_in_memory
from autograder.boundary.stirring import caught_signals, thread_seconds
from autograder.boundary.wire import Closed, Decoder, Encoder, WireError
from autograder.errors import GradingError

_END_SECONDS = 20
COPY_SECONDS = 20.0  # of the processor, for a process to be copied
_ASLEEP = 1.5  # wall-clock seconds of a sleeping process for each that it may take: reading a cold disk looks alike
_MOMENT = 1.0  # seconds that each may sleep even when the submission has slept too long: others' sleep costs it nothing
_TO_BE_GONE_SECONDS = 0.1  # a copy that was ended
_ROUNDS_SECONDS = 2.0  # to end what a check left running: longer takes what starts anew without end
_CROWD = 16  # threads of one submission; beyond them, those that others started give way to everybody else's
_ALARMS = frozenset({signal.SIGALRM, signal.SIGVTALRM, signal.SIGPROF})


class Process:
    """One worker process: its channel, its pidfd, and the clock that its current request is measured by."""

    def __init__(
        self,
        channel: Channel,
        handle: int,
        limits: Limits,
        scratch: Scratch | None = None,
        keeper: int | None = None,
        root: "Process | None" = None,
    ) -> None:
        """Takes over `channel` and `handle`, a pidfd. Raises Closed, both closed, where that is not one.

        `scratch` is the folder it writes to, if that needs watching; `keeper` a pipe as `_keeper_left` reads it; `root`
        the first process of the tree, whose memory is that of the submission.
        """
        self.channel = channel
        self._handle = handle
        self._limits = limits
        self._scratch = scratch
        self._keeper = keeper
        self._root = root or self
        try:
            self.pid = _pid_of(handle)
        except Closed:
            os.close(handle)
            channel.close()
            raise
        self.alive = True
        self.used = 0.0
        self.waited = 0.0  # of the first process of a tree: seconds in which the tree was waited for
        self.within = math.inf  # of the first process of a tree: what it may be waited for at all, for now
        self.slept = 0.0  # of the first process of a tree: seconds in which nothing of the tree ran or waited to run
        self.left_running = 0  # once killed: threads of the submission's other processes but the first
        self._before: frozenset[int] = frozenset()  # processes that were there before what this one is asked now
        self._beside: frozenset[int] = frozenset()  # its own threads that were
        self._copies = 0  # of the first process of a tree: those that are alive

    def ask(self, message: bytes, seconds: float) -> tuple[bytes, bytes]:
        """Send a message and return the next one that comes, as `wait` does: it may take its time to read, too."""

        def exchange(still_waiting: Callable[[], bool]) -> tuple[bytes, bytes]:
            self.channel.send(message, still_waiting)
            return self.channel.receive(still_waiting)

        return self._watched(exchange, seconds)

    def wait(self, seconds: float) -> tuple[bytes, bytes]:
        """Return the next message, or raise TimeoutError once the process has used `seconds` of the processor."""
        return self._watched(self.channel.receive, seconds)

    def _watched(self, do: Callable[[Callable[[], bool]], tuple[bytes, bytes]], seconds: float) -> tuple[bytes, bytes]:
        """Do what waits for the process, or raise TimeoutError once that has used `seconds` of the processor.

        A machine under load gives a process less time than passes on the wall, and that is not the student's fault:
        only `patience` times as much wall-clock time ends it in any case. A process that sleeps is not kept waiting by
        the machine: its time counts, but for what it spent ready to run, at `_ASLEEP` to one; and all that a submission
        sleeps together has a limit of its own, which TimeoutError names, and beyond it a moment's sleep is too much.
        Processor time is that of all processes and threads, but for those that earlier cells left running: theirs is
        nobody's who is asked now. Raises MemoryError when all hold more memory than allowed, or more files where those
        are not in memory anyway; what earlier cells left running is ended before, where that is enough. TimeoutError,
        too, once the whole tree was waited for longer than `within`. Adds what was used to `used`.
        """
        started = time.monotonic()
        measured: list[float] = []  # when and from where the process's own clocks were read: short answers need none
        kept_waiting = worked = beside = turned = 0.0
        threads: dict[int, float] = {}  # processor time of those beside, also of one that has ended since

        def used() -> float:
            elapsed = time.monotonic() - started
            if not measured:
                return elapsed
            # Of two threads of Python's one waits while it is the other's turn, which looks like sleep.
            return max(elapsed / self._limits.patience, worked, (elapsed - kept_waiting - turned) / _ASLEEP)

        def asleep() -> float:
            return max(0.0, time.monotonic() - started - kept_waiting - worked - beside) if measured else 0.0

        def still_waiting() -> bool:
            nonlocal kept_waiting, worked, beside, turned
            if self.has_ended():
                return self._gone()
            members = self._members()
            own = [member for member in members if member not in self._before]
            others = [member for member in members if member in self._before]
            if self._holds_too_much(members) and not self._made_room(own, others):
                raise MemoryError
            threads.update(thread_seconds(self.pid, self._beside))
            of_threads = sum(threads.values())
            if not measured:
                measured.extend((time.monotonic() - started, processor_seconds(own) - of_threads, ready_seconds(own)))
                measured.extend((processor_seconds(others), of_threads))
            ready = ready_seconds(own)
            kept_waiting = math.inf if math.isinf(ready) else max(kept_waiting, ready - measured[2])
            worked = max(worked, measured[0] + processor_seconds(own) - of_threads - measured[1])
            turned = max(turned, of_threads - measured[4])
            beside = max(beside, processor_seconds(others) - measured[3] + turned)
            if self._root.waited + time.monotonic() - started > self._root.within:
                return False
            if self._root.slept + asleep() > self._limits.idle_seconds and asleep() > _MOMENT:
                raise TimeoutError(f"your notebook had been idle for {self._limits.idle_seconds:g} seconds in all")
            return time.monotonic() - started < seconds or used() < seconds

        try:
            if self._fills_scratch([]):  # many quick cells, none of which was watched
                raise MemoryError
            return do(still_waiting)
        finally:
            self.used += min(used(), seconds)
            self._root.slept += asleep()
            self._root.waited += time.monotonic() - started

    @contextlib.contextmanager
    def charged(self) -> Iterator[None]:
        """Count what this process, the grader's, takes in the block as if that one had used it and been waited for.

        For reading what it said: an answer is made in no time that takes seconds to be read.
        """
        began = time.thread_time()
        try:
            yield
        finally:
            took = time.thread_time() - began
            self.count(took, took)

    def count(self, used: float, waited: float) -> None:
        """Count seconds as if this process had used them, and been waited for."""
        self.used += used
        self._root.waited += waited

    def holds_too_much(self) -> bool:
        """Whether the submission's processes hold more memory, or more files, than they may."""
        return self._holds_too_much(self._members())

    def _holds_too_much(self, members: list[int]) -> bool:
        buffers = 0 if self._scratch is not None else socket_buffers(self._root.pid)
        allowed = (self._limits.tree_memory << 20) - buffers
        return memory(members, allowed) > allowed or self._fills_scratch(members)

    def _made_room(self, own: list[int], others: list[int]) -> bool:
        """Whether what earlier cells left running held the memory that is missing: then it has been ended."""
        left = set(others) - {self.pid, self._root.pid}
        if not left or self._holds_too_much([*own, *(set(others) - left)]):
            return False
        self._end(left)
        return True

    def _end(self, members: set[int]) -> None:
        """End processes of the submission."""
        for member in members:
            with contextlib.suppress(OSError):  # it has just ended
                handle = os.pidfd_open(member)
                try:
                    if descends(member, self._root.pid):  # the number is not another's by now
                        signal.pidfd_send_signal(handle, signal.SIGKILL)
                finally:
                    os.close(handle)

    def _end_what_came_since(self) -> None:
        """End what was not there before this copy, which is being ended.

        In rounds: what is ended may have started more, and is not in the kernel's list while it changes its parent.
        """
        until, quiet = time.monotonic() + _ROUNDS_SECONDS, 0
        while quiet < 2 and time.monotonic() < until:
            came = {one for one in family(self._root.pid) if one not in self._before and is_running(one)}
            self._end(came)
            quiet = 0 if came else quiet + 1
            time.sleep(0.002)

    def _fills_scratch(self, holders: list[int]) -> bool:
        return self._scratch is not None and self._scratch.exceeds(self._limits.scratch << 20, holders)

    def files_share(self) -> float:
        """How much of the room that the submission has for files is taken, by their size or their number."""
        if self._scratch is not None:
            return self._scratch.share(self._limits.scratch << 20)
        return share_in_memory(self._root.pid)

    def has_ended(self, within: float = 0.0) -> bool:
        """Whether the process is gone in so many seconds, even where others still hold its channel open."""
        return _has_ended(self._handle, within)

    @staticmethod
    def _gone() -> bool:
        raise Closed("the process has ended")

    def left_behind(self) -> int:
        """The number of processes below this one. Neither they nor its threads are charged to what it is asked next."""
        self._before = frozenset(self._members()) - {self.pid}
        self._beside = frozenset(threads_of(self.pid)) - {self.pid}
        return len(self._before)

    @property
    def threads_left(self) -> int:
        """Its own threads that `left_behind` has just counted, but for those of libraries: one for each processor."""
        return max(0, len(self._beside) - (os.cpu_count() or 1))

    def may_act(self) -> frozenset[tuple[str, int]]:
        """What may do something to this process while it is asked nothing: threads, processes, answers to an alarm.

        Of threads and processes, those that `left_behind` has just counted.
        """
        threads, others = (("thread", one) for one in self._beside), (("process", one) for one in self._before)
        return frozenset({*threads, *others, *(("alarm", number) for number in _ALARMS & caught_signals(self.pid))})

    def _members(self) -> list[int]:
        """All processes of the submission. Of a crowd, all but the first give way to everybody else's."""
        members = family(self._root.pid)
        threads = [thread for member in members for thread in threads_of(member)]
        if len(threads) > _CROWD:
            for thread in threads:
                if thread not in (self.pid, self._root.pid):
                    with contextlib.suppress(OSError):  # it has just ended
                        os.setpriority(os.PRIO_PROCESS, thread, 19)
        return members

    def interrupt(self) -> None:
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._handle, signal.SIGINT)

    def fork(self, seconds: float = COPY_SECONDS) -> "Process":
        """Copy the process with all its state. Raises `Closed` where that cannot be done in so many seconds."""
        try:
            ours, theirs = socket.socketpair()
        except OSError as problem:  # our own table of open files is full
            raise GradingError(f"no channel to a sandboxed process could be opened: {problem}") from problem
        channel, before = Channel(ours), frozenset(family(self._root.pid))

        def exchange(still_waiting: Callable[[], bool]) -> tuple[bytes, bytes]:
            self.channel.send(Encoder.request({"op": "fork"}), still_waiting)
            self.channel.send_descriptor(theirs.fileno())
            return self.channel.receive(still_waiting)

        try:
            handle = self._copied(self._watched(exchange, seconds))
        except (OSError, MemoryError, WireError) as problem:
            channel.close()
            raise Closed("the process cannot be copied") from problem
        finally:
            theirs.close()
        copy = Process(channel, handle, self._limits, self._scratch, root=self._root)
        copy._before = before
        self._root._copies += 1
        return copy

    def _copied(self, told: tuple[bytes, bytes]) -> int:
        """A pidfd of the copy of which the process has told the number, as it is called inside.

        It is what everything is ended with: of a process that this one started, and no other. Raises Closed where there
        is no such process, WireError for no number.
        """
        with self.charged():
            answer = Decoder(lambda handle: None).decode(told).value
        number = answer.get("ok") if isinstance(answer, dict) else None
        for child in children(self.pid) or all_processes():
            with contextlib.suppress(ProcessLookupError):  # it has just ended
                handle = os.pidfd_open(child)
                is_ours = number == number_inside(child) and descends(child, self.pid)
                if is_ours and not (_has_ended(handle) or self.has_ended()):  # so no number was another's by then
                    return handle
                os.close(handle)
        raise Closed("there is no such copy")

    def kill(self) -> None:
        """End the process and what it left running; where it is the first of its tree, everything it ever started.

        Raises GradingError where something of it survives: nothing more may be graded beside that.
        """
        if not self.alive:
            return
        self.alive = False
        busy = False
        if self._root is not self:  # counted before: the kernel's list is not whole while orphans change their parent
            others = set(self._members()) - {self.pid, self._root.pid}
            self.left_running = sum(len(threads_of(other)) for other in others)
            busy = bool(others - self._before) or len(threads_of(self.pid)) > 1
            self._root._copies -= 1
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        if busy and self._root._copies == 0:  # beside other copies, whose an orphan is nobody can tell
            self._end_what_came_since()
        if self._root is not self and machine_is_busy():
            # Until the copy is gone, every page that the notebook's process writes to is copied. That is quicker than
            # to wait where another processor ends it meanwhile, and only more work where none is idle.
            self.has_ended(_TO_BE_GONE_SECONDS)
        os.close(self._handle)
        self.channel.close()
        if self._keeper is not None and self._scratch is not None:
            left = _keeper_left(self._keeper)
            os.close(self._keeper)
            if not left:
                raise GradingError(f"processes of a submission could not be ended within {_END_SECONDS} s")
            self._scratch.remove()


def _keeper_left(pipe: int) -> bool:
    """Whether a submission's keeper has gone, and with it everything it kept: it alone holds the pipe's other end."""
    return bool(select.select([pipe], [], [], _END_SECONDS)[0])


def _has_ended(handle: int, within: float = 0.0) -> bool:
    return bool(select.select([handle], [], [], within)[0])


def _pid_of(handle: int) -> int:
    """The process id behind a pidfd that a worker sent; Closed where it is no pidfd, or of a process that has ended."""
    with open(f"/proc/self/fdinfo/{handle}") as info:
        fields = dict(line.split(":", 1) for line in info if ":" in line)
    pid = int(fields.get("Pid", "-1"))
    if pid <= 0:
        raise Closed("the process has already ended")
    return pid
