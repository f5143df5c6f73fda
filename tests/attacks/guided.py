"""The fuzz tests, their inputs chosen by what the last ones reached in our code and not by chance.

    pip install atheris                                        # for Linux on x86-64 alone, and 35 MB: in no lock file
    python tests/attacks/guided.py                             # each test for a while, and a line for each
    python tests/attacks/guided.py test_a_made_up_notebook -runs=100000    # one test; libFuzzer's own options

atheris (https://github.com/google/atheris) drives libFuzzer from Python; Hypothesis turns libFuzzer's bytes into a
test's arguments. Cost is not counted here, since being watched costs calls of its own: libFuzzer ends an input that
takes 20 s or 2 GB, and says which. Inputs that reached something new are kept in .cache/fuzz and tried first the next
time; what it finds lies there as crash-*, and becomes an `@example` in test_fuzz.py.
"""

import contextlib
import random
import subprocess
import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent
RUNS = 2_000
KEPT = Path(".cache") / "fuzz"
LIMITS = ("-timeout=20", "-rss_limit_mb=2048", "-max_len=4096", "-len_control=0")

NAMES = [each for each in sys.argv[1:] if each[:1] != "-"]
OPTIONS = [each for each in sys.argv[1:] if each[:1] == "-"]

# A process that only starts the others has nothing to watch.
with atheris.instrument_imports(include=["autograder" if len(NAMES) == 1 else "-"], enable_loader_override=False):
    sys.path[:0] = [str(HERE), str(HERE.parent)]
    import test_fuzz


def _without_counting(size: int, function: object, *arguments: object, **_: int) -> None:
    with contextlib.suppress(test_fuzz.UserError, test_fuzz.WireError, test_fuzz.StudentError):
        function(*arguments)


def _tests() -> list[str]:
    """Those that Hypothesis can be told the input of: they need nothing of pytest's."""
    found = [
        name for name, value in vars(test_fuzz).items() if name.startswith("test_") and hasattr(value, "hypothesis")
    ]
    return [name for name in found if name != "test_an_archive"]  # it wants a folder of its own each time


def _corpus(name: str) -> Path:
    """Where the inputs of a test are kept. Hypothesis can make nothing of very short ones: it begins with long ones."""
    folder = KEPT / name
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(0)
    for number in range(32):
        (folder / f"begin-{number}").write_bytes(draw.randbytes(64 << number % 7))
    return folder


def fuzz(name: str) -> None:
    """Run one test in this process, which libFuzzer ends."""
    test_fuzz.assert_bounded = _without_counting
    arguments = [*LIMITS, f"-runs={RUNS}", f"-artifact_prefix={KEPT / name}/", *OPTIONS, str(_corpus(name))]
    atheris.Setup([sys.argv[0], *arguments], getattr(test_fuzz, name).hypothesis.fuzz_one_input)
    atheris.Fuzz()


def main() -> int:
    if len(NAMES) == 1:
        fuzz(NAMES[0])
    failed = 0
    for name in NAMES or _tests():
        run = subprocess.run([sys.executable, __file__, name, *OPTIONS], capture_output=True, text=True)
        said = [line for line in run.stderr.splitlines() if "cov:" in line or "Test unit written" in line]
        print(
            f"{name}: {'held' if run.returncode == 0 else 'FAILED'}  {said[-1] if said else run.stderr[-500:]}",
            flush=True,
        )
        failed += run.returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
