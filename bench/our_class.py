"""Grades a folder of submissions as `autograder grade` does: `python -m bench.our_class ASSIGNMENT FOLDER JOBS`.

The gradebook, the reports and the autograded notebooks are written into FOLDER, and FOLDER/graded.json (scores and
seconds by student) for the benchmark; no feedback pages, which the others do not write either.
"""

import json
import sys
from pathlib import Path

from autograder import course
from autograder.grading.grade import grade

REPOSITORY = Path(__file__).resolve().parent.parent


def main(name: str, folder: Path, jobs: int) -> None:
    summary = grade(course.load(REPOSITORY, name), folder, jobs=jobs, feedback=False, progress=False)
    if not summary.ok:
        raise SystemExit(f"not every submission could be graded: {json.dumps(summary.to_dict(), indent=1)}")
    seconds = {entry.student: entry.seconds for entry in summary.entries}
    (folder / "graded.json").write_text(json.dumps({"scores": summary.to_dict()["scores"], "seconds": seconds}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
