"""Modules, losses, optimizers and mixed precision train on the device as they do on the CPU."""

import copy
import inspect

import pytest
import torch
import torch.nn.functional as F
from torch import nn


def transformer() -> nn.Module:
    return nn.TransformerEncoderLayer(8, 2, 16, dropout=0, batch_first=True)


class Attention(nn.MultiheadAttention):
    def forward(self, x):
        return super().forward(x, x, x)[0]


# A module and the shape of its input; an integer tensor is the input itself.
MODULES = {
    "Linear": (lambda: nn.Linear(4, 3), (5, 4)),
    "Conv1d": (lambda: nn.Conv1d(2, 3, 3), (5, 2, 8)),
    "Conv2d": (lambda: nn.Conv2d(1, 3, 3, padding=1), (5, 1, 8, 8)),
    "Conv2d groups": (lambda: nn.Conv2d(4, 4, 3, stride=2, groups=2), (5, 4, 8, 8)),
    "ConvTranspose2d": (lambda: nn.ConvTranspose2d(2, 3, 2), (5, 2, 4, 4)),
    "BatchNorm1d": (lambda: nn.BatchNorm1d(4), (5, 4)),
    "BatchNorm2d": (lambda: nn.BatchNorm2d(2), (5, 2, 4, 4)),
    "LayerNorm": (lambda: nn.LayerNorm(4), (5, 4)),
    "GroupNorm": (lambda: nn.GroupNorm(2, 4), (5, 4, 3)),
    "Dropout of nothing": (lambda: nn.Dropout(0.0), (5, 4)),
    "Embedding": (lambda: nn.Embedding(6, 4), torch.tensor([[0, 5, 2], [1, 1, 3]])),
    "EmbeddingBag": (lambda: nn.EmbeddingBag(6, 4), torch.tensor([[0, 5, 2], [1, 1, 3]])),
    "MultiheadAttention": (lambda: Attention(8, 2, batch_first=True), (3, 5, 8)),
    "TransformerEncoderLayer": (transformer, (3, 5, 8)),
    "PReLU": (nn.PReLU, (5, 4)),
    "MaxPool2d": (lambda: nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()), (5, 1, 8, 8)),
    "Bilinear": (lambda: nn.Sequential(nn.Unflatten(1, (2, 2)), nn.Flatten(), nn.Softmax(1)), (5, 4)),
}


@pytest.mark.parametrize("training", [True, False], ids=["train", "eval"])
@pytest.mark.parametrize("name", MODULES)
def test_module_equals_the_cpu(name, training):
    build, shape = MODULES[name]
    here = build().train(training)
    there = copy.deepcopy(here).to("simgpu")
    x = shape if isinstance(shape, torch.Tensor) else torch.randn(shape)

    results = []
    for model, batch in ((here, x), (there, x.to("simgpu"))):
        batch = batch.detach().requires_grad_(batch.is_floating_point())
        output = model(batch)
        output.square().sum().backward()
        gradients = [p.grad for p in model.parameters()] + ([batch.grad] if batch.requires_grad else [])
        results.append([tensor.cpu() for tensor in [output.detach(), *gradients, *model.buffers()]])

    torch.testing.assert_close(results[1], results[0])


def test_dropout_drops_the_share_it_says_and_scales():
    kept = nn.Dropout(0.25)(torch.ones(4000, device="simgpu"))
    assert kept.unique().tolist() == pytest.approx([0, 4 / 3]) and abs(kept.mean().item() - 1) < 0.05
    assert torch.equal(nn.Dropout(0.25).eval()(kept), kept)


LOSSES = {
    "CrossEntropyLoss": (nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 3.0])), torch.tensor([0, 2, 1, 1])),
    "NLLLoss": (nn.NLLLoss(), torch.tensor([0, 2, 1, 1])),
    "MSELoss": (nn.MSELoss(), torch.ones(4, 3)),
    "L1Loss": (nn.L1Loss(), torch.ones(4, 3)),
    "SmoothL1Loss": (nn.SmoothL1Loss(), torch.ones(4, 3)),
    "BCEWithLogitsLoss": (nn.BCEWithLogitsLoss(pos_weight=torch.tensor([2.0])), torch.ones(4, 3)),
}


@pytest.mark.parametrize("name", LOSSES)
def test_loss_equals_the_cpu(name):
    loss, target = LOSSES[name]
    x = torch.randn(4, 3)
    there = copy.deepcopy(loss).to("simgpu")(x.to("simgpu"), target.to("simgpu"))
    torch.testing.assert_close(there.cpu(), loss(x, target))


OPTIMIZERS = {
    name: optimizer
    for name, optimizer in vars(torch.optim).items()
    if inspect.isclass(optimizer)
    and issubclass(optimizer, torch.optim.Optimizer)
    and optimizer is not torch.optim.Optimizer
}


