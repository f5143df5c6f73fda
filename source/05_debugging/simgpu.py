# Made from source/simgpu.py by `autograder build`: edit that file, and not this copy.
"""simgpu: a simulated accelerator for PyTorch, so that device code can be written, run and judged without a GPU.

``import simgpu`` adds one device, ``simgpu:0``, to this process::

    import torch, simgpu

    device = torch.accelerator.current_accelerator()  # device(type='simgpu')
    model = torch.nn.Linear(3, 2).to(device)
    model(torch.ones(4, 3))  # RuntimeError: Expected all tensors to be on the same device, but found at least two ...

    with simgpu.counting() as counts:  # what was copied, and how often the host waited for the device
        loss = model(torch.ones(4, 3).to(device)).sum()
        loss.item()
    counts.to_device, counts.bytes_to_device, counts.synchronisations  # 1, 48, 1

    with simgpu.as_cuda():  # the same device under the name "cuda"
        torch.ones(3, device="cuda").device  # device(type='cuda', index=0)

What is real: a tensor on ``simgpu`` is an ordinary ``torch.Tensor`` whose device is a real PyTorch backend
(PrivateUse1). Autograd, modules, optimizers, hooks, views, serialization, autocast and GradScaler are PyTorch's own.

What is simulated: the device's memory is host memory under another label and its kernels are the CPU's, so every value
equals the CPU's. What a GPU would refuse is refused in PyTorch's own words: mixing devices, ``.numpy()`` without
``.cpu()``, a second GPU. As on a GPU, a 0-dimensional CPU tensor may stand for a number, and CPU indices may index a
device tensor. Random numbers come from the device's own generator, which ``torch.manual_seed`` seeds too.

Where there is a real GPU: PyTorch has one accelerator in a process, so ``import simgpu`` puts CUDA aside, and notebooks
say what they say everywhere. With the environment variable ``SIMGPU=off`` the GPU stays and nothing is simulated: there
is no device ``simgpu``, "cuda" is CUDA, and nothing is counted.

What is missing: nothing is faster or asynchronous, memory statistics are 0, pinned memory is ordinary memory, and
``torch.compile`` runs the graph as it is. Sparse, quantized and nested tensors, CUDA graphs and what a driver knows
(load, temperature) are not supported: a NotImplementedError names the operation. ``parameter.data = tensor`` cannot
change the device (``module.to`` can), and a generator of the device that is handed to a CPU operation is not refused.

How it works: DLPack lets two tensors share memory and says which device the memory belongs to. ``_relabel`` changes
that word, in either direction, without a copy. ``_kernel`` is the kernel of every operation: it checks the devices,
relabels the arguments as CPU tensors, calls the CPU kernel and relabels the results. Views share memory as ever.
"""

import contextlib
import ctypes
import os
import re
import sys
import time
import types
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import torch
from torch.overrides import TorchFunctionMode
from torch.utils import _pytree as pytree
from torch.utils import backend_registration, checkpoint
from torch.utils._device import DeviceContext

__all__ = ["Counts", "as_cuda", "counting", "disable_cuda", "enable_cuda"]
__all__ += ["device_count", "get_rng_state", "is_available", "manual_seed", "set_rng_state", "synchronize"]

NAME = "simgpu"
aten = torch.ops.aten


# ---- Counters


@dataclass
class Counts:
    """What a block of code cost. A copy of no elements does not count."""

    to_device: int = 0
    to_host: int = 0
    bytes_to_device: int = 0
    bytes_to_host: int = 0
    synchronisations: int = 0


_counts: list[Counts] = []


@contextlib.contextmanager
def counting() -> Iterator[Counts]:
    """Count copies and synchronisations inside a ``with`` block. Blocks may be nested.

    The host waits for the device (one synchronisation) in ``.item()``, ``.cpu()``, ``.tolist()``, ``bool(t)``,
    ``float(t)``, ``torch.equal``, ``nonzero``, indexing with a boolean mask and every ``synchronize()``, several times
    in ``print(t)``, and not in a copy with ``non_blocking=True``. A copy to the device is no synchronisation.
    """
    counts = Counts()
    _counts.append(counts)
    try:
        yield counts
    finally:
        _counts[:] = [other for other in _counts if other is not counts]


def _count_copy(tensor: torch.Tensor, where: str) -> None:
    for counts in _counts if tensor.numel() else ():
        setattr(counts, f"to_{where}", getattr(counts, f"to_{where}") + 1)
        setattr(counts, f"bytes_to_{where}", getattr(counts, f"bytes_to_{where}") + tensor.numel() * tensor.itemsize)


def _count_synchronisation() -> None:
    for counts in _counts:
        counts.synchronisations += 1


