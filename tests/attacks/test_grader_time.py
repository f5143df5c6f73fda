"""What an answer makes the grader do, in its own process, where no limit of a check holds."""

import arena
import numpy as np
import pytest
import torch

from autograder.boundary.wire import Decoder, Encoder, Handle, WireError, split
from autograder.engine.report import Status
from autograder.expect import Mismatch, assert_equal, assert_tensor
from autograder.expect.canonical import canonical
from autograder.expect.evidence import recording

pytestmark = pytest.mark.attack

HIJACK = (
    "import gc, torch\nimport autograder.boundary.worker as w\nfrom autograder.boundary.wire import Encoder\n"
    "worker = next(o for o in gc.get_objects() if type(o) is w.Worker)\n"
    "def lie(request):\n    answer = {'value': torch.zeros(4), 'record': None, 'written': {}, 'changed': [], "
    "'modules': {}, 'globals': []}\n"
    "    return Encoder(worker._foreign).encode({'ok': answer | FALSE})\nworker._answer = lie\n"
)


@pytest.fixture
def unwritten(monkeypatch):
    """To write a tensor out takes milliseconds, and an answer may name one two hundred thousand times."""

    def refuse(self, **_):
        raise AssertionError("a tensor was written out")

    monkeypatch.setattr(torch.Tensor, "__repr__", refuse)


@pytest.mark.parametrize(
    "value",
    [{(torch.ones(9), 1): 0}, {(torch.ones(9),) * 200: 0}, {torch.ones(9): 0}, {torch.ones(9), torch.zeros(9)}],
    ids=["tuple", "long", "key", "set"],
)
def test_no_key_is_written_out(unwritten, value):
    canonical(value)
    with pytest.raises(Mismatch):
        assert_equal(value, {"loss": 1} if isinstance(value, dict) else [1])
    with pytest.raises(Mismatch):
        assert_equal({"loss": 1} | value if isinstance(value, dict) else value, {"loss": 1})


def test_keys_keep_their_texts_and_their_order():
    """Evidence of known mistakes has been kept, and is compared."""
    told = canonical({"b": 1, 2: 2, (1, "a"): 3, 1.5: 4, None: 5, "a" * 300: 6, torch.float32: 7, np.int64(3): 8})
    assert [key for key, _ in told[1]] == [
        "(1, 'a')", "1.5", "2", "3", "None", "a" * 200, "b", "torch.float32",
    ]  # fmt: skip
    assert canonical({3, 1, 2}) == ("set", 3, [1, 2, 3])


def test_an_array_that_is_named_often_is_not_copied_as_often():
    large = torch.zeros(1).expand(1000, 1000)
    value = [[[large] * 100] * 100] * 100
    told = canonical(value)
    assert str(told).count("'array'") <= 20


def test_what_follows_a_large_value_does_not_go_through_it():
    """Assertions that fail do not end a check while evidence is recorded; then its shape says nothing any more."""
    with recording() as evidence:
        assert_tensor(torch.zeros(3), shape=(2,))  # goes on
        with pytest.raises(Mismatch):
            assert_tensor(torch.zeros(1).expand(1 << 26), shape=(2,))
    assert len(evidence.wrong) == 2


@pytest.mark.parametrize("value", [torch.empty(1 << 40, 0), np.empty((0, 1 << 40))], ids=["tensor", "array"])
def test_rows_of_nothing_are_counted(value):
    message = split(Encoder(lambda other: Handle(1, "", "")).encode(value))
    with pytest.raises(WireError):
        Decoder(lambda handle: None).decode(message)


@pytest.mark.parametrize(
    "false",
    ["{'globals': [str(i) for i in range(190_000)]}", "{'globals': 5}", "{'modules': []}", "{'modules': {7: {}}}"],
)
def test_parts_of_an_answer_that_nothing_was_asked_about(arena_engine, false):
    source = HIJACK.replace("FALSE", false) + arena.right("second")
    second = arena_engine.grade(arena.notebook(second=source), only={"second"}).report.exercises[0]
    assert second.status is Status.FAILED
    assert "what your code gave back cannot be read" in str(second.checks)


def test_a_network_of_many_tensors_is_sent_in_no_more_than_their_number(monkeypatch):
    """A student's module comes with up to 20,000, and goes back with each call: it took the square of that."""

    class Counted(list):
        seen = 0

        def __iter__(self):
            for entry in super().__iter__():
                Counted.seen += 1
                yield entry

    encoder = Encoder(lambda other: Handle(1, "", ""))
    encoder._table = Counted()
    encoder._node([torch.zeros(1) for _ in range(300)], 0)
    encoder.encode(None)
    assert len(encoder._table) == 300
    assert Counted.seen <= 3 * 300
