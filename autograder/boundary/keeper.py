"""Ends everything a submission started, where no process namespace does it.

For each submission the zygote forks a keeper, which stays outside the jail, and the keeper forks the worker:

    zygote ── keeper ── worker (leader of a session of its own) ── whatever it starts

When the worker ends, by itself or by the grader's hand, or when the zygote ends, the keeper kills the worker's process
group. Nobody can leave that group (the filter keeps setsid and setpgid from having an effect), and orphans become the
keeper's children, so that it knows when the last one is gone.
"""

import contextlib
import os
import resource
import signal
from dataclasses import replace
from pathlib import Path

from autograder.boundary import jail
from autograder.boundary.jail import Limits


def outlive(worker: int, zygote: int) -> None:
    """Return once the worker and every process that descends from it are gone. The caller has adopted orphans."""

    def end_worker(*_: object) -> None:
        os.kill(worker, signal.SIGKILL)

    signal.signal(signal.SIGTERM, end_worker)
    jail.die_with_parent(signal.SIGTERM)
    if os.getppid() != zygote:  # it ended before this process could ask to be told
        end_worker()
    # Not reaped yet: while the worker is a zombie, its number cannot come to mean another process or group.
    os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        # As long as this process has a child, the group exists and the number is not anybody else's.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(worker, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def beside_others(limits: Limits) -> Limits:
    """Count in what the user already runs: the kernel counts processes by user, not by submission."""
    others = sum(_threads(status) for status in Path("/proc").glob("[0-9]*/status"))
    room = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    wanted = limits.processes + others
    return replace(limits, processes=wanted if room == resource.RLIM_INFINITY else min(wanted, room))


def _threads(status: Path) -> int:
    with contextlib.suppress(OSError, KeyError, ValueError):
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        if int(fields["Uid"].split()[0]) == os.getuid():
            return int(fields["Threads"])
    return 0
