"""Recurrent networks: layers, cells and packed sequences give on the device what they give on the CPU."""

import copy
import io

import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pack_sequence, pad_packed_sequence

LAYERS = {
    "lstm": lambda: nn.LSTM(3, 4),
    "lstm, two layers both ways": lambda: nn.LSTM(3, 4, num_layers=2, bidirectional=True, batch_first=True),
    "lstm without bias": lambda: nn.LSTM(3, 4, bias=False),
    "lstm with a projection": lambda: nn.LSTM(3, 4, proj_size=2),
    "lstm with dropout of everything": lambda: nn.LSTM(3, 4, num_layers=2, dropout=1.0),
    "gru": lambda: nn.GRU(3, 4),
    "gru, two layers both ways": lambda: nn.GRU(3, 4, num_layers=2, bidirectional=True, batch_first=True),
    "gru without bias": lambda: nn.GRU(3, 4, bias=False),
    "rnn": lambda: nn.RNN(3, 4),
    "rnn, relu, two layers both ways": lambda: nn.RNN(3, 4, num_layers=2, nonlinearity="relu", bidirectional=True),
}
CELLS = {
    "lstm cell": lambda: nn.LSTMCell(3, 4),
    "gru cell": lambda: nn.GRUCell(3, 4),
    "gru cell without bias": lambda: nn.GRUCell(3, 4, bias=False),
    "rnn cell": lambda: nn.RNNCell(3, 4),
}
# Two orders of the same sums, in float64; cuDNN has one of its own.
CLOSE = {"rtol": 1e-9, "atol": 1e-10}


def tensors(value):
    return [value] if isinstance(value, torch.Tensor) else [tensor for part in value for tensor in tensors(part)]


def passed(layer, x, device, **inputs):
    """Outputs, and gradients of input and weights, of a copy of the layer on a device; all on the CPU."""
    layer, x = copy.deepcopy(layer).to(device), x.to(device).requires_grad_()
    outputs = tensors(layer(x, **inputs))
    assert all(output.device.type == torch.device(device).type for output in outputs)
    sum(output.square().sum() for output in outputs).backward()
    return [tensor.detach().cpu() for tensor in (*outputs, x.grad, *(p.grad for p in layer.parameters()))]


@pytest.mark.parametrize("shape", [(5, 2, 3), (5, 3)], ids=["batch", "one sequence"])
@pytest.mark.parametrize("name", LAYERS)
def test_layer_equals_the_cpu(name, shape, device):
    layer, x = LAYERS[name]().double(), torch.randn(shape, dtype=torch.float64)
    torch.testing.assert_close(passed(layer, x, device), passed(layer, x, "cpu"), **CLOSE)


@pytest.mark.parametrize("name", CELLS)
def test_cell_equals_the_cpu(name, device):
    layer, x = CELLS[name]().double(), torch.randn(2, 3, dtype=torch.float64)
    torch.testing.assert_close(passed(layer, x, device), passed(layer, x, "cpu"), **CLOSE)


@pytest.mark.parametrize("name", ["lstm", "gru", "rnn", "lstm, two layers both ways"])
def test_packed_sequences_equal_the_cpu(name, device):
    layer, padded, lengths = LAYERS[name]().double(), torch.randn(5, 3, 3, dtype=torch.float64), [5, 2, 4]
    layer.batch_first = False
    answers = []
    for place in (device, "cpu"):
        here, x = copy.deepcopy(layer).to(place), padded.to(place).requires_grad_()
        output, state = here(pack_padded_sequence(x, lengths, enforce_sorted=False))
        output, found = pad_packed_sequence(output)
        assert output.device.type == torch.device(place).type and found.tolist() == lengths
        output.square().sum().backward()
        answers.append([tensor.detach().cpu() for tensor in (output, *tensors(state), x.grad)])
    torch.testing.assert_close(*answers, **CLOSE)


def test_packing_on_the_device(device):
    packed = pack_sequence([torch.ones(3, 2, device=device), torch.ones(1, 2, device=device)])
    assert packed.data.device.type == packed.to(device).data.device.type == torch.device(device).type
    assert packed.cpu().data.device.type == "cpu"


@pytest.mark.parametrize("make", [nn.LSTM, nn.GRU])
def test_without_a_graph_the_values_are_the_same(make, device):
    layer = make(3, 4).to(device)
    x = torch.randn(5, 2, 3, device=device)
    expected = layer(x)[0].detach()
    for mode in (torch.no_grad(), torch.inference_mode()):
        with mode:
            torch.testing.assert_close(layer(x)[0], expected)


def test_state_goes_through_a_file_and_back_to_the_cpu(device):
    layer, file = nn.LSTM(3, 4, bidirectional=True).to(device), io.BytesIO()
    torch.save(layer.state_dict(), file)
    file.seek(0)
    other = nn.LSTM(3, 4, bidirectional=True)
    other.load_state_dict(torch.load(file, map_location="cpu"))
    x = torch.randn(5, 2, 3)
    torch.testing.assert_close(layer(x.to(device))[0].cpu(), other(x)[0], rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(layer.cpu()(x)[0], other(x)[0])


@pytest.mark.parametrize("make", [nn.LSTM, nn.GRU, nn.RNN])
def test_a_forgotten_tensor_is_named(make, device):
    layer = make(3, 4).to(device)
    with pytest.raises(RuntimeError, match="input tensor at cpu and parameter tensor at"):
        layer(torch.ones(5, 2, 3))
    state = torch.zeros(1, 2, 4)
    with pytest.raises(RuntimeError, match=r"hidden tensor at cpu"):
        layer(torch.ones(5, 2, 3, device=device), (state, state) if make is nn.LSTM else state)


@pytest.mark.parametrize("make", [nn.LSTM, nn.GRU])
def test_autocast_calculates_in_the_low_precision(make, device):
    layer = make(3, 4).to(device)
    with torch.autocast(torch.device(device).type, dtype=torch.float16):
        output, _ = layer(torch.randn(5, 2, 3, device=device))
    assert output.dtype is torch.float16
    output.float().sum().backward()
    assert layer.weight_hh_l0.grad.dtype is torch.float32


def test_it_learns(device):
    """The sum of a sequence, from an LSTM, with clipping and Adam."""
    torch.manual_seed(0)
    layer, head = nn.LSTM(1, 16, batch_first=True).to(device), nn.Linear(16, 1).to(device)
    parameters = [*layer.parameters(), *head.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=0.02)
    x = torch.rand(64, 6, 1).to(device)
    losses = []
    for _ in range(40):
        optimizer.zero_grad()
        output, _ = layer(x)
        loss = (head(output[:, -1]) - x.sum(dim=1)).square().mean()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 10
