"""Print what the liar wins: `python tests/attacks/liar 02_autograd 04_training/checkpoint,train_xor …`.

With `--replay` in front it only plays back one recording, made under another seed. With `--nan`, `--inf`, `--none`,
`--one`, `--empty`, `--bare` or `--nothing`, what it cannot know is that: numbers, tensors with nothing in them or with
a single zero, lists with nothing in them, inner dicts and lists so, answers that are None. Several of these share their
recordings.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from autograder import course
from liar import Lies, lies, record

TWISTS = ("nan", "inf", "none", "one", "empty", "bare", "nothing")


def tell(name: str, found: Lies, how: str) -> None:
    """What it won of an assignment, and where."""
    quiz = sum(e.score or 0.0 for e in found.report.exercises if e.id.startswith("quiz"))
    said = f"{found.points:.2f} of {found.report.max_score:g} beside the quiz ({quiz:g}), {found.share:.1%}"
    print(f"{name}{how}: {said}", flush=True)
    for exercise, check, points in found.won():
        print(f"    {points:5.2f}  {exercise}: {check}")
    for e in found.report.exercises:
        if e.score is None:
            print("   no score:", e.id, e.status)


if __name__ == "__main__":
    root = course.find_root(Path(__file__))
    asked = [name[2:] for name in sys.argv[1:] if name.startswith("--")]
    replays = "replay" in asked
    for name in (name for name in sys.argv[1:] if not name.startswith("--")):
        name, _, exercises = name.partition("/")
        only = set(exercises.split(",")) if exercises else None
        assignment = course.load(root, name)
        tape = record(assignment, (1,) if replays else (1, 2, 3), only)
        for twist in [twist for twist in TWISTS if twist in asked] or [None]:
            found = lies(assignment, tape, only=only, replays=replays, twist=twist)
            tell(name, found, f" --{twist}" if twist else "")
