"""Grades hostile notebooks with otter, one after the other: `python -m bench.otter_each FOLDER SECONDS NOTEBOOK…`.

FOLDER/scores.json has the score of each that could be graded within SECONDS, by the notebook's name.
"""

import json
import signal
import sys
from pathlib import Path

from otter.api import grade_submission


def main(folder: Path, seconds: int, notebooks: list[str]) -> None:
    scores: dict[str, float] = {}
    for notebook in notebooks:
        signal.alarm(seconds)  # its signal ends the wait with an error
        try:
            scores[Path(notebook).stem] = grade_submission(notebook, str(folder / "autograder.zip"), quiet=True).total
        except (Exception, SystemExit) as problem:
            print(f"{notebook}: {type(problem).__name__}: {problem}", file=sys.stderr)
        finally:
            signal.alarm(0)
        (folder / "scores.json").write_text(json.dumps(scores))


def late(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, late)
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
