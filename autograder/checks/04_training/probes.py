"""Probes of 04_training: they build models, loaders and files beside the student's functions, and watch; no answers."""

import copy
import gc
import gzip
import os
import random
import tempfile
import weakref

import numpy as np
import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.data import DataLoader, Dataset, TensorDataset


def loader(x, y, batch_size, order=None):
    """Batches of x and y: as they lie, or in an order of its own every epoch, which the number `order` decides."""
    if order is None:
        return DataLoader(TensorDataset(x, y), batch_size=batch_size)
    generator = torch.Generator().manual_seed(order)
    return DataLoader(TensorDataset(x, y), batch_size=batch_size, shuffle=True, generator=generator)


def optimizer_for(model, name, lr):
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=lr)
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9 if name == "momentum" else 0.0)


def state_of(model):
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


# 1 · read_idx


def file_read(student, name, data, compressed):
    """Write a file, let the student read it, write into the result and let it be read again."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(gzip.compress(data) if compressed else data)
        first = student.read_idx(path)
        if not isinstance(first, torch.Tensor):
            return {"first": first, "second": None}
        seen = {"first": first.clone()}
        first.zero_()
        seen["written"] = not bool(first.count_nonzero())
        seen["second"] = student.read_idx(path)
        return seen


def refusal(student, name, data):
    """What reading a broken file raises: its kinds, and whether its message contains the path."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(gzip.compress(data) if name.endswith(".gz") else data)
        try:
            student.read_idx(path)
        except NotImplementedError:
            raise
        except Exception as problem:
            kinds = [kind.__name__ for kind in type(problem).__mro__]
            return {"raised": kinds, "named": path in str(problem)}
        return {"raised": [], "named": False}


# 2 · digits_dataset

TRANSFORMS = {
    None: None,
    "to [-1, 1]": lambda x: (x - 0.5) / 0.5,
    "mirrored": lambda x: x.flip(-1),
    "flat": lambda x: x.flatten(),
    "described": lambda x: [str(x.dtype), list(x.shape), float(x.max()) <= 1.0],
}


def items(student, images, labels, indices, transform=None):
    """A dataset's length, and its items at these indices; for an index that is refused, what was raised."""
    dataset = (
        student.DigitsDataset(images, labels)
        if transform is None
        else student.DigitsDataset(images, labels, transform=TRANSFORMS[transform])
    )
    found = []
    for index in indices:
        try:
            found.append(dataset[index])
        except IndexError:
            found.append("IndexError")
    return {"length": len(dataset), "items": found, "is a Dataset": isinstance(dataset, Dataset)}


def batches_of_dataset(student, images, labels, batch_size):
    """What a DataLoader makes of the dataset."""
    return [list(batch) for batch in DataLoader(student.DigitsDataset(images, labels), batch_size=batch_size)]


def largest_conversion(student, images, labels, index):
    """The item, and the number of elements in the largest floating-point tensor that was made for it."""
    dataset = student.DigitsDataset(images, labels)
    recorder = _Largest()
    with recorder:
        item = dataset[index]
    return {"item": item, "largest": recorder.largest}


class _Largest(TorchDispatchMode):
    """The size of the largest floating-point result that is not a view of what the operation was given."""

    def __init__(self):
        super().__init__()
        self.largest = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        given = {x.untyped_storage().data_ptr() for x in args if isinstance(x, torch.Tensor)}
        made = isinstance(result, torch.Tensor) and result.untyped_storage().data_ptr() not in given
        if made and result.is_floating_point():
            self.largest = max(self.largest, result.numel())
        return result


# 3 · make_loaders


class _Numbers(Dataset):
    """Item i is the pair (i, 10 i)."""

    def __init__(self, count):
        self.count = count

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        if not 0 <= index < self.count:
            raise IndexError(index)
        return torch.tensor(float(index)), 10 * index