# ---- One memory under two labels

_CPU_LABEL, _DEVICE_LABEL = 1, 12  # kDLCPU and kDLExtDev, which PyTorch reads as PrivateUse1
_CPU_KEY = torch._C.DispatchKeySet(torch._C.DispatchKey.CPU)
_CPU_AUTOCAST_KEY = torch._C.DispatchKeySet(torch._C.DispatchKey.AutocastCPU)
_CPU = torch.device("cpu")
_get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_get_pointer.restype, _get_pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]


def _relabel(tensor: torch.Tensor, label: int) -> torch.Tensor:
    """A tensor over the same memory that says it lives on the device `label`. It keeps the memory alive.

    The offsets are those of ``DLTensor`` in dlpack.h: device type 8, strides 32.
    """
    capsule = torch._C._to_dlpack(tensor)
    address = _get_pointer(capsule, b"dltensor")
    ctypes.c_int32.from_address(address + 8).value = label
    if 1 in tensor.shape:  # DLPack writes stride 1 for these, and convolutions guess their memory format from strides
        strides = ctypes.c_void_p.from_address(address + 32).value
        (ctypes.c_int64 * tensor.dim()).from_address(strides)[:] = tensor.stride()
    return torch._C._from_dlpack(capsule)


def _is_ours(tensor: torch.Tensor) -> bool:
    return tensor.device.type == NAME


def _on_cpu(tensor: torch.Tensor) -> torch.Tensor:
    """The tensor, or one on the CPU that shares its memory."""
    if not _is_ours(tensor):
        return tensor
    host = _relabel(tensor, _CPU_LABEL)
    host = host.conj() if tensor.is_conj() else host
    return torch._neg_view(host) if tensor.is_neg() else host


def _on_device(tensor: torch.Tensor, operation: str) -> torch.Tensor:
    if tensor.layout is not torch.strided or tensor.is_quantized or tensor.is_nested:
        raise _unsupported(operation, "its result is not a dense tensor")
    return _relabel(tensor, _DEVICE_LABEL)


def _unsupported(operation: str, reason: str) -> NotImplementedError:
    return NotImplementedError(f"The simulated accelerator does not support the operation {operation}: {reason}")


# ---- Kernels

_INDEXING = {"aten::index", "aten::_index_put_impl_"}  # where a GPU takes indices on the CPU
# Where a GPU takes a 0-dimensional CPU tensor as a number, beside the pointwise operations.
_TAKES_NUMBERS = {"aten::fill_", "aten::masked_fill_", "aten::masked_fill", "aten::where", "aten::_index_put_impl_"}


class _Plan:
    """What the kernel must know about an operation; read from its schema, once."""

    def __init__(self, op: torch._ops.OpOverload) -> None:
        schema = op._schema
        self.name = schema.name
        self.arguments = [argument.name for argument in schema.arguments]
        self.tensors = {a.name for a in schema.arguments if str(a.type) == "Tensor"}
        self.outs = [argument.name for argument in schema.arguments if argument.is_out]
        written = {alias: a.name for a in schema.arguments if a.is_write for alias in a.alias_info.before_set}
        self.written = set(written.values())
        aliases = [r.alias_info for r in schema.returns]
        self.returned = [alias and written.get(next(iter(alias.before_set))) for alias in aliases]
        in_place = torch.Tag.inplace_view in op.tags  # unsqueeze_ and its like
        self.is_view = in_place or any(alias is not None and not alias.is_write for alias in aliases)
        self.is_random = torch.Tag.nondeterministic_seeded in op.tags
        self.takes_numbers = (
            torch.Tag.pointwise in op.tags or self.name in _TAKES_NUMBERS or self.name.startswith("aten::_foreach")
        )
        answers_on_host = {str(r.type) for r in schema.returns} & {"bool", "int", "float", "number"}
        size_depends_on_values = torch.Tag.dynamic_output_shape in op.tags and self.name not in _INDEXING
        self.synchronises = size_depends_on_values or bool(answers_on_host)


_plans: dict[torch._ops.OpOverload, _Plan] = {}


def _undisguised():
    """What runs below PyTorch's functions must see the name "simgpu", whatever the device is called above them."""
    return torch._C.DisableTorchFunction() if _cuda.depth else contextlib.nullcontext()


def _kernel(op: torch._ops.OpOverload, *args, **kwargs):
    """Do any operation that has an argument on the device, or ``device="simgpu"``."""
    with _undisguised(), torch._C._ExcludeDispatchKeyGuard(_CPU_AUTOCAST_KEY):  # a device ignores CPU autocast
        plan = _plans.get(op) or _plans.setdefault(op, _Plan(op))
        if plan.name in _SPECIAL:
            return _SPECIAL[plan.name](op, *args, **kwargs)
        if plan.is_view:  # changes sizes and strides only: the CPU kernel does not look at the memory
            return op.redispatch(_CPU_KEY, *args, **kwargs)
        return _run_on_cpu(op, plan, args, kwargs)


