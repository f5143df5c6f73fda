"""Probes of 06_gpu_amp: they run beside the student's code, observe what values cannot show, know no answer.

A device goes by a name: "cpu", "simgpu" or "cuda", which is the simulated accelerator under its other name. simgpu lies
beside the notebook and is imported where it is used, because this module is read by the grading process, too.
"""

import contextlib
import dataclasses
import os
import tempfile
import time
import warnings
from collections import namedtuple
from unittest import mock

import torch
from torch import nn
from torch.overrides import TorchFunctionMode
from torch.utils.data import DataLoader, TensorDataset


@contextlib.contextmanager
def _machine(name):
    """The machine on which a device of this name is at home; gives the module simgpu."""
    import simgpu

    with simgpu.as_cuda() if name == "cuda" else contextlib.nullcontext():
        yield simgpu


def _plain(tensor):
    return tensor.detach().cpu().clone()


def _state(model):
    return {name: _plain(parameter) for name, parameter in model.named_parameters()}


def _described(value):
    """A tensor in words and numbers; of anything else, its type."""
    seen = {"type": type(value).__name__}
    if isinstance(value, (bool, int, float)):
        seen["number"] = value
    if isinstance(value, torch.Tensor):
        seen |= {"shape": tuple(value.shape), "device": value.device.type, "requires_grad": value.requires_grad}
        seen["value"] = _plain(value)
    return seen


def _optimizer(model, choice):
    kind, options = choice
    return getattr(torch.optim, kind)(model.parameters(), **options)


def _leave_gradients(model, size=1.0):
    """Gradients of something before, for whoever forgets to clear them."""
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, size)


# Devices


def devices_picked(student, machine):
    """What pick_device says on a machine that has CUDA, the simulated accelerator alone, or nothing."""
    import simgpu

    def no(*_, **__):
        return False

    with contextlib.ExitStack() as stack:
        if machine == "cuda":
            stack.enter_context(simgpu.as_cuda())
        else:  # a GPU that is really there is not to be seen
            stack.enter_context(mock.patch.object(torch.cuda, "is_available", no))
            stack.enter_context(mock.patch.object(torch.cuda, "device_count", lambda: 0))
        if machine == "nothing":
            for owner in (torch.accelerator, torch.simgpu, simgpu):
                stack.enter_context(mock.patch.object(owner, "is_available", no))
                stack.enter_context(mock.patch.object(owner, "device_count", lambda: 0))
            stack.enter_context(mock.patch.object(torch.accelerator, "current_accelerator", lambda *_, **__: None))
        device = student.pick_device()
        is_device = isinstance(device, torch.device)
        seen = {"kind": type(device).__name__, "is device": is_device, "type": device.type if is_device else None}
        return seen | {"same object again": student.pick_device() is device}


Pictures = namedtuple("Pictures", ["images", "labels"])
Sample = namedtuple("Sample", ["x", "y", "name"], defaults=["unknown"])


class Movable:
    """Something that has a method `to`, and is no tensor."""

    def to(self, device):
        return Movable()


def _things(kind, tensors):
    """Batches as loaders make them, from a list of four tensors or more."""
    a, b, c, d, *_ = tensors
    return {
        "tensors": lambda: [a, b, c, d],
        "single": lambda: a,
        "dicts": lambda: {"images": a, 3: {"boxes": b, "more": {"deep": c}}, "empty": {}, "last": d},
        "lists": lambda: [a, [b, [c, []], [[d]]], []],
        "mixed": lambda: [{"x": [a, {"y": [b]}]}, [{"z": c}], d],
        "tuples": lambda: (a, (b, ()), (((c,),), d)),
        "tuples inside": lambda: {"pair": (a, b), "list": [(c,), [(d,)]]},
        "named": lambda: Pictures(a, b),
        "named inside": lambda: {"batch": Pictures(a, [Sample(b, (c, d), "seven")]), "more": (Sample(a, b),)},
        "others": lambda: [a, "seven", "s", "", 7, 2.5, True, None, b"bytes", range(3), {1, 2}, a.device, a.dtype],
        "objects": lambda: {"x": a, "layer": nn.Linear(2, 2), "movable": Movable(), "f": len},
    }[kind]()