def orders(student, count, val_fraction, batch_size, seed, disturb):
    """The numbers that two epochs of each loader give, batch by batch, and the random states that making them moved."""
    torch.manual_seed(disturb)
    np.random.seed(disturb)
    random.seed(disturb)
    before = _random_states()
    train_loader, val_loader = student.make_loaders(_Numbers(count), val_fraction, batch_size, seed)
    moved = [name for name, state in _random_states().items() if state != before[name]]
    seen = {"moved": moved, "train": [], "val": []}
    for _ in range(2):
        for name, source in (("train", train_loader), ("val", val_loader)):
            seen[name].append([[int(number) for number in batch[0]] for batch in source])
    return seen


def _random_states():
    numpy_state = np.random.get_state()
    return {
        "torch's random state": bytes(torch.get_rng_state().tolist()),
        "NumPy's random state": (numpy_state[1].tobytes(), numpy_state[2]),
        "Python's random state": random.getstate(),
    }


# 4 · cross_entropy


def functions_called(student, name, args):
    """Call a function of the student's; return its result and the names of the PyTorch functions it called."""
    recorder = _FunctionRecorder()
    with recorder:
        result = getattr(student, name)(*args)
    return {"result": result, "functions": sorted(set(recorder.names))}


class _FunctionRecorder(torch.overrides.TorchFunctionMode):
    def __init__(self):
        super().__init__()
        self.names = []

    def __torch_function__(self, func, types, args=(), kwargs=None):
        self.names.append(getattr(func, "__name__", str(func)))
        return func(*args, **(kwargs or {}))


# 5 · optimizer_steps


def steps_taken(student, name, params, gradients, settings):
    """Take one step with each set of gradients; return the parameters after each, and the states and results."""
    params = [param.clone().requires_grad_() for param in params]
    states = [[torch.zeros_like(param) for param in params] for _ in range(2 if name == "adam_step" else 1)]
    seen = {"params": [], "results": []}
    for step, grads in enumerate(gradients, start=1):
        for param, grad in zip(params, grads, strict=True):
            param.grad = grad.clone()
        counted = [step] if name == "adam_step" else []
        seen["results"].append(getattr(student, name)(params, *states, *counted, **settings))
        seen["params"].append([param.detach().clone() for param in params])
    seen["states"] = [[state.detach().clone() for state in one] for one in states]
    return seen


# 6 · train_one_epoch


class _Watch:
    """Counts, by PyTorch's own hooks, what a training loop does that it should not. Every valid loop counts alike."""

    def __init__(self, model, optimizer):
        self.seen = {
            "forwards": 0,
            "backwards": 0,
            "steps": 0,
            "in eval mode": 0,
            "old gradients": 0,
            "no gradients": 0,
        }
        self._parameters = [p for p in model.parameters() if p.requires_grad]
        self._pending = {}
        self._hooks = [model.register_forward_pre_hook(self._forward), optimizer.register_step_pre_hook(self._step)]
        self._hooks += [p.register_hook(self._gradient(i, p)) for i, p in enumerate(self._parameters)]

    def _forward(self, model, args):
        self._flush()
        self.seen["forwards"] += 1
        self.seen["in eval mode"] += not all(part.training for part in model.modules())

    def _gradient(self, index, parameter):
        # A parameter's hook runs just before its gradient is added to .grad, which then still holds the old one.
        def hook(grad):
            if index in self._pending:
                self._flush()
            self._pending[index] = parameter.grad is not None and bool(parameter.grad.count_nonzero())

        return hook

    def _flush(self):
        if self._pending:
            self.seen["backwards"] += 1
            self.seen["old gradients"] += any(self._pending.values())
            self._pending = {}

    def _step(self, optimizer, args, kwargs):
        self._flush()
        self.seen["steps"] += 1
        self.seen["no gradients"] += all(p.grad is None or not p.grad.count_nonzero() for p in self._parameters)

    def close(self):
        self._flush()
        for hook in self._hooks:
            hook.remove()
        return self.seen