def _run_on_cpu(op: torch._ops.OpOverload, plan: _Plan, args: tuple, kwargs: dict):
    def lower(value, name: str):
        if isinstance(value, torch.Tensor):
            if value.device.type == NAME:
                return _relabel(value, _CPU_LABEL)
            if name == "indices" and plan.name in _INDEXING:
                _count_copy(value, "device")
            elif value.dim() or not plan.takes_numbers or name in plan.written:
                raise _mixed(plan.name, name, value.device)
        elif isinstance(value, list | tuple):
            return [lower(item, name) for item in value]
        elif isinstance(value, torch.device):
            _check_index(value)
            return _CPU
        elif name in plan.tensors:  # a number where this overload has a tensor: another overload knows what it means
            nonlocal call
            call = op.overloadpacket
        return value

    call = op
    host_args = [lower(value, name) for value, name in zip(args, plan.arguments, strict=False)]
    host_kwargs = {name: lower(value, name) for name, value in kwargs.items() if name != "pin_memory"}
    for name in plan.outs:  # they may have to grow, and relabelled memory cannot
        host_kwargs[name] = torch.empty(0, dtype=kwargs[name].dtype)
    try:
        with _device_randomness(args, kwargs) if plan.is_random else contextlib.nullcontext():
            result = call(*host_args, **host_kwargs)
    except NotImplementedError as error:
        raise _unsupported(plan.name, str(error).split(". ")[0]) from None
    if plan.synchronises or (plan.name in _INDEXING and _reads_mask(*args)):
        _count_synchronisation()
    for name in plan.outs:
        if kwargs[name].shape == host_kwargs[name].shape:
            _on_cpu(kwargs[name]).copy_(host_kwargs[name])
        else:
            _set_memory(kwargs[name], _on_device(host_kwargs[name], plan.name))

    def lift(value, argument: str | None = None):
        if argument is not None:  # it returns what it wrote to
            return kwargs[argument] if argument in kwargs else args[plan.arguments.index(argument)]
        if isinstance(value, torch.Tensor):
            return _on_device(value, plan.name)
        return [lift(item) for item in value] if isinstance(value, list | tuple) else value

    if len(plan.returned) == 1:
        return lift(result, plan.returned[0])
    return tuple(map(lift, result, plan.returned)) if plan.returned else None


def _check_index(device: torch.device | None) -> None:
    if device is not None and device.index:
        raise RuntimeError(f"{NAME} error: invalid device ordinal")


def _mixed(operation: str, argument: str, other: torch.device) -> RuntimeError:
    if operation in _INDEXING and argument == "self":
        return RuntimeError(f"indices should be either on cpu or on the same device as the indexed tensor ({other})")
    return RuntimeError(
        f"Expected all tensors to be on the same device, but found at least two devices, {NAME}:0 and {other}! "
        f"(when checking argument for argument {argument} in method {operation})"
    )


def _reads_mask(tensor: torch.Tensor, indices: list, values: torch.Tensor | None = None, *_) -> bool:
    """Indexing with a mask must count its elements first; writing one number through a mask need not."""
    masks = [index for index in indices if index is not None and index.dtype in (torch.bool, torch.uint8)]
    return bool(masks) and (values is None or values.numel() > 1)


def _copy_from(op, source: torch.Tensor, target: torch.Tensor, non_blocking: bool = False) -> torch.Tensor:
    """Every other copy to, from and on the device: `copy_`, `clone`, assignment to a slice, storages ..."""
    _on_cpu(target).copy_(_on_cpu(source))
    if not _is_ours(source):
        _count_copy(target, "device")
    elif not _is_ours(target):
        _count_copy(target, "host")
        if not non_blocking:
            _count_synchronisation()
    return target


def _to_copy(op, tensor: torch.Tensor, *, device=None, non_blocking: bool = False, pin_memory=None, **options):
    """`tensor.to(...)`: from the CPU, to the CPU, or to another type on the device."""
    to_device = device.type == NAME if device is not None else _is_ours(tensor)
    if not to_device:
        copy = op(_on_cpu(tensor), device=device, **options)
        _count_copy(copy, "host")
        if not non_blocking:
            _count_synchronisation()
        return copy
    _check_index(device)
    copy = _on_device(op(_on_cpu(tensor), device=_CPU, **options), "aten::_to_copy")
    if not _is_ours(tensor):
        _count_copy(copy, "device")
    return copy


