"""The names that `tempfile` gives: the same ones each time, so that two gradings of one submission read alike."""

import random
import tempfile


class _Names:
    """What `tempfile` asks for a name, again and again where there is a file of that name already.

    Sixteen hexadecimal digits: no name holds a word, such as "gz", that a student's code may look for in a path.
    """

    def __init__(self, seed: int) -> None:
        self._generator = random.Random(seed)

    def __iter__(self) -> "_Names":
        return self

    def __next__(self) -> str:
        return f"{self._generator.getrandbits(64):016x}"


def use_repeatable_names(seed: int) -> None:
    """From now on, temporary files and folders of this process are named by `seed` and their number."""
    tempfile._name_sequence = _Names(seed)  # type: ignore[attr-defined]