def epochs_trained(student, model, x, y, batch_size, order, criterion, optimizer, lr, epochs, seed, as_pairs=False):
    """Train a model, in whatever mode it is, for some epochs; return the results, the weights and what was watched."""
    optimizer = optimizer_for(model, optimizer, lr)
    batches = loader(x, y, batch_size, order)
    if as_pairs:
        batches = [tuple(pair) for pair in batches]
    watch = _Watch(model, optimizer)
    torch.manual_seed(seed)  # dropout draws from the global generator
    results = [student.train_one_epoch(model, batches, criterion, optimizer, "cpu") for _ in range(epochs)]
    return {"results": results, "watched": watch.close(), "state": state_of(model)}


class _Token:
    """Something to hold a weak reference to."""


class _Mark(torch.autograd.Function):
    """The identity, with a token that lives as long as the graph does."""

    @staticmethod
    def forward(ctx, value, tokens):
        ctx.token = _Token()
        tokens.append(weakref.ref(ctx.token))
        return value.clone()

    @staticmethod
    def backward(ctx, grad):
        return grad, None


def graphs_kept(student, model, x, y, batch_size):
    """How many graphs of earlier batches were alive during the epoch at most, and after it while its result is held."""
    tokens, most = [], 0

    def criterion(output, target):
        nonlocal most
        most = max(most, _alive(tokens))
        return _Mark.apply(nn.functional.cross_entropy(output, target), tokens)

    optimizer = optimizer_for(model, "sgd", 0.1)
    before = state_of(model)
    result = student.train_one_epoch(model, loader(x, y, batch_size), criterion, optimizer, "cpu")
    trained = any(not torch.equal(value, before[name]) for name, value in model.state_dict().items())
    return {"during": most, "after": _alive(tokens), "batches": len(tokens), "trained": trained, "result": result}


def _alive(tokens):
    gc.collect()
    return sum(token() is not None for token in tokens)


class _Enough(Exception):
    pass


def devices_of_batches(student, name, model, x, y, batch_size):
    """Where the inputs and targets of the first batch are, if the device asked for is the one without data."""
    seen = {"inputs": None, "targets": None}

    def look(module, args):
        seen["inputs"] = str(args[0].device)

    def criterion(output, target):
        seen["targets"] = str(target.device)
        raise _Enough

    model.to("meta")
    optimizer = optimizer_for(model, "sgd", 0.1)
    model.register_forward_pre_hook(look)
    extra = [optimizer] if name == "train_one_epoch" else []
    try:
        getattr(student, name)(model, loader(x, y, batch_size), criterion, *extra, torch.device("meta"))
    except NotImplementedError as problem:
        if not str(problem):  # the untouched cell; PyTorch's own come with a text
            raise
    except (_Enough, RuntimeError):
        pass
    return seen


# 7 · evaluate


def evaluated(student, model, x, y, batch_size, criterion, grads=None, as_pairs=False):
    """Evaluate a model whose mode the caller chose; return the result and what is left behind."""
    graphs = []
    hook = model.register_forward_hook(lambda module, args, output: graphs.append(output.requires_grad))
    if grads is not None:
        for parameter, grad in zip(model.parameters(), grads, strict=True):
            parameter.grad = grad.clone()
    batches = loader(x, y, batch_size)
    result = student.evaluate(model, list(batches) if as_pairs else batches, criterion, "cpu")
    hook.remove()
    modes = [part.training for part in model.modules()]
    return {
        "result": result,
        "forwards": len(graphs),
        "graphs": sum(graphs),
        "gradients on": torch.is_grad_enabled() and not torch.is_inference_mode_enabled(),
        "state": state_of(model),
        "grads": [p.grad for p in model.parameters()],
        "requires grad": all(p.requires_grad for p in model.parameters()),
        "mode": "train" if all(modes) else "eval" if not any(modes) else "mixed",
    }


# 8 · train_xor


def trained_twice(student, seed):
    """The logits on the four points of two networks with one seed, with other random numbers drawn in between."""
    points = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    logits = []
    for disturb in (1, 2):
        torch.manual_seed(disturb)
        np.random.seed(disturb)
        random.seed(disturb)
        model, _ = student.train_xor(seed)
        with torch.no_grad():
            logits.append(model.eval()(points).clone())
    return logits