def _item(op, tensor: torch.Tensor):
    _count_copy(tensor, "host")
    _count_synchronisation()
    return op(_on_cpu(tensor))


def _set_memory(tensor: torch.Tensor, new: torch.Tensor) -> torch.Tensor:
    memory = new.untyped_storage(), new.storage_offset(), new.shape, new.stride()
    return aten.set_.source_Storage_storage_offset.redispatch(_CPU_KEY, tensor, *memory)


def _resize(op, tensor: torch.Tensor, size, *, memory_format=None) -> torch.Tensor:
    new = torch.empty(size, dtype=tensor.dtype)
    if new.numel() <= tensor.numel():
        return _set_memory(tensor, tensor.as_strided(new.shape, new.stride()))
    new.flatten()[: tensor.numel()] = _on_cpu(tensor).flatten()
    return _set_memory(tensor, _on_device(new, "aten::resize_"))


_SPECIAL = {
    "aten::_copy_from": _copy_from,
    "aten::_to_copy": _to_copy,
    "aten::_local_scalar_dense": _item,
    "aten::resize_": _resize,
    "aten::set_": lambda op, *args, **kwargs: op.redispatch(_CPU_KEY, *args, **kwargs),
    # Zeros without memory, of forward-mode differentiation: here they have some.
    "aten::_efficientzerotensor": lambda op, size, *, dtype, **options: torch.zeros(size, dtype=dtype, device=NAME),
    # "No" spares nn.TransformerEncoder the way through nested tensors.
    "aten::_nested_tensor_from_mask_left_aligned": lambda op, tensor, mask: False,
}


def _refuse(op: torch._ops.OpOverload, *args, **kwargs):
    raise _unsupported(op._schema.name, "its tensors are sparse, quantized or nested")


# ---- Recurrent cells: a GPU has one kernel for each, the CPU none. Autograd sees the operations of the formula.


def _lstm_cell(from_input, from_hidden, c, input_bias=None, hidden_bias=None):
    gates = from_input + from_hidden
    if input_bias is not None:
        gates = gates + input_bias + hidden_bias
    i, f, g, o = gates.chunk(4, dim=-1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c, gates


def _gru_cell(from_input, from_hidden, h, input_bias=None, hidden_bias=None):
    if input_bias is not None:
        from_input, from_hidden = from_input + input_bias, from_hidden + hidden_bias
    (r, z, n), (hidden_r, hidden_z, hidden_n) = from_input.chunk(3, dim=-1), from_hidden.chunk(3, dim=-1)
    r, z = (r + hidden_r).sigmoid(), (z + hidden_z).sigmoid()
    n = (n + r * hidden_n).tanh()
    return n + z * (h - n), n


_CELLS = {"_thnn_fused_lstm_cell": _lstm_cell, "_thnn_fused_gru_cell": _gru_cell}


# ---- Randomness


class _GeneratorType(type(torch._C.Generator)):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, torch._C.Generator)


class Generator(torch._C.Generator, metaclass=_GeneratorType):
    """``torch.Generator``, which can now also be made with ``device="simgpu"``."""

    def __new__(cls, device="cpu"):
        device = torch.device(_cuda.translated(device))
        return _DeviceGenerator() if device.type == NAME else torch._C.Generator(device)


class _DeviceGenerator(torch._C.Generator):
    """Its state is that of a CPU generator, and a kernel is handed only that: `ours` knows whose it is."""

    ours: ClassVar[weakref.WeakValueDictionary[int, torch._C.Generator]] = weakref.WeakValueDictionary()

    def __init__(self) -> None:
        self.ours[self._cdata] = self

    @property
    def device(self) -> torch.device:
        return torch.device("cuda" if _cuda.depth else NAME, 0)


_generator = _DeviceGenerator()


@contextlib.contextmanager
def _device_randomness(args: tuple, kwargs: dict) -> Iterator[None]:
    """Draw from the generator that was passed, or else from the device's own and not from the CPU's."""
    given = [value for value in (*args, *kwargs.values()) if isinstance(value, torch._C.Generator)]
    if given and given[0]._cdata not in _DeviceGenerator.ours:
        raise RuntimeError(f"Expected a '{NAME}' device type for generator but found '{given[0].device.type}'")
    before = torch.default_generator.get_state()
    torch.default_generator.set_state(_generator.get_state())
    try:
        yield
    finally:
        _generator.set_state(torch.default_generator.get_state())
        torch.default_generator.set_state(before)


# ---- The device module, torch.simgpu: what torch.cuda is for a GPU


def is_available() -> bool:
    return True


def device_count() -> int:
    return 1


def synchronize(device=None) -> None:
    """Wait for the device. It is counted, though there is nothing to wait for."""
    _count_synchronisation()