def train(device: str, build_optimizer, steps: int = 4, clip: float | None = None) -> list[torch.Tensor]:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
    x, y = torch.randn(16, 4), torch.randint(0, 3, (16,))
    model, x, y = model.to(device), x.to(device), y.to(device)
    optimizer = build_optimizer(model.parameters())
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        if clip:
            nn.utils.clip_grad_norm_(model.parameters(), clip)
        return loss

    for _ in range(steps):
        optimizer.step(closure)
        scheduler.step()
    assert {p.device.type for p in model.parameters()} == {torch.device(device).type}
    return [p.detach().cpu() for p in model.parameters()]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizer_equals_the_cpu(name):
    if name == "SparseAdam":
        pytest.skip("sparse gradients exist on no simulated device")

    def build(parameters):
        parameters = list(parameters)
        if name == "Muon":  # takes matrices only
            parameters = [p for p in parameters if p.dim() == 2]
        return OPTIMIZERS[name](parameters, lr=0.05)

    torch.testing.assert_close(train("simgpu", build), train("cpu", build), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("options", [{"foreach": False}, {"fused": True}, {"amsgrad": True}, {"weight_decay": 0.1}])
def test_variants_of_adam_equal_the_cpu(options):
    def build(parameters):
        return torch.optim.Adam(parameters, lr=0.05, **options)

    torch.testing.assert_close(train("simgpu", build), train("cpu", build), rtol=1e-5, atol=1e-6)


def test_clipping_equals_the_cpu():
    def build(parameters):
        return torch.optim.SGD(parameters, lr=0.5, momentum=0.9, nesterov=True)

    torch.testing.assert_close(train("simgpu", build, clip=0.1), train("cpu", build, clip=0.1))
    model = nn.Linear(3, 2).to("simgpu")
    model(torch.ones(4, 3, device="simgpu")).sum().backward()
    assert nn.utils.clip_grad_norm_(model.parameters(), 1.0).device.type == "simgpu"
    nn.utils.clip_grad_value_(model.parameters(), 0.01)
    assert max(p.grad.abs().max().item() for p in model.parameters()) <= 0.0101


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_autocast_casts_as_on_a_gpu(device, dtype):
    layer = nn.Linear(4, 3).to(device)
    x = torch.randn(5, 4, device=device)
    with torch.autocast(device.type, dtype=dtype):
        assert torch.is_autocast_enabled(device.type) and torch.get_autocast_dtype(device.type) is dtype
        output = layer(x)
        assert output.dtype is dtype and layer.weight.dtype is torch.float32
        assert (x @ x.T).dtype is dtype and torch.relu(output).dtype is dtype
        assert nn.Conv1d(1, 2, 3).to(device)(x[:, None]).dtype is dtype
        for wide in (output.softmax(1), output.exp(), output.sum(), F.layer_norm(output, (3,))):
            assert wide.dtype is torch.float32
        assert F.cross_entropy(output, torch.zeros(5, dtype=torch.long, device=device)).dtype is torch.float32
        assert F.mse_loss(output, torch.zeros(5, 3, device=device)).dtype is torch.float32
        assert (output + x[:, :3]).dtype is torch.float32  # no rule: ordinary promotion
        assert torch.addcmul(x[:, :3], output, output).dtype is torch.float32
        assert output.sum(dtype=torch.float64).dtype is torch.float64
        assert (x.double() @ x.double().T).dtype is torch.float64
        with torch.autocast(device.type, enabled=False):
            assert layer(x).dtype is torch.float32
    assert layer(x).dtype is torch.float32 and not torch.is_autocast_enabled(device.type)
    with torch.autocast(device.type):
        assert layer(x).dtype is torch.float16  # a GPU's default
    output.float().sum().backward()
    assert layer.weight.grad.dtype is torch.float32


def test_autocast_refuses_binary_cross_entropy(device):
    p = torch.full((3,), 0.5, device=device)
    with torch.autocast(device.type), pytest.raises(RuntimeError, match="unsafe to autocast"):
        F.binary_cross_entropy(p, p)


def test_autocast_rounds_as_on_the_cpu(simgpu):
    layer, x = nn.Linear(40, 3), torch.randn(5, 40)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        expected = layer(x)
    with torch.autocast("simgpu", dtype=torch.bfloat16):
        torch.testing.assert_close(layer.to("simgpu")(x.to("simgpu")).cpu(), expected, rtol=0, atol=0)


def test_a_device_ignores_autocast_for_the_cpu(device):
    layer, conv, x = nn.Linear(4, 3).to(device), nn.Conv1d(1, 2, 3).to(device), torch.randn(5, 4, device=device)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        outputs = [layer(x), conv(x[:, None]), x @ x.T]
    assert all(output.dtype is torch.float32 for output in outputs)
    sum(output.square().sum() for output in outputs).backward()
    assert all(p.grad.dtype is torch.float32 for p in [*layer.parameters(), *conv.parameters()])


def test_grad_scaler_skips_a_step_with_an_infinite_gradient(device):
    layer = nn.Linear(3, 1).to(device)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    scaler = torch.amp.GradScaler(device.type, init_scale=1024.0, growth_interval=2)
    x = torch.ones(2, 3, device=device)
    before = layer.weight.detach().clone()

    scaler.scale(layer(x).sum() * float("inf")).backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(layer.parameters(), 1.0)
    scaler.step(optimizer)
    scaler.update()
    assert scaler.get_scale() == 512 and torch.equal(layer.weight.detach(), before)

    for _ in range(2):
        optimizer.zero_grad()
        scaler.scale(layer(x).sum()).backward()
        assert layer.weight.grad.tolist() == [[1024.0] * 3]
        scaler.step(optimizer)
        scaler.update()
    assert scaler.get_scale() == 1024
    torch.testing.assert_close(layer.weight.detach(), before - 2 * 0.1 * 2)


def test_an_error_in_backward_is_raised(device):
    def hook(grad):
        raise ValueError("from a hook")

    x = torch.ones(3, device=device, requires_grad=True)
    y = x * 2
    y.register_hook(hook)
    with pytest.raises(ValueError, match="from a hook"):
        y.sum().backward()
    y = x.exp()
    loss = y.sum()
    with torch.no_grad():
        y.zero_()
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        loss.backward()
    loss = x.exp().sum()
    loss.backward()
    with pytest.raises(RuntimeError, match="second time"):
        loss.backward()
    with torch.no_grad(), pytest.raises(RuntimeError, match="does not require grad"):
        (x * 2).sum().backward()
    x.grad = None
    (x * 2).sum().backward()  # and the next one works
    assert x.grad.tolist() == [2, 2, 2]


def test_saved_tensor_hooks(device):
    packed = []

    def pack(tensor):
        packed.append(tensor.device.type)
        return tensor.cpu()

    x = torch.randn(4, device=device, requires_grad=True)
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor.to(x.device)):
        loss = x.exp().sum()
    loss.backward()
    assert len(packed) == 1
    torch.testing.assert_close(x.grad, x.detach().exp())