def moved(student, name, kind, tensors, as_string):
    """to_device of a batch; the batch before and after, and what came out, described alike."""
    to_device = student.to_device
    with _machine(name):
        batch = _things(kind, tensors)
        others = []

        def walk(value):
            if isinstance(value, torch.Tensor):
                return ["tensor", value.device.type, _plain(value)]
            if isinstance(value, dict):
                return ["dict", [str(key) for key in value], [walk(item) for item in value.values()]]
            if isinstance(value, (list, tuple)):
                return [type(value).__name__, [str(n) for n in range(len(value))], [walk(item) for item in value]]
            # Everything else is known by which object it is.
            if not any(value is other for other in others):
                others.append(value)
            return ["other", type(value).__name__, next(n for n, other in enumerate(others) if value is other)]

        before = walk(batch)
        result = to_device(batch, name if as_string else torch.device(name))
        return {"before": before, "after": walk(batch), "result": walk(result)}


# Loops


def steps_taken(student, name, model, batches, criterion, optimizer, as_string, kind):
    """train_step on one batch after the other, with gradients left over from before; what each did."""
    train_step = student.train_step
    with _machine(name) as simgpu:
        device = name if as_string else torch.device(name)
        model = model.to(device)
        _leave_gradients(model)
        optimizer, seen, places = _optimizer(model, optimizer), [], {}
        _note_devices(model, ["x"], places)
        _note_devices(criterion, ["the output", "y"], places)
        for x, y in batches:
            batch, copies = kind_of(kind)([x, y]), (x.clone(), y.clone())
            places.clear()
            with simgpu.counting() as counts:
                try:
                    loss = train_step(model, batch, optimizer, criterion, device)
                except NotImplementedError:
                    raise
                except RuntimeError as error:  # such as two devices in one operation
                    text = f"{type(error).__name__}: {error}"
                    return [{"raised": text[:400], "places": places, "counts": dataclasses.asdict(counts)}]
            same = len(batch) == 2 and batch[0] is x and batch[1] is y
            same = same and all(torch.equal(now, then) for now, then in zip(batch, copies, strict=True))
            seen.append(
                {
                    "loss": _described(loss),
                    "state": _state(model),
                    "counts": dataclasses.asdict(counts),
                    "batch unchanged": same,
                    "devices": sorted({p.device.type for p in model.parameters()}),
                }
            )
        return seen


def _note_devices(module, names, places):
    """Note where the arguments of a module are, by name, when it is called."""

    def hook(_, args, kwargs):
        for name, tensor in zip(names, [*args, *kwargs.values()], strict=False):
            if isinstance(tensor, torch.Tensor):
                places[name] = tensor.device.type

    module.register_forward_pre_hook(hook, with_kwargs=True)


def kind_of(kind):
    return {"list": list, "tuple": tuple}[kind]


class _Once:
    """A loader without a length that can be gone through once."""

    def __init__(self, batches):
        self.batches, self.started = batches, 0

    def __iter__(self):
        self.started += 1
        if self.started > 1:
            raise RuntimeError("this loader was started a second time")
        return iter(self.batches)


def epoch_taken(student, name, model, batches, criterion, optimizer, as_string, loader):
    """train_epoch over batches; the weights, the result and the counts."""
    train_epoch = student.train_epoch
    with _machine(name) as simgpu:
        device = name if as_string else torch.device(name)
        model = model.to(device)
        _leave_gradients(model)
        optimizer, taken = _optimizer(model, optimizer), []
        optimizer.register_step_pre_hook(lambda *_: taken.append(1))
        if loader == "DataLoader":
            x, y = (torch.cat(parts) for parts in zip(*batches, strict=True))
            given = DataLoader(TensorDataset(x, y), batch_size=len(batches[0][0]))
        else:
            given = _Once([kind_of("list")(batch) for batch in batches])
        with simgpu.counting() as counts:
            mean = train_epoch(model, given, optimizer, criterion, device)
        return {
            "mean": _described(mean),
            "state": _state(model),
            "counts": dataclasses.asdict(counts),
            "steps": len(taken),
        }


# Mixed precision


class _Watched:
    """What a criterion gets: the dtypes of the logits, and the targets."""

    def __init__(self, criterion):
        self.logits, self.targets = [], []
        criterion.register_forward_pre_hook(self._note, with_kwargs=True)

    def _note(self, _, args, kwargs):
        logits, y = [*args, *kwargs.values()]
        self.logits.append(str(logits.dtype))
        self.targets.append(y)


