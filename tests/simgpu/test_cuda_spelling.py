"""Code that says "cuda" runs on the simulated device inside `as_cuda`, and the name is gone afterwards."""

import io

import pytest
import torch
from torch import nn

REAL_GPU = torch.cuda.is_available()


def test_every_spelling_means_the_device(simgpu):
    with simgpu.as_cuda():
        assert torch.cuda.is_available() and torch.cuda.device_count() == 1 and torch.cuda.current_device() == 0
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        x = torch.ones(3)
        for there in (
            x.cuda(),
            x.cuda(0),
            x.cuda(non_blocking=True),
            x.cuda(device="cuda:0"),
            x.to("cuda"),
            x.to(device),
            x.to(device=device, dtype=torch.float64),
            x.to("cuda:0", non_blocking=True),
            x.to(torch.device("cuda", 0)),
            x.to(0),
            torch.ones(3, device="cuda"),
            torch.tensor([1, 2, 3], device=device),
            torch.empty_like(x, device="cuda"),
            x.new_ones(3, device="cuda"),
            nn.Linear(3, 2).cuda().weight,
            nn.Linear(3, 2).to("cuda").weight,
            nn.Linear(3, 2, device="cuda").weight,
            nn.Sequential(nn.BatchNorm1d(3)).to(device)[0].running_mean,
        ):
            assert there.is_cuda and not there.is_cpu and there.get_device() == 0
            assert (
                there.device == torch.device("cuda:0") and there.device.type == "cuda" and str(there.device) == "cuda:0"
            )
            assert there.cpu().is_cpu and not there.cpu().is_cuda
        assert x.cuda().type() == "torch.cuda.FloatTensor"
        assert torch.accelerator.current_accelerator() == torch.device("cuda")
    assert there.device.type == "simgpu"


def test_the_modules_functions(simgpu):
    with simgpu.as_cuda(), simgpu.counting() as counts:
        torch.cuda.synchronize()
        torch.cuda.current_stream().synchronize()
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        end.record()
        end.synchronize()
        assert start.elapsed_time(end) >= 0
        assert isinstance(torch.cuda.get_device_name(0), str) and torch.cuda.is_bf16_supported()
        assert torch.cuda.memory_allocated() == torch.cuda.max_memory_allocated("cuda") == 0
        assert torch.cuda.get_device_properties("cuda").total_memory > 0
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
        torch.cuda.set_device(0)
        torch.cuda.manual_seed(4)
        first = torch.rand(2, device="cuda")
        torch.cuda.manual_seed_all(4)
        assert torch.equal(torch.rand(2, device="cuda"), first)
        with torch.cuda.device(0), torch.cuda.stream(torch.cuda.Stream()):
            assert torch.cuda.is_initialized()
    assert counts.synchronisations == 4  # torch.equal is the fourth


def test_what_scripts_print_about_memory_and_the_card(simgpu):
    with simgpu.as_cuda():
        assert torch.cuda.max_memory_reserved() == torch.cuda.memory_reserved(0) == 0
        assert torch.cuda.memory_stats().get("allocated_bytes.all.peak", 0) == 0
        assert "not counted" in torch.cuda.memory_summary(abbreviated=True)
        assert torch.cuda.get_device_properties(0).multi_processor_count == 1
        torch.cuda.reset_max_memory_allocated()
        torch.cuda.set_per_process_memory_fraction(0.5)
        torch.cuda.ipc_collect()
        torch.cuda.seed_all()
        first = torch.rand(2, device="cuda")
        torch.cuda.seed()
        assert not torch.equal(torch.rand(2, device="cuda"), first)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("CUDAGraph", ()),
        ("graph", (None,)),
        ("set_sync_debug_mode", ("warn",)),
        ("utilization", ()),
        ("temperature", ()),
        ("list_gpu_processes", ()),
        ("can_device_access_peer", (0, 1)),
    ],
)
def test_what_only_a_driver_knows_is_refused_by_name(simgpu, name, arguments):
    with (
        simgpu.as_cuda(),
        pytest.raises(NotImplementedError, match=rf"simulated accelerator does not support .* torch\.cuda\.{name}:"),
    ):
        getattr(torch.cuda, name)(*arguments)


@pytest.mark.parametrize("function", ["torch.compile", "torch.export.export"])
def test_tracing_is_refused_under_this_name(simgpu, function):
    with simgpu.as_cuda(), pytest.raises(NotImplementedError, match=rf"{function}: under the name \"cuda\": outside"):
        eval(function, {"torch": torch})(nn.Linear(2, 2).cuda())


