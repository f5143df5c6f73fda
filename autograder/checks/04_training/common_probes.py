"""What the probes of several exercises of 04_training share: it runs beside the student's code and knows no answer."""

import contextlib
import gzip
import os
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Sampler, TensorDataset


class _OrderOfEachEpoch(Sampler):
    """An order for each pass, by the number of passes that have come to their end: a loader may be started more often
    than it is gone through, by a progress bar or for a look at the first batch."""

    def __init__(self, count, seed):
        self._count, self._seed, self._ended = count, seed, 0

    def __len__(self):
        return self._count

    def __iter__(self):
        generator = torch.Generator().manual_seed(self._seed + self._ended)
        *order, last = torch.randperm(self._count, generator=generator).tolist()
        yield from order
        self._ended += 1  # before the last item, after which nobody need ask for more
        yield last


def loader(x, y, batch_size, order=None):
    """Batches of x and y: as they lie, or in an order of its own every epoch, which the number `order` decides. It
    starts without a draw from the global generator, from which dropout draws."""
    sampler = None if order is None else _OrderOfEachEpoch(len(x), order)
    return DataLoader(TensorDataset(x, y), batch_size, sampler=sampler, generator=torch.Generator())


def loader_of_a_part(x, y, batch_size):
    """The same batches, of a dataset that holds twice as many items."""
    dataset = TensorDataset(torch.cat([x, torch.zeros_like(x)]), torch.cat([y, y]))
    return DataLoader(dataset, batch_size, sampler=range(len(x)), generator=torch.Generator())


def optimizer_for(model, name, lr):
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=lr)
    groups = [{"params": [parameter]} for parameter in model.parameters()]  # any optimizer may have more than one
    return torch.optim.SGD(groups, lr=lr, momentum=0.9 if name == "momentum" else 0.0)


def asked(criterion, notes):
    """Note of each call whether the targets are whole numbers, and the gradient that comes back to the loss."""

    def note(module, args, loss):
        notes.append({"whole": len(args) < 2 or not args[1].is_floating_point(), "back": None})
        if loss.requires_grad:
            loss.register_hook(lambda grad, own=notes[-1]: own.update(back=float(grad.abs().max())))

    return criterion.register_forward_hook(note)


def _settings():
    """What all code shares, by the words a student reads; random numbers may be drawn and seeded here."""
    return {
        "the default dtype": torch.get_default_dtype(),
        "the default device": str(torch.get_default_device()),
        "the gradient mode": (torch.is_grad_enabled(), torch.is_inference_mode_enabled()),
        "autograd's anomaly detection": torch.is_anomaly_enabled(),
        "the precision of float32 products": torch.get_float32_matmul_precision(),
        "the choice of deterministic algorithms": torch.are_deterministic_algorithms_enabled(),
        "the files in the working folder": _files_here(),
    }


def _files_here():
    """The files beside the notebook, and when each was written last. Hidden ones are the business of other programs."""
    with os.scandir() as entries:
        files = [entry for entry in entries if entry.is_file() and not entry.name.startswith(".")]
        return sorted((entry.name, entry.stat().st_mtime_ns) for entry in files)


def _as_usual():
    """PyTorch's settings as at the start: what a call or a cell has left on would hide that the next call does so."""
    torch.set_grad_enabled(True)
    torch.set_anomaly_enabled(False)
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    torch.set_float32_matmul_precision("highest")
    torch.use_deterministic_algorithms(False)


def _watched(function):
    """The function, and a list of the settings, and of what belongs to modules it gets, that its calls change."""
    changed = []

    def watched(*args, **kwargs):
        _as_usual()
        modules = [one for one in [*args, *kwargs.values()] if isinstance(one, torch.nn.Module)]
        # With the parameters themselves: as long as they live, no new one has the id of an old one.
        before, owned = _settings(), [(_belongings(module), list(module.parameters())) for module in modules]
        try:
            return function(*args, **kwargs)
        finally:
            changed.extend(name for name, value in _settings().items() if value != before[name] and name not in changed)
            for module, (then, _) in zip(modules, owned, strict=True):
                now = _belongings(module)
                changed.extend(name for name, value in now.items() if value != then[name] and name not in changed)
            _as_usual()

    return watched, changed


def _belongings(module):
    """What belongs to a model or a criterion beside its numbers and its mode: they are judged where they matter."""
    owners = [*module.modules(), *module.parameters()]
    return {
        "the model's parameters for new ones, which no optimizer made before knows": [*map(id, module.parameters())],
        "the requires_grad of the model's parameters": [p.requires_grad for p in module.parameters()],
        "the hooks of the model or of its parameters": [_hooks(owner) for owner in owners],
        "what the model or one of its layers does when it is called": [_own(part) for part in module.modules()],
    }