def manual_seed(seed: int) -> None:
    """Seed the device's generator. ``torch.manual_seed`` does it as well."""
    _generator.manual_seed(int(seed))


def get_rng_state(device=None) -> torch.Tensor:
    return _generator.get_state()


def set_rng_state(state: torch.Tensor, device=None) -> None:
    _generator.set_state(state)


class _Block(contextlib.nullcontext):
    """``with torch.cuda.device(0):`` and ``with torch.cuda.stream(stream):``"""


class _Queue:
    """A stream or an event of a device whose work is done before each call returns."""

    def __init__(self, *args, **kwargs) -> None:
        self.record()

    def record(self, stream=None) -> None:
        self.time = time.perf_counter()

    def elapsed_time(self, end: "_Queue") -> float:
        return 1000 * (end.time - self.time)

    def synchronize(self) -> None:
        _count_synchronisation()

    wait = wait_event = wait_stream = record_event = lambda self, other=None: None
    query = lambda self: True  # noqa: E731


def _seed_anew() -> None:
    _generator.seed()


def _missing(name: str, reason: str, *args, **kwargs):
    raise _unsupported(name, reason)


_PROPERTIES = types.SimpleNamespace(
    name="Simulated accelerator", total_memory=8 << 30, major=8, minor=0, multi_processor_count=1, warp_size=32
)
_MEMORY = "memory_allocated max_memory_allocated memory_reserved max_memory_reserved"
_MISSING = """CUDAGraph graph make_graphed_callables set_sync_debug_mode get_sync_debug_mode utilization memory_usage
    temperature power_draw clock_rate list_gpu_processes memory_snapshot can_device_access_peer"""
_FUNCTIONS = {
    **dict.fromkeys(["is_available", "is_initialized"], is_available),
    **dict.fromkeys(["manual_seed", "manual_seed_all"], manual_seed),
    **dict.fromkeys(["seed", "seed_all"], _seed_anew),
    **dict.fromkeys(_MEMORY.split(), lambda device=None: 0),
    **dict.fromkeys(["init", "_lazy_init", "empty_cache", "ipc_collect"], lambda: None),
    **dict.fromkeys(["set_device", "reset_peak_memory_stats", "reset_max_memory_allocated"], lambda device=None: None),
    **{name: partial(_missing, f"torch.cuda.{name}", "there is no driver to ask") for name in _MISSING.split()},
    "memory_stats": lambda device=None: {},
    "memory_summary": lambda device=None, abbreviated=False: f"{_PROPERTIES.name}: memory is not counted",
    "set_per_process_memory_fraction": lambda fraction, device=None: None,
    **dict.fromkeys(["Event", "Stream", "current_stream", "default_stream"], _Queue),
    **dict.fromkeys(["device", "stream"], _Block),
    **dict.fromkeys(["_is_in_bad_fork", "is_current_stream_capturing"], lambda: False),
    "_initialized": True,
    "device_count": device_count,
    "current_device": lambda: 0,
    "synchronize": synchronize,
    "initial_seed": _generator.initial_seed,
    "get_rng_state": get_rng_state,
    "set_rng_state": set_rng_state,
    "get_rng_state_all": lambda: [get_rng_state()],
    "set_rng_state_all": lambda states: set_rng_state(states[0]),
    "mem_get_info": lambda device=None: (_PROPERTIES.total_memory, _PROPERTIES.total_memory),
    "get_device_name": lambda device=None: _PROPERTIES.name,
    "get_device_capability": lambda device=None: (_PROPERTIES.major, _PROPERTIES.minor),
    "get_device_properties": lambda device=None: _PROPERTIES,
    "get_amp_supported_dtype": lambda: [torch.bfloat16, torch.float16],
    "is_bf16_supported": lambda including_emulation=True: True,
}


# ---- Autocast, by PyTorch's own lists (ATen/autocast_mode.h), which it does not apply to a backend written in Python

