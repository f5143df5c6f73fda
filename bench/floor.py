"""How long the notebooks' own cells take: `python -m bench.floor [--drawn] NOTEBOOK…`.

Prints JSON, `{"seconds": [per notebook], "failed_cells": [per notebook]}`. Everything slow is imported before the clock
starts; each notebook runs in a fork, in the folder where it lies. Nothing is graded or contained.

Without `--drawn` the cells run by `exec` one after another and no plot is drawn: no grader that runs every cell can
take less time than this. With it they run in a warm IPython shell that captures what they print and draws their plots
inline: what the cells cost in a kernel that need not be started, and what a grader starts from that shows instructors
and students the notebook's outputs.
"""

import argparse
import contextlib
import io
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import matplotlib
import nbformat

matplotlib.use("Agg")
import matplotlib.pyplot
import numpy  # noqa: F401
import torch
import torch._dynamo  # the first optimizer imports it
import torch.utils.data
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from matplotlib_inline.backend_inline import configure_inline_support
from traitlets.config import Config

Runner = Callable[[list[str]], int]


def run_cells(sources: list[str]) -> int:
    """Runs the cells as one program, draws nothing; returns how many of them raised."""
    namespace: dict[str, object] = {"__name__": "__main__", "get_ipython": lambda: None, "In": []}
    failed = 0
    for source in sources:
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(TransformerManager().transform_cell(source), "<cell>", "exec"), namespace)
        except Exception:
            failed += 1
    return failed


def warm_kernel() -> Runner:
    """A shell with plots inline that has drawn one; returns what runs cells in it, as `run_cells` does."""
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    backend = "module://matplotlib_inline.backend_inline"
    matplotlib.use(backend)
    configure_inline_support(shell, backend)

    def run(sources: list[str]) -> int:
        failed = 0
        for source in sources:
            with capture_output():
                failed += not shell.run_cell(source, store_history=False).success
        return failed

    run(["import matplotlib.pyplot as plt; plt.plot([0, 1]); plt.title('A$^2$'); plt.show()"])
    return run


def timed(run: Runner, path: Path) -> tuple[float, int]:
    """Seconds of one notebook in a fork, and how many of its cells failed (negative: the signal that ended it)."""
    cells = nbformat.read(path, as_version=4).cells
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        torch.set_num_threads(1)
        os.chdir(path.parent)
        sys.path.insert(0, str(path.parent))  # as in Jupyter: a module that lies beside the notebook can be imported
        os._exit(run(sources))
    failed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return time.perf_counter() - started, failed


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.floor")
    parser.add_argument("--drawn", action="store_true")
    parser.add_argument("notebooks", type=Path, nargs="+")
    chosen = parser.parse_args()
    torch.set_num_threads(1)  # as graders must, who fork; more threads would also not be the same work
    run = warm_kernel() if chosen.drawn else run_cells
    seconds, failed = zip(*(timed(run, path) for path in chosen.notebooks), strict=True)
    print(json.dumps({"seconds": seconds, "failed_cells": failed}))


if __name__ == "__main__":
    main()
