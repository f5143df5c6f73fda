"""What a device refuses and what it allows. The same tests hold on the simulated device and on a GPU."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

DIFFERENT = "Expected all tensors to be on the same device"

MIXED = {
    "add": lambda here, there: there + here,
    "add reversed": lambda here, there: here + there,
    "compare": lambda here, there: there > here,
    "in place": lambda here, there: there.add_(here),
    "in place on the CPU": lambda here, there: here.add_(there),
    "a number of the device": lambda here, there: here * there.sum(),
    "a number of the device in place": lambda here, there: here.mul_(there.sum()),
    "matmul": lambda here, there: there @ here.T,
    "linear input": lambda here, there: F.linear(here, there),
    "linear weight": lambda here, there: F.linear(there, here),
    "linear bias": lambda here, there: F.linear(there, there, here[0, :2]),
    "bmm": lambda here, there: torch.bmm(there[None], here.T[None]),
    "conv": lambda here, there: F.conv1d(there[None], here[None, :, :1]),
    "cat": lambda here, there: torch.cat([there, here]),
    "stack": lambda here, there: torch.stack([here, there]),
    "where": lambda here, there: torch.where(there > 0, there, here),
    "where condition": lambda here, there: torch.where(here > 0, there, there),
    "gather": lambda here, there: there.gather(1, here.long()),
    "index select": lambda here, there: there.index_select(0, torch.tensor([0])),
    "embedding": lambda here, there: F.embedding(torch.tensor([0]), there),
    "masked fill": lambda here, there: there.masked_fill(here > 0, 0.0),
    "values of an assignment": lambda here, there: there.__setitem__((torch.tensor([0, 1]),), here),
    "cross entropy": lambda here, there: F.cross_entropy(there, torch.tensor([0, 1])),
    "nll": lambda here, there: F.nll_loss(there, torch.tensor([0, 1])),
    "mse": lambda here, there: F.mse_loss(there, here),
    "l1": lambda here, there: F.l1_loss(there, here),
    "smooth l1": lambda here, there: F.smooth_l1_loss(there, here),
    "bce with logits": lambda here, there: F.binary_cross_entropy_with_logits(there, here),
    "layer norm": lambda here, there: F.layer_norm(there, (3,), here[0]),
    "batch norm": lambda here, there: F.batch_norm(there, here[0], here[0]),
    "out": lambda here, there: torch.mm(there, there.T, out=torch.empty(2, 2)),
    "model not moved": lambda here, there: nn.Linear(3, 1)(there),
    "batch not moved": lambda here, there: nn.Linear(3, 1).to(there.device)(here),
}


@pytest.mark.parametrize("operation", MIXED)
def test_mixing_devices_is_refused(operation, device):
    here, there = torch.ones(2, 3), torch.ones(2, 3, device=device)
    with pytest.raises(RuntimeError, match=r"(?i)device|torch.cuda.FloatTensor"):  # so says cuDNN's convolution
        MIXED[operation](here, there)
    assert torch.equal(here, torch.ones(2, 3)) and torch.equal(there.cpu(), torch.ones(2, 3))


@pytest.mark.parametrize("operation", ["add", "in place", "matmul", "linear input", "where", "mse", "batch not moved"])
def test_the_error_has_pytorchs_words(operation, device):
    with pytest.raises(RuntimeError, match=DIFFERENT) as caught:
        MIXED[operation](torch.ones(2, 3), torch.ones(2, 3, device=device))
    assert f"{device.type}:0" in str(caught.value) and "cpu" in str(caught.value)


@pytest.mark.parametrize("operation", ["add", "linear input", "cat", "where", "mse", "gather", "batch not moved"])
def test_the_simulated_device_names_both_devices(operation, simgpu):
    expected = f"{DIFFERENT}, but found at least two devices, simgpu:0 and cpu!"
    with pytest.raises(RuntimeError, match=expected):
        MIXED[operation](torch.ones(2, 3), torch.ones(2, 3, device="simgpu"))


ALLOWED = {
    "number": lambda there: there * 2 + 1,
    "0-dimensional tensor": lambda there: there * torch.tensor(2.0) + torch.tensor(1),
    "0-dimensional tensor first": lambda there: torch.tensor(1.0) - there,
    "0-dimensional in place": lambda there: there.clone().mul_(torch.tensor(3.0)),
    "0-dimensional in where": lambda there: torch.where(there > 0, there, torch.tensor(0.0)),
    "0-dimensional in masked_fill": lambda there: there.masked_fill(there > 1, torch.tensor(9.0)),
    "0-dimensional in an assignment": lambda there: (copy := there.clone(), copy.__setitem__(0, torch.tensor(9.0)))[0],
    "two 0-dimensional tensors": lambda there: torch.tensor(2.0) * there.sum(),
    "index on the CPU": lambda there: there[torch.tensor([1, 0])],
    "mask on the CPU": lambda there: there[torch.tensor([True, False])],
    "assignment to an index on the CPU": lambda there: (
        copy := there.clone(),
        copy.__setitem__(torch.tensor([1]), 5.0),
    )[0],
    "assignment of a slice from the CPU": lambda there: (
        copy := there.clone(),
        copy.__setitem__(0, torch.ones(3)),
    )[0],
    "copy from the CPU": lambda there: torch.empty_like(there).copy_(torch.ones(2, 3)),
    "type_as": lambda there: torch.ones(2, 3).type_as(there),
    "to another tensor's device": lambda there: torch.ones(2, 3).to(there),
}


@pytest.mark.parametrize("operation", ALLOWED)
def test_what_a_gpu_takes_from_the_cpu(operation, device):
    x = torch.arange(6.0).reshape(2, 3)
    result = ALLOWED[operation](x.to(device))
    assert result.device.type == device.type
    torch.testing.assert_close(result.cpu(), ALLOWED[operation](x))


def test_a_copy_goes_both_ways(device):
    there, here = torch.arange(3.0, device=device), torch.zeros(3)
    here.copy_(there)
    assert here.device.type == "cpu" and here.tolist() == [0, 1, 2]
    here[1:] = there[:2]
    assert here.tolist() == [0, 0, 1]


def test_indices_on_the_device_do_not_index_a_cpu_tensor(device):
    index = torch.tensor([0], device=device)
    with pytest.raises(RuntimeError, match="indices should be either on cpu or on the same device"):
        torch.ones(3)[index]
    with pytest.raises(RuntimeError):
        torch.ones(3)[index > 0]


def test_numpy_needs_cpu(device):
    there = torch.ones(3, device=device)
    for convert in (torch.Tensor.numpy, np.asarray):
        with pytest.raises(TypeError, match=f"can't convert {device.type}:0 device type tensor to numpy"):
            convert(there)
    assert there.cpu().numpy().tolist() == [1, 1, 1]


def test_a_gradient_has_the_device_of_its_tensor(device):
    there = torch.ones(3, device=device, requires_grad=True)
    with pytest.raises(RuntimeError, match="device"):
        there.grad = torch.ones(3)
    (there * 2).sum().backward()
    assert there.grad.device.type == device.type and there.grad.tolist() == [2, 2, 2]


def test_a_tensor_says_where_it_is(device):
    there = torch.ones(2, 3).to(device)
    assert type(there) is torch.Tensor
    assert there.device.type == device.type and there.device.index == 0 and there.device != torch.device("cpu")
    assert there.get_device() == 0 and not there.is_cpu and there.is_cuda == (device.type == "cuda")
    assert f"device='{device.type}:0'" in repr(there) and f"device='{device.type}:0'" in str(there)
    assert there.to(device) is there and there.to(f"{device.type}:0") is there
    assert there.to("cpu").device.type == "cpu" and there.cpu().cpu().is_cpu
    assert there.to(torch.float64).device.type == device.type
    assert torch.ones(2, device=there.device).device == there.device


def test_conversions_to_python(device):
    there = torch.tensor([[1.5, 2.0], [3.0, 4.0]], device=device)
    assert there.tolist() == [[1.5, 2.0], [3.0, 4.0]]
    assert there.sum().item() == 10.5 and float(there[0, 0]) == 1.5 and int(there[1, 1]) == 4
    assert bool((there > 0).all()) and f"{there.mean():.3f}" == "2.625" and len(there) == 2
    assert [row.tolist() for row in there] == there.tolist()


def test_a_second_device_does_not_exist(device):
    with pytest.raises(RuntimeError, match="invalid device ordinal"):
        torch.ones(3, device=f"{device.type}:{torch.get_device_module(device).device_count()}")


def test_a_module_moves_and_keeps_its_parameters(device):
    model = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))
    weight, buffer = model[0].weight, model[1].running_mean
    weight.grad = torch.ones(2, 3)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)

    assert model.to(device) is model

    assert model[0].weight is weight and isinstance(weight, nn.Parameter) and weight.is_leaf
    assert {t.device.type for t in [*model.parameters(), *model.buffers(), weight.grad]} == {device.type}
    assert buffer.device.type == "cpu"
    before = weight.detach().clone()
    optimizer.step()  # an optimizer that was built before the move holds the same parameters
    torch.testing.assert_close(weight.detach(), before - 0.5)
    assert {p.device.type for p in model.cpu().parameters()} == {"cpu"}


def test_hooks_of_a_parameter_survive_the_move(device):
    layer, seen = nn.Linear(3, 1), []
    layer.weight.register_hook(lambda grad: seen.append(("grad", grad.device.type)))
    layer.weight.register_post_accumulate_grad_hook(lambda p: seen.append(("accumulated", p.grad.device.type)))
    layer.to(device)(torch.ones(2, 3, device=device)).sum().backward()
    assert seen == [("grad", device.type), ("accumulated", device.type)]


def test_tied_parameters_stay_tied(device):
    model = nn.ModuleDict({"a": nn.Linear(3, 3), "b": nn.Linear(3, 3)})
    model["b"].weight = model["a"].weight
    model.to(device)
    assert model["a"].weight is model["b"].weight and model["a"].weight.device.type == device.type


def test_an_optimizer_state_follows_its_parameters(device):
    layer = nn.Linear(3, 1)
    optimizer = torch.optim.Adam(layer.parameters())
    layer(torch.ones(2, 3)).sum().backward()
    optimizer.step()
    layer.to(device)
    other = torch.optim.Adam(layer.parameters())
    other.load_state_dict(optimizer.state_dict())
    assert other.state[layer.weight]["exp_avg"].device.type == device.type
    layer(torch.ones(2, 3, device=device)).sum().backward()
    other.step()
    with pytest.raises(RuntimeError, match="same device"):  # the old one's state has stayed behind
        optimizer.step()


def test_generators(device):
    def draw(seed: int) -> list[float]:
        return torch.rand(3, device=device, generator=torch.Generator(device=device).manual_seed(seed)).tolist()

    assert draw(1) == draw(1) != draw(2)
    assert torch.Generator(device=device).device.type == device.type
    with pytest.raises(RuntimeError, match=f"Expected a '{device.type}' device type for generator but found 'cpu'"):
        torch.rand(3, device=device, generator=torch.Generator())


def test_manual_seed_seeds_the_device_which_has_a_stream_of_its_own(device):
    torch.manual_seed(5)
    first, on_cpu = torch.rand(3, device=device).tolist(), torch.rand(3)
    torch.manual_seed(5)
    assert torch.rand(3, device=device).tolist() == first != torch.rand(3, device=device).tolist()
    torch.manual_seed(5)
    assert torch.equal(torch.rand(3), on_cpu)


def test_dropout_is_reproducible(device):
    ones = torch.ones(50, device=device)
    torch.manual_seed(1)
    first = F.dropout(ones)
    state = torch.get_device_module(device).get_rng_state()
    second = F.dropout(ones)
    torch.manual_seed(1)
    assert torch.equal(F.dropout(ones), first) and not torch.equal(first, second)
    torch.get_device_module(device).set_rng_state(state)
    assert torch.equal(F.dropout(ones), second)


def test_pinning_and_non_blocking_are_accepted(device):
    loader = torch.utils.data.DataLoader(
        torch.utils.data.TensorDataset(torch.arange(6.0), torch.arange(6)), batch_size=4, pin_memory=True
    )
    total = 0.0
    for x, y in loader:
        x, y = x.to(device, non_blocking=True), y.to(device, non_blocking=True)
        total += (x * y).sum().item()
    assert total == 55
    assert torch.ones(3).pin_memory().to(device).device.type == device.type


def test_the_accelerator_is_found(device):
    assert torch.accelerator.is_available() and torch.accelerator.device_count() >= 1
    torch.accelerator.synchronize()


def test_backward_runs_user_code_with_the_devices_name(device):
    class Double(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2

        @staticmethod
        def backward(ctx, grad):
            seen.append(grad.device.type)
            return grad * torch.full((), 2.0, device=device)

    seen = []
    x = torch.ones(3, device=device, requires_grad=True)
    Double.apply(x).sum().backward()
    assert seen == [device.type] and x.grad.tolist() == [2, 2, 2]


def test_checkpointing_recomputes_on_the_device(device):
    model = nn.Sequential(nn.Linear(3, 4), nn.Dropout(0.5), nn.Linear(4, 1)).to(device)
    x = torch.ones(5, 3, device=device)
    torch.manual_seed(0)
    model(x).sum().backward()
    expected = model[0].weight.grad.clone()
    model.zero_grad()
    torch.manual_seed(0)
    torch.utils.checkpoint.checkpoint(model, x, use_reentrant=False).sum().backward()
    torch.testing.assert_close(model[0].weight.grad, expected)


def test_a_default_device(device):
    with torch.device(device):
        assert torch.ones(2).device.type == device.type
        assert nn.Linear(3, 2).weight.device.type == device.type
    assert torch.ones(2).device.type == "cpu"
    torch.set_default_device(device)
    try:
        assert torch.ones(2).device.type == device.type
    finally:
        torch.set_default_device(None)