_AUTOCAST_KEY = torch._C.DispatchKeySet(torch._C.DispatchKey.AutocastPrivateUse1)
_AUTOCAST = {
    "low precision": """conv1d conv2d conv3d conv_tbc conv_transpose1d conv_transpose2d conv_transpose3d convolution
        prelu addmm addmv addr matmul einsum mm mv linalg_vecdot linear addbmm baddbmm bmm chain_matmul linalg_multi_dot
        lstm_cell gru_cell rnn_tanh_cell rnn_relu_cell _thnn_fused_lstm_cell _thnn_fused_gru_cell
        scaled_dot_product_attention""",
    "float32": """acos asin cosh erfinv exp expm1 log log10 log2 log1p reciprocal rsqrt sinh tan pow softplus layer_norm
        native_layer_norm rms_norm group_norm frobenius_norm nuclear_norm norm cosine_similarity poisson_nll_loss
        cosine_embedding_loss nll_loss nll_loss2d hinge_embedding_loss kl_div l1_loss smooth_l1_loss huber_loss mse_loss
        margin_ranking_loss multilabel_margin_loss soft_margin_loss triplet_margin_loss multi_margin_loss dist pdist
        cdist binary_cross_entropy_with_logits renorm logsumexp prod softmax log_softmax cumprod cumsum sum
        linalg_vector_norm linalg_matrix_norm upsample_nearest1d upsample_nearest2d upsample_nearest3d upsample_linear1d
        upsample_bilinear2d upsample_trilinear3d upsample_bicubic2d""",
    "widest": "addcdiv addcmul atan2 bilinear cross dot vdot grid_sampler index_put tensordot scatter_add",
    "refused": "binary_cross_entropy",
}


def _autocast(op: torch._ops.OpOverload, rule: str, *args, **kwargs):
    def is_cast(value) -> bool:
        float_but_not_double = isinstance(value, torch.Tensor) and value.is_floating_point() and value.itemsize < 8
        return float_but_not_double and _is_ours(value)

    if rule == "refused":
        raise RuntimeError(
            "torch.nn.functional.binary_cross_entropy and torch.nn.BCELoss are unsafe to autocast. "
            "Use torch.nn.functional.binary_cross_entropy_with_logits or torch.nn.BCEWithLogitsLoss."
        )
    with _undisguised(), torch._C._ExcludeDispatchKeyGuard(_AUTOCAST_KEY):
        low = torch.get_autocast_dtype(NAME)
        low_stays = rule == "widest" and all(t.dtype is low for t in pytree.tree_leaves((args, kwargs)) if is_cast(t))
        dtype = low if rule == "low precision" or low_stays else torch.float32
        if kwargs.get("dtype") is None:  # else the caller has chosen, as sum and softmax allow
            args, kwargs = pytree.tree_map(lambda value: value.to(dtype) if is_cast(value) else value, (args, kwargs))
        return op(*args, **kwargs)


# ---- Spelled "cuda"


class _Cuda(TorchFunctionMode):
    """Translates "cuda" to "simgpu" on the way into PyTorch's functions, and back on the way out."""

    depth = 0  # how many times it is switched on
    undo = ()  # what to put back when it is switched off

    def translated(self, value):
        if isinstance(value, torch.device) and value.type == "cuda" and self.depth:
            return torch.device(NAME) if value.index is None else torch.device(NAME, value.index)
        if isinstance(value, str) and self.depth and re.fullmatch(r"cuda(:\d+)?", value):
            return value.replace("cuda", NAME)
        return value

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if func is torch.device:  # a device says what it was called; what is asked of it is translated
            return func(*args, **kwargs)
        if func is torch.Tensor.cuda:
            func, args, kwargs = torch.Tensor.to, (args[0],), {"device": NAME, "copy": False}
        kwargs.pop("pin_memory", None)
        try:
            answer = func(*map(self.translated, args), **{name: self.translated(arg) for name, arg in kwargs.items()})
        except NotImplementedError:
            raise
        except Exception as error:
            error.args = tuple(text.replace(NAME, "cuda") if isinstance(text, str) else text for text in error.args)
            raise
        if func == torch.Tensor.is_cuda.__get__:
            return _is_ours(args[0])
        if isinstance(answer, torch.device) and answer.type == NAME:
            return torch.device("cuda", answer.index or 0)
        # "privateuseone": so PyTorch goes on to call it, in names of types, where it was asked for one before.
        return re.sub(f"{NAME}|privateuseone", "cuda", answer) if isinstance(answer, str) else answer


_cuda = _Cuda()


def _cuda_patches() -> Iterator[tuple[object, str, object]]:
    """What is asked without a tensor and so does not pass a function mode."""
    for name in _FUNCTIONS.keys() & vars(torch.cuda).keys():
        yield torch.cuda, name, _FUNCTIONS[name]
    for name in ("is_autocast_enabled", "get_autocast_dtype", "set_autocast_enabled", "set_autocast_dtype"):
        real = getattr(torch, name)
        yield torch, name, lambda device_type="cuda", *rest, real=real: real(_cuda.translated(device_type), *rest)
    for owner, name in ((torch, "compile"), (torch.export, "export")):  # they would look into PyTorch's own functions
        reason = 'under the name "cuda": outside of as_cuda it is supported'
        yield owner, name, partial(_missing, f"{owner.__name__}.{name}", reason)
    yield torch.accelerator, "current_accelerator", lambda check_available=False: torch.device("cuda")
    yield torch.backends.cudnn, "is_acceptable", lambda tensor: False  # recurrent layers ask, and would warn
    init = DeviceContext.__init__  # of set_default_device and of `with torch.device(...):`
    yield DeviceContext, "__init__", lambda self, device: init(self, _cuda.translated(device))


