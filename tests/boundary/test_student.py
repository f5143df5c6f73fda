"""`student` behaves like ordinary PyTorch, across the process boundary and within this process alike."""

import copy
import types

import example_probes
import pytest
import torch
from torch import nn

from autograder.boundary.failure import StudentError
from autograder.boundary.jail import Limits
from autograder.boundary.remote import Link
from autograder.boundary.student import LocalStudent, SandboxedStudent

ANSWERS = """
import torch
from torch import nn

answers = {"q1": "a"}

def cube(x):
    return x**3

def several(x, *, scale=1.0):
    return {"double": x * 2, "rest": (x.detach(), [x**3 * scale]), "shape": x.shape}

def add_one(x):
    x.add_(1)

def give_a_gradient(x):
    (x * x).sum().backward()

def freeze(x):
    x.requires_grad_(False)

def turn(x):
    x.t_()

def same_storage(a, b):
    return a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()

def fail(x):
    inner = x + 1
    raise ValueError("no such luck")

class Odd(Exception):
    pass

def fail_oddly():
    raise Odd("strange")

def quit_now():
    raise SystemExit(3)

def total(model):
    return sum(p.numel() for p in model.parameters())

def wipe(model):
    with torch.no_grad():
        for p in model.parameters():
            p.zero_()
    model.eval()

class Net(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4, width), nn.BatchNorm1d(width), nn.Dropout(0.5), nn.ReLU())
        self.head = nn.Linear(width, 3)
        self.width = width

    def forward(self, x):
        return self.head(self.layers(x))

class OwnModes(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer, self.frozen = nn.Linear(2, 2), nn.BatchNorm1d(2)
        self.drops, self.ended = [nn.Dropout(0.5)], 0

    def train(self, mode=True):
        super().train(mode)
        self.frozen.eval()
        for drop in self.drops:
            drop.train(mode)
        return self

    def eval(self):
        self.ended += 1
        return super().eval()

    def forward(self, x):
        return self.drops[0](x) + 0 * self.frozen(self.layer(x)) + self.frozen.training

class Named(nn.Module):
    def __init__(self):
        super().__init__()
        for name in ("handle", "description", "adopt", "_link", "_built", "link", "worker"):
            self.add_module(name, nn.Linear(2, 2))
        self.register_buffer("process", torch.ones(2))
        self.tape = nn.Parameter(torch.ones(2))

    def forward(self, x):
        return self.tape * self.handle(self.adopt(x)) + self.process

class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(3, 3)
        self.b = nn.Linear(3, 3)
        self.b.weight = self.a.weight

    def forward(self, x):
        return self.b(self.a(x))

class Counter:
    def __init__(self, start):
        self.count = start

    def up(self, by=1):
        self.count += by
        return self.count
"""


@pytest.fixture(params=["sandboxed", "local"])
def student(request, notebook_of):
    if request.param == "sandboxed":
        return notebook_of(ANSWERS)
    names = types.ModuleType("answers").__dict__
    exec(ANSWERS, names)
    return LocalStudent(names, effects=True)


def double(*values):
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def test_gradients_of_any_order(student):
    x = double(-2.0, 0.5, 3.0)
    assert torch.autograd.gradcheck(student.cube, (x,))
    assert torch.autograd.gradgradcheck(student.cube, (x,))
    (first,) = torch.autograd.grad(student.cube(x).sum(), x, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), x, create_graph=True)
    (third,) = torch.autograd.grad(second.sum(), x)
    torch.testing.assert_close(third, torch.full_like(x, 6))


def test_results_of_several_parts_join_the_graph(student):
    x = double(1.0, 2.0)
    result = student.several(x, scale=2.0)
    assert result["shape"] == torch.Size([2])
    detached, (cubed,) = result["rest"]
    assert not detached.requires_grad
    (result["double"].sum() + cubed.sum()).backward()
    torch.testing.assert_close(x.grad, 2 + 6 * x.detach() ** 2)


def test_no_graph_is_built_without_need(student):
    with torch.no_grad():
        assert not student.cube(double(1.0)).requires_grad
    assert student.cube(torch.ones(2)).grad_fn is None


def test_in_place_changes_come_back_through_views(student):
    base = torch.zeros(3, 4)
    student.add_one(base.t()[1:3])
    assert base.sum() == 6
    assert base[:, 1:3].sum() == 6


def test_gradients_and_flags_of_arguments_come_back(student):
    x = double(3.0)
    student.give_a_gradient(x)
    student.give_a_gradient(x)
    torch.testing.assert_close(x.grad, torch.tensor([12.0], dtype=torch.float64))
    student.freeze(x)
    assert not x.requires_grad


def test_a_shape_changed_in_place_comes_back(student):
    x = torch.arange(6.0).reshape(2, 3)
    student.turn(x)
    assert torch.equal(x, torch.arange(6.0).reshape(2, 3).T)


def test_views_of_one_storage_arrive_as_such(student):
    base = torch.zeros(10)
    assert student.same_storage(base[:3], base[5:]) is True
    assert student.same_storage(base, base.clone()) is False


