"""The zygote's process, from the moment it is started: for seconds it imports, and the grader can do something else.

Nothing here imports PyTorch, so that whoever grades can do that meanwhile, on another core (`head_start`).
"""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from autograder.boundary import tiers
from autograder.boundary.gpu import Gpu
from autograder.boundary.tiers import BUBBLEWRAP
from autograder.errors import GradingError, UserError

TIER_VARIABLE = "AUTOGRADER_SANDBOX"
_START_SECONDS = 120


class Zygote:
    """A process that becomes a zygote, and the folder that the tier keeps its own things in."""

    def __init__(
        self, tier: str, hidden: tuple[Path, ...] = (), gpu: Gpu | None = None, imports: tuple[str, ...] = ()
    ) -> None:
        """Start it in this tier; it has `imports` imported. Raises UserError where the machine cannot have the tier."""
        self.kind = (tier, hidden, gpu, imports)
        # Whoever the zygote runs as must be able to pass through on the way to what is shown to it.
        root = os.geteuid() == 0
        self.folder = Path(tempfile.mkdtemp(prefix="autograder-", dir="/tmp" if root else None))
        self.folder.chmod(0o711 if root else 0o700)
        try:
            self.launch = tiers.PREPARE[tier](hidden, self.folder, *(() if gpu is None else (gpu,)))
        except BaseException:
            self.remove()
            raise
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  (lives as long as the process)
        self.process = subprocess.Popen(
            [*self.launch.command, str(theirs.fileno()), *imports],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            env=self.launch.environment,
            cwd=self.folder,
        )
        theirs.close()

    def wait(self) -> None:
        """Return once it forks on request; raises GradingError, with what it said, where it does not come to that."""
        self.control.settimeout(_START_SECONDS)
        try:
            ready = self.control.recv(16)
        except OSError:
            ready = b""
        if ready != b"R":
            raise GradingError(f"the sandbox could not start; it said:\n{self.said()}")

    def said(self) -> str:
        self._log.seek(0)
        return self._log.read()[-4000:].decode(errors="replace") or "(nothing)"

    def end(self) -> None:
        self.control.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._log.close()

    def remove(self) -> None:
        """Remove the folder, which outlives the process: what it started may still write there."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        self.end()
        self.remove()


def head_start(hidden: tuple[Path, ...], imports: tuple[str, ...] = ()) -> Zygote | None:
    """Start the process that `Sandbox(hidden, imports=imports)` would start first, to be handed to it.

    None where there is none to be had: then the sandbox finds out why, and says it or does without.
    """
    tier = os.environ.get(TIER_VARIABLE) or BUBBLEWRAP
    try:
        return Zygote(tier, hidden, None, imports) if tier in tiers.PREPARE else None
    except UserError:
        return None