def _off():
    """Switch autocast off wherever it was left on, so that one check does not see another's traces."""
    for device in ("cpu", "simgpu"):
        torch.set_autocast_enabled(device, False)
    torch.clear_autocast_cache()


def autocast_forward(student, name, model, x, y, criterion):
    """forward_autocast and the caller's backward after it; what the model, the criterion and the caller saw."""
    forward_autocast = student.forward_autocast
    outputs = []
    with _machine(name), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # autocast for a device that is not there
        model.to(name)
        x, y = x.to(name), y.to(name)
        model.register_forward_hook(lambda module, args, output: outputs.append(str(output.dtype)))
        watched = _Watched(criterion)
        try:
            loss = forward_autocast(model, x, y, criterion, name)
            still_on = torch.is_autocast_enabled(name)
        finally:
            _off()
        seen = {
            "loss": _described(loss),
            "outputs": outputs,
            "logits": watched.logits,
            "y as it is": all(target is y for target in watched.targets),
            "autocast is on": still_on,
            "parameters": sorted({str(p.dtype) for p in model.parameters()}),
            "own backward": any(p.grad is not None for p in model.parameters()),
            "gradients": None,
        }
        if isinstance(loss, torch.Tensor) and loss.requires_grad and loss.numel() == 1 and not seen["own backward"]:
            loss.backward()
            seen["gradients"] = {n: _plain(p.grad) for n, p in model.named_parameters() if p.grad is not None}
        return seen


def amp_steps(student, name, model, batches, criterion, optimizer, max_norm, scaler, may_raise):
    """amp_train_step on one batch after the other; weights and scale after each, and who was called in which order."""
    amp_train_step = student.amp_train_step
    log, outputs = [], []

    class Recording(torch.amp.GradScaler):
        def scale(self, outputs):
            log.append("scale")
            return super().scale(outputs)

        def unscale_(self, optimizer):
            log.append("unscale_")
            return super().unscale_(optimizer)

        def step(self, optimizer, *args, **kwargs):
            log.append("step")
            return super().step(optimizer, *args, **kwargs)

        def update(self, new_scale=None):
            log.append("update")
            return super().update(new_scale)

    clip = nn.utils.clip_grad_norm_

    def recorded_clip(*args, **kwargs):
        log.append("clip")
        return clip(*args, **kwargs)

    with _machine(name), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.to(name)
        _leave_gradients(model, 2 * scaler["init_scale"])
        optimizer, scaler, watched = _optimizer(model, optimizer), Recording(name, **scaler), _Watched(criterion)
        optimizer.register_step_pre_hook(lambda *_: log.append("optimizer"))
        model.register_forward_hook(lambda module, args, output: outputs.append(str(output.dtype)))
        last = list(model.parameters())[-1]
        last.register_post_accumulate_grad_hook(lambda _: log.append("backward"))
        seen = []
        for x, y in batches:
            log.clear(), outputs.clear(), watched.logits.clear()
            try:
                with mock.patch.object(nn.utils, "clip_grad_norm_", recorded_clip):
                    loss = amp_train_step(model, x.to(name), y.to(name), criterion, optimizer, scaler, max_norm)
            except NotImplementedError:
                raise
            except RuntimeError as error:
                if not may_raise:
                    raise
                return [{"raised": f"{type(error).__name__}: {error}"[:400], "outputs": list(outputs)}]
            finally:
                _off()
            seen.append(
                {
                    "loss": _described(loss),
                    "state": _state(model),
                    "scale": scaler.get_scale(),
                    "log": list(log),
                    "outputs": list(outputs),
                    "logits": list(watched.logits),
                }
            )
        return seen


def accumulated(student, name, model, batches, criterion, optimizer):
    """train_accumulated; the weights, the result, and in which order forward and backward passes and steps ran."""
    train_accumulated = student.train_accumulated
    log = []

    def note(module, args, output):
        log.append(["forward", len(args[0])])
        if output.requires_grad:
            output.register_hook(lambda _: log.append(["backward", len(output)]))

    with _machine(name):
        model.to(name)
        _leave_gradients(model)
        optimizer = _optimizer(model, optimizer)
        optimizer.register_step_pre_hook(lambda *_: log.append(["step", 0]))
        model.register_forward_hook(note)
        given = [(x.to(name), y.to(name)) for x, y in batches]
        mean = train_accumulated(model, given, criterion, optimizer)
        return {"mean": _described(mean), "state": _state(model), "log": log, "batches": len(given)}


