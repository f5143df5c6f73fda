"""Views, copies and files: what shares memory on the CPU shares it on the device."""

import copy
import io
import pickle

import pytest
import torch
from torch import nn


@pytest.mark.parametrize(
    "view",
    [
        lambda x: x.view(3, 2),
        lambda x: x.t(),
        lambda x: x[1:],
        lambda x: x[:, ::2],
        lambda x: x[0],
        lambda x: x.flatten(),
        lambda x: x.unsqueeze(0),
        lambda x: x.detach(),
        lambda x: x.as_strided((2,), (4,), 1),
        lambda x: x.expand(2, 2, 3),
        lambda x: x.unfold(1, 2, 1),
        lambda x: x.diagonal(),
        lambda x: x.chunk(2)[1],
        lambda x: x.view(torch.int32),
        lambda x: x.data,
    ],
)
def test_a_view_shares_memory(view, device):
    x, expected = torch.arange(6.0, device=device).reshape(2, 3), torch.arange(6.0).reshape(2, 3)
    alias = view(x)
    assert alias.data_ptr() - x.data_ptr() == view(expected).data_ptr() - expected.data_ptr()
    assert (alias.shape, alias.stride()) == (view(expected).shape, view(expected).stride())
    alias.zero_()
    view(expected).zero_()
    assert x.tolist() == expected.tolist()
    x.fill_(7)
    assert bool((view(torch.full_like(expected, 7)) == alias.cpu()).all())


def test_a_copy_does_not(device):
    here = torch.ones(3)
    there = here.to(device)
    for other in (there.clone(), there.cpu(), there + 0, there.to(device, copy=True), copy.deepcopy(there)):
        other.zero_()
    here.zero_()
    assert there.tolist() == [1, 1, 1]


def test_views_know_their_base_and_version(device):
    x = torch.ones(2, 3, device=device)
    row = x[0]
    assert row._base is x
    before = x._version
    row.add_(1)
    assert x._version == before + 1


def test_gradients_flow_through_writes_to_views(device):
    x = torch.ones(3, device=device, requires_grad=True)
    y = x * 1
    y[0].mul_(5)
    y.sum().backward()
    assert x.grad.tolist() == [5, 1, 1]


def test_memory_outlives_its_first_tensor(device):
    row = torch.arange(100_000.0, device=device).view(10, -1)[3]
    others = [torch.zeros(100_000, device=device) for _ in range(5)]
    assert row[0].item() == 30_000 and len(others) == 5


def test_storages_say_where_they_are(simgpu):
    x = torch.ones(2, 3, device="simgpu")
    assert x.untyped_storage().device == torch.device("simgpu:0") and x.untyped_storage().nbytes() == 24
    assert x[0].untyped_storage().data_ptr() == x.untyped_storage().data_ptr()


def model_on(device) -> nn.Module:
    model = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2)).to(device)
    model(torch.ones(4, 3, device=device)).sum().backward()
    return model


def test_deepcopy_of_a_model(device):
    model = model_on(device)
    twin = copy.deepcopy(model)
    for a, b in zip(model.state_dict().values(), twin.state_dict().values(), strict=True):
        assert a.device == b.device and torch.equal(a, b) and a.data_ptr() != b.data_ptr()
    assert type(twin[0].weight) is nn.Parameter and twin[0].weight.is_leaf
    shared = torch.ones(3, device=device)
    a, b = copy.deepcopy([shared, shared[1:]])
    a.zero_()
    assert b.tolist() == [0, 0]


def saved(thing) -> io.BytesIO:
    file = io.BytesIO()
    torch.save(thing, file)
    file.seek(0)
    return file


@pytest.mark.parametrize("map_location", [None, "cpu", "device", "function", "dict"])
def test_a_checkpoint_is_loaded_where_it_is_wanted(map_location, device):
    model = model_on(device)
    optimizer = torch.optim.Adam(model.parameters())
    optimizer.step()
    file = saved({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 3})
    where = {
        None: (None, device.type),
        "cpu": ("cpu", "cpu"),
        "device": (device, device.type),
        "function": (lambda storage, location: storage, "cpu"),
        "dict": ({f"{device.type}:0": "cpu", "simgpu:0": "cpu"}, "cpu"),
    }[map_location]

    loaded = torch.load(file, map_location=where[0])

    assert loaded["epoch"] == 3
    for name, tensor in model.state_dict().items():
        assert loaded["model"][name].device.type == where[1] and torch.equal(loaded["model"][name].cpu(), tensor.cpu())
    model.load_state_dict(loaded["model"])  # goes in either direction
    assert model[0].weight.device.type == device.type
    optimizer.load_state_dict(loaded["optimizer"])
    assert optimizer.state[model[0].weight]["exp_avg"].device.type == device.type


def test_a_checkpoint_of_the_cpu_is_loaded_on_the_device(device):
    loaded = torch.load(saved({"x": torch.arange(3.0), "m": torch.ones(2, dtype=torch.bool)}), map_location=device)
    assert loaded["x"].device.type == loaded["m"].device.type == device.type and loaded["x"].tolist() == [0, 1, 2]
    model = nn.Linear(3, 2)
    model.load_state_dict(nn.Linear(3, 2).to(device).state_dict())
    assert model.weight.device.type == "cpu"


def test_saved_views_share_memory_again(device):
    x = torch.zeros(4, device=device)
    a, b = torch.load(saved([x, x[2:]]))
    a.fill_(1)
    assert b.tolist() == [1, 1]


def test_pickle(device):
    x = torch.arange(3.0, device=device)
    again = pickle.loads(pickle.dumps(x))
    assert again.device == x.device and torch.equal(again, x)


@pytest.mark.parametrize("workers", [0, 1])
def test_a_data_loader_feeds_the_device(workers, device):
    dataset = [({"x": torch.full((2,), float(i)), "name": str(i)}, i) for i in range(5)]
    seen = []
    for batch, labels in torch.utils.data.DataLoader(dataset, batch_size=2, num_workers=workers):
        assert batch["x"].device.type == "cpu"
        seen += (batch["x"].to(device)[:, 0] * labels.to(device)).tolist()
    assert seen == [0, 1, 4, 9, 16]


def test_tensors_of_the_device_are_collated_there(device):
    dataset = torch.utils.data.TensorDataset(torch.arange(5.0, device=device))
    batches = [batch for (batch,) in torch.utils.data.DataLoader(dataset, batch_size=2)]
    assert [b.device.type for b in batches] == [device.type] * 3 and batches[2].tolist() == [4]
