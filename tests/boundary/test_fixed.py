"""What is fixed once it is made, and what a later cell may have changed although no name was bound anew."""

import builtins
import copyreg
import decimal
import gc
import locale
import os
import resource
import signal
import sys
import tempfile
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch

from autograder.boundary import fixed
from autograder.boundary.bindings import Bindings
from autograder.boundary.surroundings import Libraries, Surroundings

HELPED = (
    "import torch, math\nfrom torch import nn\ndef helper(x):\n    return 2 * x\n\ndef answer(x):\n    return helper(x)"
)
CLASS = "class Unit:\n    size = 3\n    def of(self, x):\n        return x\n\ndef answer(x):\n    return Unit().of(x)"
LAYER = "from torch import nn\nclass answer(nn.Module):\n    def forward(self, x: int = 2) -> int:\n        return x"
CLOSURE = "def made(n):\n    def inner(x):\n        return n * x\n    return inner\nanswer = made({})"


def is_fixed(*cells: str) -> bool:
    names: dict[str, Any] = {"__name__": "__main__"}
    bindings = Bindings(names)
    for number, cell in enumerate(cells):
        exec(cell, names)
        bindings.note(number)
    return bindings.is_fixed(0)


@pytest.mark.parametrize(
    "answer",
    [
        HELPED,
        CLASS,
        LAYER,
        CLOSURE.format(3),
        "SIZES = (2, 3.0, 'x', None)\ndef answer(x, sizes=SIZES):\n    return sizes",
        "import torch\ndef answer(x):\n    return torch.relu(x).to(torch.float64)",
        "from torch import relu\nfrom math import sqrt\ndef answer(x):\n    return sqrt(relu(x))",
        "from dataclasses import replace as answer",
        "answer = {'a': 'x', 'b': ['y', 'z']}",
        "SIZES = [2, 3]\ndef answer(x, sizes=SIZES):\n    return sizes",
    ],
)
def test_it_is_fixed(answer: str) -> None:
    assert is_fixed(answer, "y = answer; later = [3]") is True


@pytest.mark.parametrize(
    ("answer", "later"),
    [
        ("answer = [1, 1, 2]", "answer[1] = 2"),
        ("answer = [1.5]", "answer[0] += 1.0; answer[0] -= 1.0"),
        ("answer = {'a': 'b'}", "answer['a'] = 'a'"),
        ("kept = {}\ndef answer(x):\n    return kept", "kept[3] = 4"),
        ("def answer(x, kept=[]):\n    kept.append(x)", "answer(3)"),
        ("def answer(x, *, kept=[]):\n    kept.append(x)", "answer(3)"),
        (CLOSURE.format([]), "answer.__closure__[0].cell_contents.append(3)"),
        ("def answer(x):\n    answer.calls = x\nanswer.calls = 3", "answer(4)"),
        ("import torch\nanswer = [torch.ones(2)]", ""),
        ("import torch\nweight = torch.ones(2)\ndef answer(x):\n    return x * weight", ""),
        ("from torch import nn\nanswer = nn.ReLU()", ""),
        ("import functools\n@functools.cache\ndef answer(x):\n    return x", ""),
        ("answer = [].append", ""),
        ("import this_is_no_library as other\ndef answer(x):\n    return other.f(x)", ""),
        (HELPED, "answer.calls = 3"),
        (HELPED, "helper.__code__ = (lambda x: x).__code__"),
        (HELPED, "helper.__defaults__ = (3,)"),
        (CLASS, "Unit.of = lambda self, x: 3"),
        (CLASS, "Unit.size = 4"),
        (CLASS, "Unit.new = 4"),
        (LAYER, "answer.forward.__defaults__ = (3,)"),
        ("pass", "answer = 3"),
        # What code reads without its being in the text:
        ("def answer(x):\n    return globals()['two']", ""),
        ("def answer(x):\n    return eval('two')", ""),
        ("def answer(x):\n    return getattr(answer, '__globals__')['two']", ""),
        ("def answer(x):\n    import this_is_no_library\n    return this_is_no_library.two", ""),
        ("def answer(x):\n    import __main__\n    return __main__.two", ""),
        ("def answer(x):\n    from string import digits\n    return digits", ""),
        ("import typing\ndef answer(x: 'two'):\n    return typing.get_type_hints(answer)", ""),
        ("class A: pass\ndef answer(x):\n    return A.__subclasses__()", ""),
        # What can be changed where nobody looks:
        ("import this_is_no_library as other\ndef answer(x, of=other):\n    return of.two", ""),
        ("import this_is_no_library as other\nothers = [other]\ndef answer(x):\n    return others[0].two", ""),
        ("from statistics import mean as answer", ""),
        ("from pathlib import PurePath\ndef answer(x):\n    return PurePath(x)", ""),
        ("class Meta(type):\n    two = 2\nclass answer(metaclass=Meta): pass", "Meta.two = 3"),
        ("import dataclasses\nanswer = dataclasses.make_dataclass('P', [('two', int, 2)])", "answer.two = 3"),
        ("answer = type('P', (), {'two': 2, '__module__': 'torch'})", "answer.two = 3"),
    ],
)
def test_it_is_not(answer: str, later: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "this_is_no_library", ModuleType("other"))
    assert is_fixed(answer, later) is False


class Long(list[int]):
    """A list too long to be copied."""