# 9 and 10 · train_mlp and train_cnn


def images_read(name):
    """The training images that lie beside the notebook: float32 (N, 1, 28, 28) in [0, 1], and int64 labels."""
    parts = []
    for kind, start in (("images-idx3", 16), ("labels-idx1", 8)):
        with gzip.open(os.path.join("data", name, f"train-{kind}-ubyte.gz")) as file:
            parts.append(np.frombuffer(file.read(), np.uint8, offset=start))
    images = torch.from_numpy(parts[0].reshape(-1, 1, 28, 28).astype(np.float32) / 255)
    return images, torch.from_numpy(parts[1].astype(np.int64))


def model_trained(student, name, data, seed, count=None):
    """A model trained on all images of one kind, or on some."""
    images, labels = images_read(data)
    return getattr(student, name)(images[:count].clone(), labels[:count].clone(), seed)


def arguments_after_training(student, name, data, seed, count):
    """Some images and labels after a network was trained on them, and its logits for a few."""
    images, labels = (part[:count].clone() for part in images_read(data))
    given = images.clone()
    model = getattr(student, name)(images, labels, seed)
    with torch.no_grad():
        logits = model.eval()(given[:50]).clone()
    return {
        "images": images,
        "labels": labels,
        "given": given,
        "given labels": images_read(data)[1][:count],
        "logits": logits,
    }


def image_logits_twice(student, name, data, seed, count):
    """The logits of two models trained with one seed on some images, with other random numbers drawn in between."""
    images, labels = images_read(data)
    logits = []
    for disturb in (1, 2):
        torch.manual_seed(disturb)
        np.random.seed(disturb)
        random.seed(disturb)
        model = getattr(student, name)(images[:count].clone(), labels[:count].clone(), seed)
        with torch.no_grad():
            logits.append(model.eval()(images[:50]).clone())
    return {"logits": logits, "labels": labels[:50]}


# 11 · lr_range_test


def range_tested(student, model, x, y, batch_size, criterion, settings, training=True, as_pairs=False):
    """Run the test on a model in train or eval mode; return its result and what is left behind."""
    model.train(training)
    batches = loader(x, y, batch_size)
    result = student.lr_range_test(model, list(batches) if as_pairs else batches, criterion, **settings)
    modes = [part.training for part in model.modules()]
    return {
        "result": result,
        "state": state_of(model),
        "gradients left": sum(p.grad is not None for p in model.parameters()),
        "mode": "train" if all(modes) else "eval" if not any(modes) else "mixed",
    }


def passes_started(student, model, x, y, batch_size, criterion, settings):
    """How many losses there are, and how often the loader was started for them."""

    class Counting(DataLoader):
        started = 0

        def __iter__(self):
            Counting.started += 1
            return super().__iter__()

    batches = Counting(TensorDataset(x, y), batch_size=batch_size)
    _, losses = student.lr_range_test(model, batches, criterion, **settings)
    return {"losses": len(losses), "started": Counting.started}


# 12 · train_with_schedule


def scheduled(student, model, x, y, batch_size, order, criterion, epochs, lr, momentum, seed=0):
    """Train a model that comes in eval mode with a schedule; `momentum` None leaves it to the default."""
    model.eval()
    torch.manual_seed(seed)  # dropout draws from the global generator
    given = {} if momentum is None else {"momentum": momentum}
    rates = student.train_with_schedule(model, loader(x, y, batch_size, order), criterion, epochs, lr, **given)
    return {"rates": rates, "state": state_of(model)}


# 13 · checkpoint


def _parts(model, kind):
    if kind == "adam":
        optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
        return optimizer, torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    if kind == "each batch":
        return optimizer, torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)
    return optimizer, torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=8)


