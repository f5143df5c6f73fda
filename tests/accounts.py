"""Several accounts on one machine, for root: a command runs as somebody else, who knows no other's files.

The accounts are in a passwd file of their own, which takes the place of the system's in a mount namespace, so nothing
of the machine is changed. What lies where only root may look (an interpreter in root's home) is bound there again.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from started import PYTHONPATH, ROOT

_FIRST = 61_000  # user ids that distributions leave alone


def missing() -> str:
    """Why accounts cannot be had here; empty where they can."""
    if os.geteuid() != 0:
        return "only root can act for several accounts"
    if not all(map(shutil.which, ("unshare", "setpriv"))):
        return "unshare and setpriv (util-linux) are not installed"
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode != 0:
        return "nothing may be mounted here"
    return ""


@dataclass(frozen=True)
class Accounts:
    """Accounts by name, with homes that nobody else may enter, below a folder that everybody may."""

    folder: Path
    names: tuple[str, ...]
    configuration: Path
    umask: int = 0o022

    def __post_init__(self) -> None:
        self.folder.chmod(0o755)
        (self.folder / "home").mkdir()
        own = [f"{name}:x:{self.number(name)}:{self.number(name)}::{self.home(name)}:/bin/bash" for name in self.names]
        lines = [*Path("/etc/passwd").read_text().splitlines(), *own, ""]
        (self.folder / "passwd").write_text("\n".join(lines))
        for name in self.names:
            self.home(name).mkdir(mode=0o700)
            os.chown(self.home(name), self.number(name), self.number(name))

    def number(self, name: str) -> int:
        """The account's user and group id."""
        return _FIRST + self.names.index(name)

    def home(self, name: str) -> Path:
        """The account's home."""
        return self.folder / "home" / name

    def start(self, name: str, command: str, at: str = ".") -> subprocess.CompletedProcess[str]:
        """Run a line for bash as `name`, in a folder of the home."""
        number, home = self.number(name), self.home(name)
        environment = {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "PYTHONPATH": PYTHONPATH,
            "PYTHONDONTWRITEBYTECODE": "1",
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "USER": name,
            "LOGNAME": name,
            "JUPYTER_CONFIG_PATH": str(self.configuration),
        }
        line = f"umask {self.umask:03o}; cd {shlex.quote(str(home / at))}; {command}"
        script = [
            "set -e",
            f"mount --bind {shlex.quote(str(self.folder / 'passwd'))} /etc/passwd",
            *_opened([Path(sys.base_prefix), Path(sys.prefix), ROOT]),
            f"exec setpriv --reuid={number} --regid={number} --clear-groups bash -e -o pipefail -c {shlex.quote(line)}",
        ]
        return subprocess.run(
            ["unshare", "--mount", "--propagation", "private", "sh", "-c", "\n".join(script)],
            env=environment,
            cwd="/",
            capture_output=True,
            text=True,
            timeout=600,
        )

    def run(self, name: str, command: str, at: str = ".") -> str:
        """What it printed; asserts that it succeeded."""
        done = self.start(name, command, at)
        assert done.returncode == 0, f"{name}: {command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout + done.stderr


def _opened(places: list[Path]) -> list[str]:
    """Lines that put places which are closed to others where they were, behind folders that are open."""
    closed = {place: first for place in places if (first := _first_closed(place)) is not None}
    lines = []
    for first in sorted(set(closed.values())):
        kept = shlex.quote(f"/mnt{first}")
        lines += ["mount -t tmpfs -o mode=700 tmpfs /mnt"] if not lines else []
        lines += [f"mkdir -p {kept}", f"mount --rbind {shlex.quote(str(first))} {kept}"]
        lines += [f"mount -t tmpfs -o mode=755 tmpfs {shlex.quote(str(first))}"]
        for place in (place for place, behind in closed.items() if behind == first):
            here = shlex.quote(str(place))
            lines += [f"mkdir -p {here}", f"mount --rbind {shlex.quote(f'/mnt{place}')} {here}"]
    return lines


def _first_closed(place: Path) -> Path | None:
    return next((one for one in [*reversed(place.parents), place] if not one.stat().st_mode & 0o001), None)
