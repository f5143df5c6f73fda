"""Probes of checkpoint: they run beside the student's code, observe, and know no answer."""

import contextlib
import copy
import os
import tempfile

import torch
from torch import nn

from ..common_probes import _switched_on, _watched, state_of


def parts_of(model, kind):
    if kind == "adam":
        optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
        return optimizer, torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
    first, *others = model.parameters()
    groups = [{"params": [first]}, {"params": others, "lr": 0.05}]  # each with a rate of its own
    optimizer = torch.optim.SGD(groups, lr=0.1, momentum=0.9)
    if kind == "each batch":  # it changes the momentum as well
        return optimizer, torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=[0.1, 0.05], total_steps=60)
    warm, fall = torch.optim.lr_scheduler.LinearLR, torch.optim.lr_scheduler.CosineAnnealingLR
    parts = [warm(optimizer, 0.5, total_iters=2), fall(optimizer, T_max=6)]  # each of them counts its own steps
    return optimizer, torch.optim.lr_scheduler.SequentialLR(optimizer, parts, milestones=[2])


def run_epochs(model, optimizer, scheduler, x, y, epochs):
    """Some epochs in an order and with dropout masks from the global generator."""
    each_batch = isinstance(scheduler, torch.optim.lr_scheduler.OneCycleLR)
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


def run_saved(student, model, x, y, kind, seed, before, after):
    """A run that saves a checkpoint on its way, and goes on for `after` epochs; the file, and another run's.

    Of the run that is resumed nobody goes on here: how that ends, whoever resumes it is to find out from the file.
    """
    other = copy.deepcopy(model)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "run.pt")
        optimizer, scheduler = parts_of(model, kind)
        torch.manual_seed(seed)
        run_epochs(model, optimizer, scheduler, x, y, before)
        save, settings = _watched(student.save_checkpoint)
        grads = [p.grad.clone() for p in model.parameters() if p.grad is not None]
        *_, last = model.modules()
        last.eval()
        modes = [part.training for part in model.modules()]
        save(path, model, optimizer, scheduler, before)
        modes_kept = modes == [part.training for part in model.modules()]
        left = [p.grad for p in model.parameters() if p.grad is not None]
        kept = len(grads) == len(left) and all(map(torch.equal, grads, left))
        run_epochs(model, optimizer, scheduler, x, y, after)
        # Only the file may remember: another run is saved in between.
        optimizer, scheduler = parts_of(other, kind)
        student.save_checkpoint(os.path.join(folder, "other.pt"), other, optimizer, scheduler, before + 5)
        settings += _switched_on(lambda: student.save_checkpoint(path + "2", other, optimizer, scheduler, before))
        with open(path, "rb") as file:
            seen = {"file": file.read()}
    seen |= {"end": state_of(model), "modes kept": modes_kept, "gradients kept": kept}
    return {**seen, "settings": settings}


def run_resumed(student, model, x, y, kind, seed, after, file):
    """A new run, of a model with other weights, resumed from a file under a new name; it goes on with x and y."""
    with tempfile.TemporaryDirectory() as folder:
        moved = os.path.join(folder, "again.pt")
        with open(moved, "wb") as written:
            written.write(file)
        optimizer, scheduler = parts_of(model, kind)
        torch.manual_seed(seed)
        resume, settings = _watched(student.resume)
        epoch = resume(moved, model, optimizer, scheduler)
        resumed = described(model, optimizer, scheduler)
        file_kept = os.path.exists(moved) and _content(moved) == file
        modes_kept = all(part.training for part in model.modules())  # as they were built
        run_epochs(model, optimizer, scheduler, x, y, after)
        continued = state_of(model)
        settings += _switched_on(lambda: student.resume(moved, model, optimizer, scheduler))
    seen = {"epoch": epoch, "resumed": resumed, "continued": continued, "settings": settings}
    return {**seen, "modes kept": modes_kept, "file kept": file_kept}


def described(model, optimizer, scheduler):
    states = optimizer.state_dict()["state"]
    entries = {f"{index}.{name}": value for index, one in states.items() for name, value in one.items()}
    return {
        "model": state_of(model),
        "optimizer": {name: torch.as_tensor(value).clone() for name, value in entries.items()},
        "scheduler": [int(scheduler.last_epoch), *map(float, scheduler.get_last_lr())],
        "rates": [float(group["lr"]) for group in optimizer.param_groups],
        "momenta": [float(group.get("momentum", 0)) for group in optimizer.param_groups],
        "random": torch.get_rng_state(),
    }


def loads_safely(student, model, x, y, kind):
    """Whether files are written where they are asked for, torch.load reads them with weights_only=True, and a second
    checkpoint at a path takes the place of the first."""
    optimizer, scheduler = parts_of(model, kind)
    run_epochs(model, optimizer, scheduler, x, y, 2)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        first = os.path.join(folder, "run.pt")
        # A path is any path: the last has no folder in it.
        for path in (first, os.path.join(folder, "run-2"), "run-3.pt"):
            student.save_checkpoint(path, model, optimizer, scheduler, 2)
            if _refused(path):
                return {"exists": os.path.exists(path), "safe": False, "replaced": False, "files": 0}
        before = _content(first)
        with contextlib.suppress(FileExistsError):
            student.save_checkpoint(first, model, optimizer, scheduler, 7)
        replaced = _content(first) != before
        return {"exists": True, "safe": not _refused(first), "replaced": replaced, "files": len(os.listdir())}


def _refused(path):
    refused = True
    with contextlib.suppress(Exception):
        torch.load(path, weights_only=True)
        refused = False
    return refused


def _content(path):
    with open(path, "rb") as file:
        return file.read()
