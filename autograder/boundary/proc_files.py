"""What the kernel says of processes, in the files below /proc: who descends from whom, time, memory."""

import contextlib
import math
import os

_HELD = ("RssAnon:", "RssShmem:", "VmSwap:")  # what is swapped out can be so by the process's own wish
_SOCKET_BUFFER = 212_992  # bytes that a socket may have sent and nobody read: net.core.wmem_default


def descends(pid: int, ancestor: int) -> bool:
    """Whether one process was started by another, or by what that started."""
    while pid > 1:
        try:
            with open(f"/proc/{pid}/stat") as file:
                pid = int(file.read().rpartition(")")[2].split()[1])
        except OSError:  # it has just ended
            return False
        if pid == ancestor:
            return True
    return False


def number_inside(pid: int) -> int | None:
    """What a process is called in its own namespace; None where it has ended."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/status") as file:
        told = [line for line in file if line.startswith("NSpid:")]  # nothing where the kernel knows no namespaces
        return int(told[0].split()[-1]) if told else pid
    return None


def all_processes() -> list[int]:
    """For a kernel that does not list children."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def is_running(pid: int) -> bool:
    """Whether a process has not ended, noticed by its parent or not."""
    with contextlib.suppress(OSError, IndexError), open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] not in "ZX"
    return False


def machine_is_busy() -> bool:
    """Whether more threads want to run now, on the whole machine, than it has processors."""
    with contextlib.suppress(OSError, IndexError, ValueError), open("/proc/loadavg") as file:
        return int(file.read().split()[3].partition("/")[0]) > (os.cpu_count() or 1)
    return False


def processor_seconds(members: list[int]) -> float:
    """Processor time of some processes, and of what they started and waited for."""
    ticks = 0
    for member in members:
        with contextlib.suppress(OSError), open(f"/proc/{member}/stat") as file:
            ticks += sum(map(int, file.read().rpartition(")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(members: list[int], limit: int) -> int:
    """Bytes of memory that some processes hold; exact only where it may exceed `limit` bytes.

    Resident pages are cheap to read but count what forked processes share once in each; proportional pages are exact
    and slow, and are read only when the cheap figure looks too large.
    """
    resident = sum(_kibibytes(f"/proc/{member}/status", _HELD) for member in members)
    if resident <= limit:
        return resident
    return sum(
        _kibibytes(f"/proc/{member}/smaps_rollup", ("Pss_Anon:", "Pss_Shmem:", "SwapPss:"))
        or _kibibytes(f"/proc/{member}/status", _HELD)  # one that may not be read counts in full
        for member in members
    )


def ready_seconds(members: list[int]) -> float:
    """How long the threads of some processes have been ready to run, and not running; infinite where nobody knows."""
    if not os.path.exists("/proc/self/schedstat"):
        return math.inf
    total = 0
    for member in members:
        for thread in threads_of(member):
            with contextlib.suppress(OSError), open(f"/proc/{member}/task/{thread}/schedstat") as file:
                total += int(file.read().split()[1])
    return total / 1e9


def socket_buffers(pid: int) -> int:
    """Bytes that the sockets of a process's network namespace may hold at most; no process's size shows them."""
    try:
        with open(f"/proc/{pid}/net/sockstat") as file:
            used = next(int(line.split()[2]) for line in file if line.startswith("sockets: used"))
    except (OSError, StopIteration, ValueError, IndexError):
        return 0
    return used * _SOCKET_BUFFER


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it, as far as they can be seen from here."""
    found, waiting = [], [pid]
    while waiting:
        current = waiting.pop()
        found.append(current)
        waiting += children(current)
    return found


def children(pid: int) -> list[int]:
    """The processes that a process has started and that have it for a parent."""
    found: list[int] = []
    for thread in threads_of(pid):  # a child belongs to the thread that forked it
        with contextlib.suppress(OSError), open(f"/proc/{pid}/task/{thread}/children") as file:
            found += map(int, file.read().split())
    return found


def threads_of(pid: int) -> list[int]:
    with contextlib.suppress(OSError):  # it has just ended
        return [int(thread) for thread in os.listdir(f"/proc/{pid}/task")]
    return []


def _kibibytes(path: str, fields: tuple[str, ...]) -> int:
    with contextlib.suppress(OSError), open(path) as file:
        return sum(int(line.split()[1]) << 10 for line in file if line.startswith(fields))
    return 0
