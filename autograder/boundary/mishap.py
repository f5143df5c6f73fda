"""What the kernel did to processes because the machine was short of memory: no doing of a student's."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

_CGROUPS = Path("/sys/fs/cgroup")


def kills() -> int:
    """How many processes have been ended for want of memory, as far as can be seen from here; it only grows."""
    return max((int(count) for source in _sources() for name, count in source if name == "oom_kill"), default=0)


def _sources() -> Iterator[Iterator[tuple[str, str]]]:
    # The machine's count, and a container's own, since a container may not see the machine's.
    for path in (Path("/proc/vmstat"), _CGROUPS / "memory.events", _CGROUPS / "memory" / "memory.oom_control"):
        with contextlib.suppress(OSError):
            lines = path.read_text().splitlines()
            yield ((name, count) for name, _, count in (line.partition(" ") for line in lines))
