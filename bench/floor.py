"""How long the notebooks' own cells take: `python -m bench.floor NOTEBOOK…` prints JSON, {"seconds", "failed_cells"}.

torch and matplotlib are imported before the clock starts; each notebook runs in a fork, its cells by `exec`, one after
another, exceptions swallowed as a notebook run would record them. Nothing is graded, captured or contained, so no
grader that runs every cell can take less time than this.
"""

import contextlib
import io
import json
import os
import sys
import time

import matplotlib
import nbformat

matplotlib.use("Agg")
import matplotlib.pyplot
import numpy  # noqa: F401
import torch
from IPython.core.inputtransformer2 import TransformerManager


def run_cells(sources: list[str]) -> int:
    """Runs the cells as one program; returns how many of them raised."""
    namespace: dict[str, object] = {"__name__": "__main__", "get_ipython": lambda: None}
    failed = 0
    for source in sources:
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(TransformerManager().transform_cell(source), "<cell>", "exec"), namespace)
        except Exception:
            failed += 1
    return failed


def main(paths: list[str]) -> None:
    torch.set_num_threads(1)  # as graders must, who fork; more threads would also not be the same work
    notebooks = [nbformat.read(path, as_version=4) for path in paths]
    failed_cells = []
    started = time.perf_counter()
    for notebook in notebooks:
        child = os.fork()
        if child == 0:
            torch.set_num_threads(1)
            os._exit(run_cells([cell.source for cell in notebook.cells if cell.cell_type == "code"]))
        failed_cells.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "failed_cells": failed_cells}))


if __name__ == "__main__":
    main(sys.argv[1:])