def test_what_is_long_is_not_even_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixed, "_CONTAINERS", (Long,))
    monkeypatch.setattr(Long, "__len__", lambda _: 10**9)
    monkeypatch.setattr(Long, "__iter__", lambda _: pytest.fail("it was copied"))
    assert fixed.mark(Long()) is None


def test_many_things_have_no_marks_beyond_a_limit_of_them_together() -> None:
    marks, things = fixed.Marks(), [list(range(4_000)) for _ in range(30)]
    found = [marks.of(thing) is not None for thing in things]
    assert found == sorted(found, reverse=True)
    assert 5 < sum(found) < 20
    assert all(map(fixed.mark, things))


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("torch", "add"),
        ("torch.nn.functional", "relu"),
        ("torch.Tensor", "sum"),
        ("torch.nn.Linear", "forward"),
        ("numpy", "sqrt"),
        ("math", "sqrt"),
        ("builtins", "oct"),
        ("math", "pi"),
        ("torch", "double"),
    ],
)
def test_a_library_is_changed(where: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Libraries()
    assert before.are_the_same()
    monkeypatch.setattr(f"{where}.{name}", lambda *_: 3, raising=False)
    assert not before.are_the_same()


SETTINGS = [
    "import warnings; warnings.simplefilter('error')",
    "import os; os.environ['MORE'] = '1'",
    "import os; os.chdir('inside')",
    "import sys; sys.setrecursionlimit(sys.getrecursionlimit() + 1)",
    "import sys; sys.path.insert(0, 'here')",
    "import torch; torch.set_printoptions(precision=2)",
    "import numpy; numpy.set_printoptions(precision=2)",
    "import numpy; numpy.seterr(all='raise')",
    "from torch.nn.modules.module import register_module_forward_hook as f; handle = f(lambda *_: None)",
    "open('new', 'w').close()",
    "open('old', 'a').write('more')",
    "open('inside/it', 'a').write('more')",
    "import os; os.umask(0o123)",
    "import resource as r; r.setrlimit(r.RLIMIT_NOFILE, (200, r.getrlimit(r.RLIMIT_NOFILE)[1]))",
    "import signal; signal.signal(signal.SIGUSR2, lambda *_: None)",
    "import locale; locale.setlocale(locale.LC_NUMERIC, 'C.UTF-8')",
    "import decimal; decimal.getcontext().prec = 3",
    "import sys; sys.set_int_max_str_digits(700)",
    "import sys; sys.setswitchinterval(0.5)",
    "import gc; gc.disable()",
    "import copyreg; copyreg.pickle(complex, str)",
    "from collections.abc import Sized; Sized.register(int)",
    "import builtins; builtins.two = 2",
    "import torch; torch.set_flush_denormal(True)",
    "import torch; torch.backends.mkldnn.set_flags(False)",
    "import torch; torch.backends.cuda.enable_math_sdp(False)",
    "import torch; torch.backends.mha.set_fastpath_enabled(False)",
    "import torch; torch.sparse.check_sparse_tensor_invariants.enable()",
    "import torch; lib = torch.library.Library('aten', 'IMPL'); lib.impl('sinc', lambda x: x, 'CPU')",
]


def settings_that_stay() -> list[Any]:
    os.umask(mask := os.umask(0o77))
    digits, interval, table = sys.get_int_max_str_digits(), sys.getswitchinterval(), dict(copyreg.dispatch_table)
    files, number = resource.getrlimit(resource.RLIMIT_NOFILE), locale.setlocale(locale.LC_NUMERIC)
    return [mask, digits, interval, table, files, number, decimal.getcontext().prec]


def put_back(before: list[Any]) -> None:
    mask, digits, interval, table, files, number, precision = before
    os.umask(mask)
    sys.set_int_max_str_digits(digits)
    sys.setswitchinterval(interval)
    copyreg.dispatch_table.clear()
    copyreg.dispatch_table.update(table)
    resource.setrlimit(resource.RLIMIT_NOFILE, files)
    locale.setlocale(locale.LC_NUMERIC, number)
    decimal.getcontext().prec = precision
    signal.signal(signal.SIGUSR2, signal.SIG_DFL)
    gc.enable()
    vars(builtins).pop("two", None)
    torch.set_flush_denormal(False)
    torch.backends.mkldnn.set_flags(True)
    torch.backends.cuda.enable_math_sdp(True)
    torch.backends.mha.set_fastpath_enabled(True)
    torch.sparse.check_sparse_tensor_invariants.disable()


@pytest.mark.filterwarnings("ignore:Warning only once for all operators")
@pytest.mark.parametrize("later", SETTINGS)
def test_a_setting_is_changed(later: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "old").touch()
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "it").touch()
    before = settings_that_stay()
    kept, limit, printed = dict(vars(torch._tensor_str.PRINT_OPTS)), sys.getrecursionlimit(), np.get_printoptions()
    names: dict[str, Any] = {}
    with warnings.catch_warnings(), np.errstate():
        around = Surroundings()
        around.note(0)
        around.note(1)
        assert around.are_the_same_since(1)
        try:
            exec(later, names)
            around.note(2)
            assert around.are_the_same_since(3)  # it was so before
            assert not around.are_the_same_since(2)
        finally:
            sys.setrecursionlimit(limit)
            np.set_printoptions(**printed)
            vars(torch._tensor_str.PRINT_OPTS).update(kept)
            if "handle" in names:
                names["handle"].remove()
            put_back(before)