def test_exceptions_are_the_builtin_type_and_show_the_students_line(student):
    with pytest.raises(ValueError) as caught:
        student.fail(torch.ones(1))
    assert isinstance(caught.value, StudentError)
    assert "no such luck" in str(caught.value)


def test_the_students_line_is_shown(notebook_of):
    with pytest.raises(StudentError) as caught:
        notebook_of(ANSWERS).fail(torch.ones(1))
    text = str(caught.value)
    assert 'in fail, your cell "answer", line ' in text
    assert 'raise ValueError("no such luck")' in text


def test_own_exceptions_missing_names_and_exits_are_student_errors(student):
    for name in ("fail_oddly", "quit_now", "nothing_of_that_name"):
        with pytest.raises(StudentError):
            getattr(student, name)()
    with pytest.raises(NameError):
        student.nothing_of_that_name()


def test_a_probe_in_a_file_of_checks_is_refused_with_the_remedy(notebook_of):
    """The file would be sent whole: it knows answers, and its imports fail in the sandbox."""

    def seen(student):
        return 1

    with pytest.raises(TypeError, match=r"move seen from test_student\.py to probes\.py beside it"):
        notebook_of(ANSWERS).probe(seen)


def test_variables_and_probes(student):
    assert student.value("answers") == {"q1": "a"}
    assert student.probe(example_probes.cube_of_many, count=3) == [0, 1, 8]
    assert student.probe(example_probes.grad_mode) is False, "a decorated probe is found in its own file"


def test_a_module_that_lies_beside_the_notebook_can_be_imported(sandbox):
    process = sandbox.spawn(Limits(), 0)
    link = Link(process, 5)
    try:
        link.ask("files", files={"gadget.py": b"size = 3"})
        assert (
            link.ask("cell", source="import gadget\n\ndef size(): return gadget.size", cell="answer")["error"] is None
        )
        assert SandboxedStudent(link).size() == 3
    finally:
        process.kill()


def test_a_module_trains_with_a_local_optimizer(student):
    torch.manual_seed(0)
    model = student.Net(16)
    x = torch.randn(64, 4)
    y = x[:, :3].argmax(dim=1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    losses = []
    for _ in range(40):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.8 * losses[0]


def test_a_module_has_its_names_modes_and_buffers(student):
    model = student.Net()
    assert list(model.state_dict())[:3] == ["layers.0.weight", "layers.0.bias", "layers.1.weight"]
    assert sum(p.numel() for p in model.parameters()) == 4 * 8 + 8 + 16 + 8 * 3 + 3
    assert model.width == 8
    x = torch.randn(32, 4) + 5
    model.train()
    assert not torch.equal(model(x), model(x))  # dropout
    moved = dict(model.named_buffers())["layers.1.running_mean"].clone()
    assert moved.abs().sum() > 0.1
    model.eval()
    assert torch.equal(model(x), model(x))
    assert torch.equal(dict(model.named_buffers())["layers.1.running_mean"], moved)


def test_a_module_that_sees_to_its_modes_itself(student):
    model, x = student.OwnModes(), torch.ones(64, 2)
    for _ in range(2):
        with torch.no_grad():
            model.eval()
            assert torch.equal(model(x), x)
            model.train()
            assert set(model(x).unique().tolist()) == {0.0, 2.0}
    assert model.ended == 2


def test_layers_may_be_called_as_anything(student):
    model = student.Named()
    assert {"handle.weight", "_link.bias", "description.weight", "process", "tape"} <= model.state_dict().keys()
    model(torch.ones(3, 2)).sum().backward()
    assert model.handle.weight.grad.any() and model.tape.grad.any()
    student.wipe(model)
    assert all((p == 0).all() for p in model.parameters())


def test_tied_weights_stay_tied(student):
    model = student.Tied()
    assert len(list(model.parameters())) == 3
    x = torch.randn(5, 3)
    (model(x) ** 2).sum().backward()
    weight = next(p for p in model.parameters() if p.dim() == 2)
    a, b = copy.deepcopy(weight.detach()), copy.deepcopy(weight.detach())
    a.requires_grad_(), b.requires_grad_()
    biases = [p.detach() for p in model.parameters() if p.dim() == 1]
    (nn.functional.linear(nn.functional.linear(x, a, biases[0]), b, biases[1]) ** 2).sum().backward()
    torch.testing.assert_close(weight.grad, a.grad + b.grad)


def test_modules_are_arguments_too(student):
    ours = nn.Linear(2, 3)
    assert student.total(ours) == 9
    theirs = student.Net()
    assert student.total(theirs) == sum(p.numel() for p in theirs.parameters())
    with torch.no_grad():
        for parameter in theirs.parameters():
            parameter.fill_(2.0)
    student.wipe(theirs)
    assert all((p == 0).all() for p in theirs.parameters())
    assert not theirs.training


def test_objects_stay_where_they_are_and_can_be_used(student):
    counter = student.Counter(3)
    assert counter.up(by=2) == 5
    assert counter.count == 5