def _run(model, optimizer, scheduler, x, y, epochs):
    """Some epochs in an order and with dropout masks from the global generator."""
    each_batch = isinstance(scheduler, torch.optim.lr_scheduler.ExponentialLR)
    model.train()
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(8):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x[rows]), y[rows]).backward()
            optimizer.step()
            if each_batch:
                scheduler.step()
        if not each_batch:
            scheduler.step()


def run_resumed(student, model, x, y, kind, seed, before, after):
    """Three runs: without a checkpoint, with one saved on the way, and a new one resumed from it.

    `at the checkpoint` and `resumed` describe model, optimizer, scheduler and random state at the same point.
    """
    other = copy.deepcopy(model)
    with torch.no_grad():
        for parameter in other.parameters():
            parameter.add_(0.5)
    plain = copy.deepcopy(model)
    optimizer, scheduler = _parts(plain, kind)
    torch.manual_seed(seed)
    _run(plain, optimizer, scheduler, x, y, before + after)
    seen = {"uninterrupted": state_of(plain)}

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "run.pt")
        optimizer, scheduler = _parts(model, kind)
        torch.manual_seed(seed)
        _run(model, optimizer, scheduler, x, y, before)
        seen["at the checkpoint"] = _described(model, optimizer, scheduler)
        student.save_checkpoint(path, model, optimizer, scheduler, before)
        seen["still training"] = before == 0 or all(part.training for part in model.modules())
        _run(model, optimizer, scheduler, x, y, after)
        seen["with a checkpoint"] = state_of(model)

        # Only the file may remember: another run is saved in between, and the file goes on alone under a new name.
        optimizer, scheduler = _parts(other, kind)
        student.save_checkpoint(os.path.join(folder, "other.pt"), other, optimizer, scheduler, before + 5)
        moved = os.path.join(folder, "moved", "again.pt")
        os.mkdir(os.path.dirname(moved))
        os.replace(path, moved)

        optimizer, scheduler = _parts(other, kind)
        torch.manual_seed(seed + 1)
        torch.rand(17)
        seen["epoch"] = student.resume(moved, other, optimizer, scheduler)
        seen["resumed"] = _described(other, optimizer, scheduler)
        _run(other, optimizer, scheduler, x, y, after)
        seen["continued"] = state_of(other)
    return seen


def _described(model, optimizer, scheduler):
    states = optimizer.state_dict()["state"]
    entries = {f"{index}.{name}": value for index, one in states.items() for name, value in one.items()}
    return {
        "model": state_of(model),
        "optimizer": {name: torch.as_tensor(value).clone() for name, value in entries.items()},
        "scheduler": [int(scheduler.last_epoch), float(scheduler.get_last_lr()[0])],
        "rate": float(optimizer.param_groups[0]["lr"]),
        "random": torch.get_rng_state(),
    }


def loads_safely(student, model, x, y, kind):
    """Whether there is a file, and whether torch.load reads it with weights_only=True."""
    optimizer, scheduler = _parts(model, kind)
    _run(model, optimizer, scheduler, x, y, 2)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "run.pt")
        student.save_checkpoint(path, model, optimizer, scheduler, 2)
        try:
            torch.load(path, weights_only=True)
        except Exception:
            return {"exists": os.path.exists(path), "safe": False}
    return {"exists": True, "safe": True}


# 14 · keep_best


def best_kept(student, model, accuracies):
    """Every training epoch adds 1 to all weights and buffers; the accuracies are as given."""
    calls = []

    def train():
        calls.append("train")
        with torch.no_grad():
            for value in [*model.parameters(), *model.buffers()]:
                value.add_(1)

    def validate():
        calls.append("validate")
        return accuracies[calls.count("validate") - 1]

    result = student.keep_best(model, train, validate, len(accuracies))
    return {"result": result, "calls": calls, "state": state_of(model)}


def quiz_answer(student, question):
    """The letter answered to one question, in lower case; None where there is no such answer."""
    answers = getattr(student, "answers", None)
    answer = answers.get(question) if isinstance(answers, dict) else None
    return answer.strip().lower() if isinstance(answer, str) else answer
