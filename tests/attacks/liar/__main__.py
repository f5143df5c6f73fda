"""Print what the liar wins: `python tests/attacks/liar 02_autograd 04_training/checkpoint,train_xor …`.

With `--replay` in front it only plays back one recording, made under another seed; with `--nan`, `--inf`, `--none` or
`--one`, numbers that it cannot know are that.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from autograder import course
from liar import lies, record

if __name__ == "__main__":
    root = course.find_root(Path(__file__))
    names = sys.argv[1:]
    how = names.pop(0)[2:] if names[0].startswith("--") else None
    replays, twist = how == "replay", how if how in ("nan", "inf", "none", "one") else None
    for name in names:
        name, _, exercises = name.partition("/")
        only = set(exercises.split(",")) if exercises else None
        assignment = course.load(root, name)
        tape = record(assignment, (1,) if replays else (1, 2, 3), only)
        found = lies(assignment, tape, only=only, replays=replays, twist=twist)
        quiz = sum(e.score or 0.0 for e in found.report.exercises if e.id.startswith("quiz"))
        print(f"{name}: {found.points:.2f} of {found.report.max_score:g} beside the quiz ({quiz:g}), {found.share:.1%}")
        for exercise, check, points in found.won():
            print(f"    {points:5.2f}  {exercise}: {check}")
        for e in found.report.exercises:
            if e.score is None:
                print("   no score:", e.id, e.status)
