"""The sandbox begins while PyTorch is imported: it is the one that grades, and nothing stays where it is not wanted."""

import subprocess
import sys
from pathlib import Path

import arena
import pytest

from autograder.boundary import sandbox as boundary
from autograder.boundary import starting, tiers
from autograder.boundary.jail import Limits
from autograder.boundary.sandbox import Sandbox
from autograder.boundary.starting import Zygote, head_start
from autograder.engine import head_start as module
from autograder.errors import UserError


def is_gone(begun: Zygote) -> bool:
    return begun.process.poll() is not None and not begun.folder.exists()


@pytest.fixture(autouse=True)
def undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary, "_without_bubblewrap", None)
    monkeypatch.delenv(starting.TIER_VARIABLE, raising=False)


def test_nothing_that_begins_it_imports_torch():
    said = "import sys, autograder.engine.head_start as _; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", said], check=False).returncode == 0


def test_a_sandbox_takes_over_what_was_begun_for_it(tmp_path):
    begun = head_start((tmp_path,))
    assert begun is not None
    with Sandbox((tmp_path,), begun=begun) as sandbox:
        assert sandbox._zygote is begun
        sandbox.spawn(Limits(), 0).kill()
    assert is_gone(begun)


@pytest.mark.parametrize("other", [{"hidden": ("another",)}, {"tier": "landlock"}], ids=str)
def test_what_was_begun_for_another_view_is_ended(tmp_path, other):
    begun = head_start((tmp_path,))
    assert begun is not None
    wanted = {"hidden": (tmp_path,), **other}
    wanted["hidden"] = tuple(Path(tmp_path, name) for name in wanted["hidden"])
    with Sandbox(**wanted, begun=begun) as sandbox:
        assert sandbox._zygote is not begun
        assert is_gone(begun)


def test_one_that_cannot_start_is_replaced_by_the_lesser_tier(monkeypatch):
    launch = tiers.Launch("bubblewrap", ["sh", "-c", "echo no permission >&2; exit 1"], b"")
    monkeypatch.setitem(tiers.PREPARE, "bubblewrap", lambda hidden, folder: launch)
    begun = head_start(())
    assert begun is not None
    with pytest.warns(UserWarning, match="no permission"), Sandbox(begun=begun) as sandbox:
        assert sandbox.tier == "landlock"
        assert is_gone(begun)


def test_where_nothing_can_be_begun_the_sandbox_says_why(monkeypatch):
    def lacking(hidden: object, folder: object) -> tiers.Launch:
        raise UserError("`bwrap` is missing")

    monkeypatch.setitem(tiers.PREPARE, "bubblewrap", lacking)
    assert head_start(()) is None
    monkeypatch.setenv(starting.TIER_VARIABLE, "none")
    assert head_start(()) is None
    with pytest.raises(UserError, match='no sandbox is called "none"'):
        Sandbox(begun=head_start(()))


def test_an_engine_that_is_refused_leaves_nothing_running(tmp_path, monkeypatch):
    made = arena.make(tmp_path / "arena")
    started: list[Zygote] = []

    def noted(hidden: tuple[Path, ...], imports: tuple[str, ...]) -> Zygote | None:
        started.extend(filter(None, [head_start(hidden, imports)]))
        return started[-1]

    monkeypatch.setattr(module, "head_start", noted)
    with pytest.raises(TypeError, match="nonsense"):
        module.start_engine(made, nonsense=True)
    assert [is_gone(one) for one in started] == [True]
