"""The one folder a submission may write to where it has no file system of its own: watched, and removed at the end."""

import contextlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

_MAX_ENTRIES = 20_000


class Scratch:
    """A fresh folder that belongs to `owner` (a user id; None: to the caller)."""

    def __init__(self, path: Path, owner: int | None) -> None:
        self.path = path
        path.mkdir(mode=0o700)
        if owner is not None:
            os.chown(path, owner, owner)

    def exceeds(self, limit: int, family: Iterable[int] = ()) -> bool:
        """Whether the files take more than `limit` bytes, with those that are deleted but still held by `family`."""
        total = 0
        for count, status in enumerate(self._files()):
            total += status.st_blocks * 512
            if total > limit or count > _MAX_ENTRIES:
                return True
        device = os.stat(self.path).st_dev
        deleted = {key: size for pid in family for key, size in _deleted(pid, device, str(self.path))}
        return total + sum(deleted.values()) > limit

    def share(self, limit: int) -> float:
        """How much of the room of `limit` bytes, and so many files, is taken; 1 and more where all of it is."""
        total = count = 0
        for count, status in enumerate(self._files(), 1):
            total += status.st_blocks * 512
            if total > limit or count > _MAX_ENTRIES:
                return 1.0
        return max(total / limit, count / _MAX_ENTRIES)

    def remove(self) -> None:
        """Delete the folder. Only for when no process is left that could change it meanwhile."""
        for folder, names, _ in os.walk(self.path):
            for name in names:
                place = os.path.join(folder, name)
                if not os.path.islink(place):
                    os.chmod(place, 0o700)  # the student may have made it unreadable; walk looks inside afterwards
        shutil.rmtree(self.path, ignore_errors=True)

    def _files(self) -> Iterator[os.stat_result]:
        waiting = [str(self.path)]
        while waiting:
            with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    with contextlib.suppress(OSError):
                        yield entry.stat(follow_symlinks=False)


def share_in_memory(pid: int) -> float:
    """How much of the room for files is taken in the file systems of memory that a process sees as its own."""
    taken = 0.0
    for folder in ("tmp", "dev/shm"):
        with contextlib.suppress(OSError, ZeroDivisionError):  # it has just ended
            room = os.statvfs(f"/proc/{pid}/root/{folder}")
            taken = max(taken, 1 - room.f_bavail / room.f_blocks, 1 - room.f_favail / room.f_files)
    return taken


def _deleted(pid: int, device: int, folder: str) -> Iterator[tuple[int, int]]:
    """Yield (inode, bytes) of the deleted files that a process holds open or mapped."""
    with contextlib.suppress(OSError):
        for name in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                status = os.stat(f"/proc/{pid}/fd/{name}")
                if status.st_nlink == 0 and status.st_dev == device and stat.S_ISREG(status.st_mode):
                    yield status.st_ino, status.st_blocks * 512
    with contextlib.suppress(OSError), open(f"/proc/{pid}/maps", errors="replace") as maps:
        for line in maps:
            if folder in line and line.endswith(" (deleted)\n"):
                addresses, _, _, _, inode, _ = line.split(None, 5)
                start, end = (int(part, 16) for part in addresses.split("-"))
                yield int(inode), end - start