def _hooks(owner):
    """How many there are of each kind. A tensor's are attributes, too, but not in its `vars`."""
    names = ("_backward_hooks", "_post_accumulate_grad_hooks") if isinstance(owner, torch.Tensor) else vars(owner)
    return {name: len(getattr(owner, name) or ()) for name in names if name.endswith("_hooks")}


def _own(module):
    """Its options, and functions in place of its methods."""
    plain = (bool, int, float, str, type(None))
    own = {name: value for name, value in vars(module).items() if not name.startswith("_") and name != "training"}
    return {name: value if isinstance(value, plain) else id(value) for name, value in own.items()}


def _switched_on(call, *models):
    """What a caller has switched off and finds on after a call: gradients for all, or of one frozen parameter."""
    frozen = [parameter for model in models for parameter in list(model.parameters())[-1:]]
    for parameter in frozen:
        parameter.requires_grad_(False)
    with torch.no_grad():
        with contextlib.suppress(Exception):
            call()
        on = ["the gradient mode of a caller who had switched gradients off"] * torch.is_grad_enabled()
    return on + ["the requires_grad of the model's parameters"] * any(parameter.requires_grad for parameter in frozen)


def settings_left(student, name, arguments):
    """What a call changes of what all code shares, by name."""
    function, changed = _watched(getattr(student, name))
    function(*arguments)
    return changed + _switched_on(lambda: getattr(student, name)(*arguments))


def state_of(model):
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


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
    model.register_forward_pre_hook(look)
    extra = [optimizer_for(model, "sgd", 0.1)] if name == "train_one_epoch" else []
    try:
        getattr(student, name)(model, loader(x, y, batch_size), criterion, *extra, torch.device("meta"))
    except NotImplementedError as problem:
        if not str(problem):  # the untouched cell; PyTorch's own come with a text
            raise
    except (_Enough, RuntimeError):
        pass
    return seen


def images_read(name):
    """The training images that lie beside the notebook: float32 (N, 1, 28, 28) in [0, 1], and int64 labels."""
    parts = []
    for kind, start in (("images-idx3", 16), ("labels-idx1", 8)):
        with gzip.open(os.path.join("data", name, f"train-{kind}-ubyte.gz")) as file:
            parts.append(np.frombuffer(file.read(), np.uint8, offset=start))
    images = torch.from_numpy(parts[0].reshape(-1, 1, 28, 28).astype(np.float32) / 255)
    return images, torch.from_numpy(parts[1].astype(np.int64))


def model_trained(student, name, data, seed, count=None, without=None):
    """A model trained on all images of one kind, or on some, or on those of some that are not of one class."""
    images, labels = (part[:count] for part in images_read(data))
    kept = labels != (-1 if without is None else without)
    return getattr(student, name)(images[kept], labels[kept], seed)


def arguments_after_training(student, name, data, seed, count):
    """What has become of some images and labels after a network was trained on them, and its logits for a few."""
    images, labels = (part[:count] for part in images_read(data))
    # Grey on grey, the darkest all but black, and without the first class: nothing written there leaves it as it is.
    given = [0.003 + 0.99 * images[labels != 0], labels[labels != 0]]
    images, labels = (part.clone() for part in given)
    train, settings = _watched(getattr(student, name))
    model = train(images, labels, seed)
    few = given[0][:50].clone()
    with torch.no_grad():
        logits = model.eval()(few).clone()
    settings += ["the images that the model is asked about"] * (not torch.equal(few, given[0][:50]))
    settings += _switched_on(lambda: getattr(student, name)(*(part.clone() for part in given), seed))
    return {
        "settings": settings,
        "images": _difference(images, given[0]),
        "labels": _difference(labels, given[1]),
        "given labels": given[1][:50].clone(),
        "logits": logits,
    }


def _difference(now, before):
    """What a tensor is and was, and where these are alike: how many values are others, and what became of them."""
    alike = now.shape == before.shape and now.dtype == before.dtype
    values = now.detach().double()
    return {
        "kind": [tuple(now.shape), str(now.dtype), now.requires_grad],
        "was": [tuple(before.shape), str(before.dtype), before.requires_grad],
        "values": int((now != before).sum()) if alike else None,
        "became": [float(one) for one in (values.min(), values.max(), values.mean())] if alike else None,
    }


def image_logits_twice(student, name, data, seed, count, between=None):
    """Logits of two models trained with one seed, and of one with that seed in between, on images of another kind."""
    images, labels = images_read(data)
    kinds = [data, data] if between is None else [data, between, data]
    logits = []
    for disturb, kind in enumerate(kinds, 1):
        for seed_it in (torch.manual_seed, np.random.seed, random.seed):
            seed_it(disturb)
        model = getattr(student, name)(*(part[:count].clone() for part in images_read(kind)), seed)
        with torch.no_grad():
            logits.append(model.eval()(images[:50].clone()).clone())
    return {"logits": [logits[0], logits[-1]], "between": logits[1:-1], "labels": labels[:50]}