def test_module_hooks(device):
    layer, seen = nn.Linear(3, 1).to(device), []
    layer.register_forward_hook(lambda module, args, output: seen.append((args[0].device.type, output.device.type)))
    layer.register_full_backward_hook(lambda module, grad_in, grad_out: seen.append(grad_out[0].device.type))
    layer(torch.ones(2, 3, device=device)).sum().backward()
    assert [str(s) for s in seen] and seen[0] == (device.type, device.type)
    assert len(seen) == 2


def test_a_transformer_with_padding_in_eval_mode(device):
    """Its fast path packs padded sequences into a nested tensor, where the device has those."""
    layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
    model, x = nn.TransformerEncoder(layer, 2).eval(), torch.randn(2, 5, 8)
    padding = torch.tensor([[False] * 5, [False] * 3 + [True] * 2])
    there = copy.deepcopy(model).to(device)
    with torch.no_grad():
        expected = model(x, src_key_padding_mask=padding)
        actual = there(x.to(device), src_key_padding_mask=padding.to(device)).cpu()
    torch.testing.assert_close(actual[~padding], expected[~padding], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("backend", ["inductor", "eager", "aot_eager"])
def test_compiling_runs_the_graph(backend, simgpu):
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).to("simgpu")
    x = torch.randn(5, 3, device="simgpu")
    torch.compiler.reset()
    output = torch.compile(model, backend=backend)(x)
    torch.testing.assert_close(output, model(x))
    output.sum().backward()
    assert all(parameter.grad is not None for parameter in model.parameters())
    torch.compiler.reset()


def test_forward_mode_and_second_derivatives(device):
    x = torch.randn(3, dtype=torch.float64)
    for function in (torch.func.hessian, torch.func.jacfwd, torch.func.jacrev):
        there = function(lambda x: x.pow(3).sum())(x.to(device))
        torch.testing.assert_close(there.cpu(), function(lambda x: x.pow(3).sum())(x))


def test_a_running_mean_of_weights(device):
    model = nn.Linear(2, 2).to(device)
    mean = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.5))
    before = model.weight.detach().clone()
    mean.update_parameters(model)
    with torch.no_grad():
        model.weight.add_(2.0)
    mean.update_parameters(model)
    torch.testing.assert_close(mean.module.weight, before + 1)
