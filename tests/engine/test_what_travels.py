"""What a grading process sends is plain: whoever keeps the books does not import torch to read it."""

import pickle
import subprocess
import sys
from pathlib import Path

import arena

from autograder.engine.engine import Engine


def test_a_graded_submission_is_read_without_torch(tmp_path: Path) -> None:
    with Engine(arena.make(tmp_path), remember=False) as engine:
        graded = engine.grade(arena.notebook(first="def first(x):\n    return x * 3"))
    read = "import pickle, sys\nprint(pickle.loads(sys.stdin.buffer.read()).report.score, 'torch' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", read], input=pickle.dumps(graded), capture_output=True, check=True)
    assert told.stdout.decode().split() == [str(graded.report.score), "False"]