def enable_cuda() -> None:
    """Give the device the name "cuda", in this thread, until ``disable_cuda``. Calls may be nested.

    ``torch.cuda.is_available()`` is then True, and ``device="cuda"``, ``.cuda()``, ``.to("cuda")``,
    ``torch.autocast("cuda")``, ``GradScaler("cuda")``, ``torch.cuda.synchronize()`` and so on mean the simulated
    device. A tensor on it says ``device(type='cuda', index=0)``, and error messages say ``cuda:0``.
    """
    if _OFF:
        return
    _cuda.depth += 1
    if _cuda.depth == 1:
        patches = list(_cuda_patches())
        _cuda.undo = [(owner, name, getattr(owner, name)) for owner, name, _ in patches]
        for owner, name, value in patches:
            setattr(owner, name, value)
        _cuda.__enter__()


def disable_cuda() -> None:
    """Undo ``enable_cuda``. Tensors stay where they are, on a device that is called "simgpu" again."""
    if _cuda.depth == 1:
        _cuda.__exit__(None, None, None)
        for owner, name, value in _cuda.undo:
            setattr(owner, name, value)
    _cuda.depth = max(_cuda.depth - 1, 0)


@contextlib.contextmanager
def as_cuda() -> Iterator[None]:
    """``with simgpu.as_cuda():`` the device is called "cuda" (see ``enable_cuda``)."""
    enable_cuda()
    try:
        yield
    finally:
        disable_cuda()


# ---- Registration


_error = (ctypes.c_void_p * 3)()
_fetch_error = partial(ctypes.pythonapi.PyErr_Fetch, *(ctypes.byref(_error, 8 * i) for i in range(3)))


_OFF = os.environ.get("SIMGPU") == "off"


def _put_cuda_aside() -> None:
    """Autograd asks for *the* accelerator, gets the registered one, and fails in its engine on a tensor of the other
    ("opt_ready_stream && opt_parent_stream INTERNAL ASSERT FAILED"): the two cannot be used in one process."""
    if torch.cuda.is_initialized():
        raise ImportError(
            "simgpu must be imported before the GPU is first used, since a process has one accelerator. "
            "Restart the kernel, and run the notebook from the top"
        )

    def _lazy_init() -> None:
        raise AssertionError("simgpu has put this machine's GPU aside; SIMGPU=off in the environment keeps it")

    os.environ["CUDA_VISIBLE_DEVICES"] = ""  # for processes that this one starts
    torch.cuda.is_available, torch.cuda.device_count = lambda: False, lambda: 0
    torch.cuda._lazy_init = _lazy_init


class _Guard(torch._C._acc.DeviceGuard):
    """Backward asks it for the kind of device, even while an error of Python code (of a hook, say) is on its way up. It
    aborts the process if it gets no answer, and no Python function can return normally while an error is pending. So
    `type_` takes the error out, and `run_backward_here` raises it."""

    errors: ClassVar[list[BaseException]] = []

    def type_(self):
        _fetch_error()
        if _error[0]:
            try:
                ctypes.pythonapi.PyErr_Restore(*map(ctypes.c_void_p, _error))  # ctypes raises what is then pending
            except BaseException as error:
                self.errors.append(error)
        return torch._C._autograd.DeviceType.PrivateUse1