def test_a_file_says_cuda(simgpu):
    """As one from a GPU does: it needs `map_location` where there is none."""
    file = io.BytesIO()
    with simgpu.as_cuda():
        torch.save(torch.ones(2, device="cuda"), file)
        for place in (None, "cuda", {"cuda:0": "cuda:0"}, lambda storage, location: storage.cuda()):
            file.seek(0)
            assert torch.load(file, map_location=place).is_cuda
        file.seek(0)
        assert torch.load(file, map_location={"cuda:0": "cpu"}).is_cpu
    file.seek(0)
    assert torch.load(file, map_location="cpu").is_cpu
    file.seek(0)
    assert torch.load(file, map_location="simgpu").device.type == "simgpu"
    if not REAL_GPU:
        file.seek(0)
        with pytest.raises(RuntimeError, match="Attempting to deserialize object on a CUDA device"):
            torch.load(file)


def test_old_names_of_mixed_precision(simgpu, recwarn):
    with simgpu.as_cuda():
        layer, x = nn.Linear(3, 2).cuda(), torch.ones(4, 3).cuda()
        with torch.cuda.amp.autocast():
            assert layer(x).dtype is torch.float16
        with torch.amp.autocast("cuda", dtype=torch.bfloat16), torch.autocast(device_type="cuda", enabled=False):
            assert layer(x).dtype is torch.float32
        for scaler in (torch.cuda.amp.GradScaler(), torch.amp.GradScaler("cuda"), torch.amp.GradScaler()):
            assert scaler.is_enabled() and scaler.scale(torch.ones(1).cuda()).item() == 2**16

        @torch.autocast("cuda")
        def forward(x):
            return layer(x)

        assert forward(x).dtype is torch.float16


def test_messages_and_prints_say_cuda(simgpu):
    with simgpu.as_cuda():
        there = torch.ones(2, device="cuda")
        assert repr(there) == "tensor([1., 1.], device='cuda:0')"
        assert "device='cuda:0'" in repr(nn.Linear(1, 1).cuda().weight)
        with pytest.raises(RuntimeError, match="found at least two devices, cuda:0 and cpu!"):
            there + torch.ones(2)
        with pytest.raises(TypeError, match="can't convert cuda:0 device type tensor to numpy"):
            there.numpy()
        with pytest.raises(AssertionError, match="cuda:0 != cpu"):
            torch.testing.assert_close(there, torch.ones(2))


def test_the_name_goes_when_the_last_block_ends(simgpu):
    originals = dict(vars(torch.cuda)), torch.is_autocast_enabled, torch.accelerator.current_accelerator
    simgpu.enable_cuda()
    with simgpu.as_cuda():
        pass
    assert torch.cuda.is_available() and torch.ones(1, device="cuda").is_cuda
    simgpu.disable_cuda()
    assert (dict(vars(torch.cuda)), torch.is_autocast_enabled, torch.accelerator.current_accelerator) == originals
    assert torch.cuda.is_available() == REAL_GPU
    if not REAL_GPU:
        with pytest.raises((AssertionError, RuntimeError)):
            torch.ones(1, device="cuda")
    simgpu.disable_cuda()  # one too many does nothing
    with pytest.raises(ZeroDivisionError), simgpu.as_cuda():
        1 / 0  # noqa: B018
    assert torch.cuda.is_available() == REAL_GPU
    assert torch._C._len_torch_function_stack() == 0


def test_a_whole_script(simgpu):
    def script(name: str) -> tuple[float, list[float]]:
        torch.manual_seed(0)
        device = torch.device(name)
        model = nn.Sequential(nn.Flatten(), nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 3))
        model.to(device)
        optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
        data = torch.utils.data.TensorDataset(torch.randn(32, 1, 4, 4), torch.randint(0, 3, (32,)))
        for x, y in torch.utils.data.DataLoader(data, batch_size=10, shuffle=True):
            x, y = x.to(device, non_blocking=True), y.to(device)
            optimizer.zero_grad(set_to_none=True)
            loss = nn.functional.cross_entropy(model(x), y)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
        model.eval()
        with torch.no_grad():
            accuracy = (model(data.tensors[0].to(device)).argmax(1).cpu() == data.tensors[1]).float().mean().item()
        return accuracy, model[1].bias.detach().cpu().numpy().tolist()

    expected = script("cpu")
    assert script("simgpu")[0] == expected[0]
    assert script("simgpu")[1] == pytest.approx(expected[1], rel=1e-5)
    with simgpu.as_cuda():
        assert script("cuda") == script("cuda:0")
        assert script("cuda")[1] == pytest.approx(expected[1], rel=1e-5)
