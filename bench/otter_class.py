"""Grades notebooks with otter in one process: `python -m bench.otter_class FOLDER NOTEBOOK…` writes FOLDER/scores.json
and, with the time at which each was done, FOLDER/finished.json.

`otter run` is one command a submission and pays otter's imports each time; calling what it calls, in a loop, is the
faster way and therefore the one that is compared.
"""

import json
import sys
import time
from pathlib import Path

from otter.api import grade_submission


def main(folder: Path, notebooks: list[str]) -> None:
    totals, finished = [], []
    for notebook in notebooks:
        totals.append(grade_submission(notebook, str(folder / "autograder.zip"), quiet=True).total)
        finished.append(time.time())
    (folder / "scores.json").write_text(json.dumps(totals))
    (folder / "finished.json").write_text(json.dumps(finished))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