def _register() -> list[torch.library.Library]:
    """Add the device to this process. Returns what must stay alive for it."""
    _module = types.ModuleType(f"torch.{NAME}", "The simulated accelerator's functions, as those of torch.cuda.")
    _module.__dict__.update(_FUNCTIONS, **{name: globals()[name] for name in __all__})
    if torch.cuda.is_available():
        _put_cuda_aside()
    # Autograd starts a thread for each accelerator when the first backward runs, and a process with such threads
    # cannot be forked. Let the first backward be now: later ones run in the thread that calls them.
    torch.ones((), requires_grad=True).backward()
    backend_registration._setup_privateuseone_for_python_backend(NAME, backend_module=_module, device_guard=_Guard())

    everything = torch.library.Library("_", "IMPL")
    everything.fallback(_kernel, "PrivateUse1")
    everything.fallback(torch.library.fallthrough_kernel, "AutocastPrivateUse1")
    for kind in ("Sparse", "SparseCsr", "Quantized", "NestedTensor"):
        everything.fallback(_refuse, f"{kind}PrivateUse1")
    own = torch.library.Library("aten", "IMPL")
    for name, cell in _CELLS.items():
        for key in ("AutogradPrivateUse1", "PrivateUse1"):
            own.impl(name, cell, key)
    for key in ("Conjugate", "Negative"):  # `_on_cpu` sees to these
        own.impl("_copy_from", torch.library.fallthrough_kernel, key)
    # PyTorch has its own kernels of these for any device. They take a detour through `out=`, look for a GPU library,
    # pin memory, or do the tensors of a list one by one.
    structured = "CompositeExplicitAutogradNonFunctional"
    for name in torch._C._dispatch_get_all_op_names():
        if name.startswith(("aten::convolution", "aten::_foreach_", "aten::_to_copy")) or (
            name.startswith("aten::") and torch._C._dispatch_has_kernel_for_dispatch_key(name, structured)
        ):
            packet, _, overload = name.removeprefix("aten::").partition(".")
            op = getattr(getattr(aten, packet), overload or "default")
            own.impl(op, partial(_kernel, op), "PrivateUse1")
    for rule, names in _AUTOCAST.items():
        for packet in (getattr(aten, name) for name in names.split()):
            for op in (getattr(packet, overload) for overload in packet.overloads()):
                if not op._schema.is_mutable:
                    own.impl(op, partial(_autocast, op, rule), "AutocastPrivateUse1")

    run_backward, apply = torch.autograd.graph._engine_run_backward, torch.nn.Module._apply
    default_metadata = checkpoint._allowed_determinism_checks_to_fns["default"]
    new_storage = torch.UntypedStorage.__new__
    compile_graph = torch._TorchCompileInductorWrapper.__call__

    def run_backward_here(*args, **kwargs):
        cuda = _cuda if _cuda.depth else contextlib.nullcontext()  # hooks and recomputed forwards say "cuda" too
        with torch.autograd.set_multithreading_enabled(False), cuda:
            try:
                return run_backward(*args, **kwargs)
            except SystemError:
                if not _Guard.errors:
                    raise
            raise _Guard.errors.pop()

    def apply_in_place(module: torch.nn.Module, fn, recurse: bool = True) -> torch.nn.Module:
        """Keep each parameter the same object when it moves, as on a GPU: an optimizer may hold it."""
        before = {name: parameter for name, parameter in module._parameters.items() if parameter is not None}
        apply(module, fn, recurse)
        for name, parameter in before.items():
            if parameter.device.type != module._parameters[name].device.type:
                torch._C._swap_tensor_impl(parameter, module._parameters[name])
                module._parameters[name] = parameter
                parameter._backward_hooks = parameter._backward_hooks  # hooks of the object go with its new content
                parameter._post_accumulate_grad_hooks = parameter._post_accumulate_grad_hooks
        return module

    def storage(cls, *args, **kwargs):
        """What torch.load and copy.deepcopy ask for: so many bytes on a device."""
        if "device" in kwargs and torch.device(_cuda.translated(kwargs["device"])).type == NAME:
            return _relabel(torch.empty(*args, dtype=torch.uint8), _DEVICE_LABEL).untyped_storage()
        return new_storage(cls, *args, **kwargs)

    def compile_or_run(backend, graph, inputs):
        """What torch.compile asks for by default: a program for a device that only its maker can write."""
        ours = any(isinstance(value, torch.Tensor) and _is_ours(value) for value in inputs)
        return graph.forward if ours else compile_graph(backend, graph, inputs)

    def metadata(tensor: torch.Tensor) -> dict:
        with _undisguised():
            return default_metadata(tensor)

    torch.autograd.graph._engine_run_backward = torch.autograd._engine_run_backward = run_backward_here
    checkpoint._allowed_determinism_checks_to_fns["default"] = metadata
    torch.nn.Module._apply = apply_in_place
    torch.UntypedStorage.__new__ = storage
    torch._TorchCompileInductorWrapper.__call__ = compile_or_run
    # A file written under the name "cuda" says so; who reads it where there is no CUDA needs `map_location`.
    torch.serialization.register_package(
        5, lambda obj: "cuda:0" if _cuda.depth and _is_ours(obj) else None, lambda obj, location: None
    )
    torch.Tensor.pin_memory = lambda tensor, device=None: tensor
    torch.Generator = Generator
    for name in ("synchronize", "empty_cache", "memory_allocated", "max_memory_allocated", "reset_peak_memory_stats"):
        setattr(torch.accelerator, name, _FUNCTIONS[name])
    return [everything, own]


_registered = sys.modules.get(f"torch.{NAME}")
if _registered is None:
    _libraries = [] if _OFF else _register()
else:  # imported a second time, under another name or by reload: there is one device and one set of counters
    globals().update({name: getattr(_registered, name) for name in __all__})