# A clock


def benchmarked(student, seconds, warmup, queue, pending):
    """benchmark with a clock, a function and a device that only this probe knows.

    Call number n takes seconds[n]. With a queue, the call itself takes no time: it is ordered, and the device works on
    it when it is waited for; then `pending` seconds of somebody else's work lie in the queue at the beginning.
    """
    benchmark = student.benchmark
    now, waiting, calls, log = 1000.0, pending, 0, []

    def clock():
        log.append("clock")
        return now

    def fn():
        nonlocal now, waiting, calls
        log.append("fn")
        cost = seconds[calls] if calls < len(seconds) else 0.0
        calls += 1
        if queue:
            waiting += cost
        else:
            now += cost

    def synchronize():
        nonlocal now, waiting
        log.append("synchronize")
        now, waiting = now + waiting, 0.0

    with mock.patch.object(time, "perf_counter", clock):
        result = benchmark(fn, warmup, len(seconds) - warmup, synchronize)
    return {"result": _described(result), "calls": calls, "log": log}


# Memory


def bill(student, model, optimizer_name, dtype, device):
    """training_memory of a model on a device; what is left of the model's own dtypes."""
    model = model.to(device)
    before = {name: (str(p.dtype), p.device.type) for name, p in model.named_parameters()}
    memory = student.training_memory(model, optimizer_name, dtype)
    after = {name: (str(p.dtype), p.device.type) for name, p in model.named_parameters()}
    return {"memory": memory, "before": before, "after": after}


def bill_of_a_giant(student, width, depth, optimizer_name, dtype):
    """training_memory of a model that is far too large for this machine: on the device "meta" it has shapes alone."""
    with torch.device("meta"):
        model = nn.Sequential(*[nn.Linear(width, width) for _ in range(depth)])
    return student.training_memory(model, optimizer_name, dtype)


# Loaders


def loader_made(student, numbers, batch_size, device, as_string, machine, epochs):
    """make_device_loader for a device; whether it pins, and the batches of some epochs."""
    make_device_loader = student.make_device_loader
    with _machine(machine):
        dataset = TensorDataset(numbers)
        loader = make_device_loader(dataset, batch_size, device if as_string else torch.device(device))
        seen = {"type": type(loader).__name__, "is a DataLoader": isinstance(loader, DataLoader)}
        if seen["is a DataLoader"]:
            seen["pins"] = bool(loader.pin_memory)
            seen["same dataset"] = loader.dataset is dataset
            seen["epochs"] = [[_plain(x) for (x,) in loader] for _ in range(epochs)]
        return seen


# Checkpointing


