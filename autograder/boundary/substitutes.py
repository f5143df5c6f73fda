"""What a notebook gets in place of terminals and shared memory, where it has neither of its own.

Both lie in folders that all programs of a machine share (/dev/pts, /dev/shm), so the lesser tier keeps them closed.
`!command` would need the one and a DataLoader with workers the other; neither is a mistake of the student's.
"""

import copy
import subprocess
import sys
from typing import Any


def install() -> None:
    """Run `!commands` through pipes and data loaders in the process itself; their values stay the same."""
    from IPython.core import interactiveshell
    from torch.utils.data import DataLoader

    module: Any = interactiveshell
    module.system, module.getoutput = _system, _output
    loader: Any = DataLoader
    loader._get_iterator = _iterator_without_workers


def _output(command: str) -> str:
    done = subprocess.run(
        ["sh", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        errors="replace",
    )
    return str(done.stdout)


def _system(command: str) -> int:
    process = subprocess.Popen(
        ["sh", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        errors="replace",
    )
    assert process.stdout is not None
    for line in process.stdout:  # as it comes: what was printed before a time-out is kept
        sys.stdout.write(line)
    return process.wait()


def _iterator_without_workers(loader: Any) -> Any:
    from torch.utils.data.dataloader import _SingleProcessDataLoaderIter

    alone = copy.copy(loader)
    alone.num_workers, alone.timeout = 0, 0
    return _SingleProcessDataLoaderIter(alone)