def checkpointed(student, name, layers, x, as_list, seed):
    """The same passes, plain and checkpointed: outputs, gradients, and what autograd saved in each forward pass."""
    checkpointed_forward = student.checkpointed_forward

    def plain(layers, x):
        for layer in layers:
            x = layer(x)
        return x

    with _machine(name):
        layers.to(name)
        parameters = {p.data_ptr() for p in layers.parameters()}
        seen = {}
        for kind, forward in (("plain", plain), ("yours", checkpointed_forward)):
            saved = []
            kept = {}

            def pack(tensor, saved=saved, kept=kept):
                if tensor.data_ptr() not in parameters:
                    saved.append(tensor)
                    kept[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
                return tensor

            torch.manual_seed(seed)
            layers.zero_grad(set_to_none=True)
            given = x.detach().to(name).requires_grad_(x.requires_grad)
            with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
                y = forward(list(layers) if as_list else layers, given)
            numbers = {"count": len(saved), "bytes": sum(kept.values())}
            saved.clear()
            attached = isinstance(y, torch.Tensor) and y.requires_grad
            if attached:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    y.pow(2).sum().backward()
            seen[kind] = {
                "y": _described(y),
                "gradients": {n: None if p.grad is None else _plain(p.grad) for n, p in layers.named_parameters()},
                "of x": None if given.grad is None else _plain(given.grad),
                **numbers,
            }
        return seen


# Compiling


_forget = torch.compiler.reset  # Dynamo remembers what it has compiled, also for another model of the same kind


class _Counting:
    """A backend that notes the graphs it gets and runs them as they are."""

    def __init__(self):
        self.graphs = []

    def __call__(self, graph, example_inputs):
        self.graphs.append(graph)
        return graph.forward


class _Impatient(nn.Module):
    """The way on depends on the numbers."""

    def forward(self, values):
        y = values * 2
        if y.sum() > 0:
            y = y + 1
        return y.relu()


class _Talkative(nn.Module):
    """Something that is no tensor operation, in the middle."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 3)

    def forward(self, values):
        y = self.layer(values)
        torch._dynamo.graph_break()
        return y.relu()


class _Around(nn.Module):
    """A model with a forward of its own."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, values):
        return self.inner(values)


@contextlib.contextmanager
def _fresh_compiler():
    """Nothing compiled is remembered, and the default backend, which needs a C++ compiler, runs graphs as they are."""
    default = torch._TorchCompileInductorWrapper
    _forget()
    with mock.patch.object(default, "__call__", lambda self, graph, example_inputs: graph.forward):
        yield
    _forget()


def compiled_outputs(student, model, inputs, weights, named, around):
    """A compiled model's outputs, before and after its weights are replaced; its gradients; the graphs."""
    backend = _Counting()
    with _fresh_compiler():
        fast = student.compiled(_Around(model) if around else model, "eager" if named else backend)
        first = [_plain(fast(x)) for x in inputs[:1]]
        graphs = len(backend.graphs)
        first += [_plain(fast(x)) for x in inputs[1:]]
        y = fast(inputs[0])
        if y.requires_grad:
            y.pow(2).sum().backward()
        gradients = {n: None if p.grad is None else _plain(p.grad) for n, p in model.named_parameters()}
        with torch.no_grad():
            for parameter, value in zip(model.parameters(), weights, strict=True):
                parameter.copy_(value)
        second = [_plain(fast(x)) for x in inputs]
    return {"first": first, "second": second, "gradients": gradients, "graphs": graphs}


def compiled_with_a_break(student, kind, x):
    """Call a compiled model that breaks the graph; what was raised, and how many graphs came out."""
    backend = _Counting()
    model = {"impatient": _Impatient, "talkative": _Talkative}[kind]()
    raised = None
    with _fresh_compiler():
        fast = student.compiled(model, backend)
        try:
            fast(x)
        except Exception as error:
            raised = type(error).__name__
    return {"raised": raised, "graphs": len(backend.graphs)}


def model_after_compiling(student, model, x):
    """Compile a model, call the model itself and then the compiled one; how many graphs each call made."""
    backend, model = _Counting(), _Around(model)
    with _fresh_compiler():
        fast = student.compiled(model, backend)
        before = len(backend.graphs)
        model(x)
        direct = len(backend.graphs) - before
        fast(x)
        return {"direct": direct, "compiled": len(backend.graphs) - before - direct, "same object": fast is model}


# ONNX


def exported(student, model, example, batches):
    """export_onnx of a model; what onnxruntime makes of batches, and the model before and after."""
    import onnxruntime

    before, mode = {k: v.clone() for k, v in model.state_dict().items()}, model.training
    seen = {"outputs": [], "problem": None}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = os.path.join(folder, "m.onnx")
        student.export_onnx(model, path, example)
        seen["there"] = os.path.isfile(path)
        seen["mode"] = [mode, model.training]
        after = model.state_dict()
        seen["weights unchanged"] = before.keys() == after.keys() and all(
            torch.equal(value, after[key]) for key, value in before.items()
        )
        if not seen["there"] or not batches:
            return seen
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = settings.inter_op_num_threads = 1
        settings.log_severity_level = 4
        # Otherwise onnxruntime throws dropout out of the graph, whatever mode the file says.
        settings.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        onnxruntime.set_seed(0)
        try:
            runner = onnxruntime.InferenceSession(path, settings, providers=["CPUExecutionProvider"])
        except Exception as error:
            return seen | {"problem": type(error).__name__}
        for x in batches:
            try:
                (output,) = runner.run(None, {runner.get_inputs()[0].name: x.numpy()})
            except Exception as error:
                seen["outputs"].append(type(error).__name__)
            else:
                seen["outputs"].append(torch.from_numpy(output))
        return seen


def quiz_answer(student, question):
    """The letter answered to one question, in lower case; None where there is no such answer."""
    answers = getattr(student, "answers", None)
    answer = answers.get(question) if isinstance(answers, dict) else None
    return answer.strip().lower() if isinstance(answer, str) else answer


# On a device that is really there


@contextlib.contextmanager
def _as_it_is(name):
    """In place of `_machine`: the device called "cuda" is CUDA."""
    import simgpu

    yield simgpu


def on_device(student, probe, **arguments):
    """Another probe of this module, with nothing simulated."""
    with mock.patch.dict(globals(), {"_machine": _as_it_is}):
        return globals()[probe](student, **arguments)


def picked_here(student):
    """What pick_device says about this machine as it is, and where a tensor lands that is made there."""
    device = student.pick_device()
    landed = torch.ones(2, device=device).device.type if isinstance(device, torch.device) else None
    return {"type": type(device).__name__, "landed": landed}


@contextlib.contextmanager
def _autocast_in(dtype):
    """Whatever dtype is asked for, autocast calculates in this one."""
    init = torch.autocast.__init__

    def chosen(self, device_type, _=None, *rest, **named):
        named.pop("dtype", None)
        init(self, device_type, dtype, *rest, **named)

    with mock.patch.object(torch.autocast, "__init__", chosen):
        yield


def amp_steps_in_float16(student, **arguments):
    """amp_train_step on a device that is there, with float16 wherever it asks autocast for bfloat16."""
    with _autocast_in(torch.float16):
        return on_device(student, "amp_steps", **arguments)


class _Waits(TorchFunctionMode):
    """Counts how often the host waits for CUDA, by CUDA's own warnings.

    A copy to the device is no wait here, as in the exercise: CUDA waits for one only where the memory is not pinned.
    """

    MOVES = (torch.tensor, torch.as_tensor, torch.asarray, torch.Tensor.to, torch.Tensor.cuda, torch.Tensor.copy_)

    def __enter__(self):
        self.asked, self.stack = 0, contextlib.ExitStack()
        self.warned = self.stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")
        torch.cuda.set_sync_debug_mode("warn")
        self.stack.callback(torch.cuda.set_sync_debug_mode, "default")
        return super().__enter__()

    def __exit__(self, *problem):
        super().__exit__(*problem)
        self.stack.close()

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if func not in self.MOVES:
            return func(*args, **kwargs)
        torch.cuda.set_sync_debug_mode("default")
        try:
            moved = func(*args, **kwargs)
        finally:
            torch.cuda.set_sync_debug_mode("warn")
        came_back = not moved.is_cuda and any(isinstance(arg, torch.Tensor) and arg.is_cuda for arg in args)
        self.asked += came_back and not kwargs.get("non_blocking", False)
        return moved

    @property
    def synchronisations(self):
        return self.asked + sum("called a synchronizing" in str(warning.message) for warning in self.warned)


def _waits(name):
    """A block in which waiting for the device is counted, on CUDA or on the simulated accelerator."""
    import simgpu

    return _Waits() if name == "cuda" else simgpu.counting()


def waits_in_a_loop(student, name, model, batches, criterion, optimizer):
    """How often the host waits in each call of train_step, and in train_epoch over these batches, once and twice."""
    train_step, train_epoch = student.train_step, student.train_epoch
    model = model.to(name)
    optimizer, seen = _optimizer(model, optimizer), {"step": [], "epoch": []}
    train_step(model, batches[0], optimizer, criterion, name)  # libraries are loaded, state is made
    for batch in batches:
        with _waits(name) as counts:
            loss = train_step(model, batch, optimizer, criterion, name)
        seen["step"].append(counts.synchronisations)
    for given in (batches, batches * 2):
        with _waits(name) as counts:
            mean = train_epoch(model, given, optimizer, criterion, name)
        seen["epoch"].append(counts.synchronisations)
    return seen | {"loss": _described(loss), "mean": _described(mean), "state": _state(model)}


def clocks_compared(student, name, size, warmup, repeats):
    """The seconds that benchmark reports for a matrix product, and what the device's own clock says to those calls."""
    device, pairs = getattr(torch, name), []
    a = torch.ones(size, size, device=name)

    def fn():
        start, end = device.Event(enable_timing=True), device.Event(enable_timing=True)
        start.record()
        a @ a
        end.record()
        pairs.append((start, end))

    result = student.benchmark(fn, warmup, repeats, device.synchronize)
    device.synchronize()
    return {"result": _described(result), "own": [start.elapsed_time(end) / 1000 for start, end in pairs[-repeats:]]}
