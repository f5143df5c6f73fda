"""Probes of read_idx: they run beside the student's code, observe, and know no answer."""

import contextlib
import gzip
import os
import tempfile
import warnings

import torch

from ..common_probes import _switched_on, _watched


@contextlib.contextmanager
def _every_warning():
    """The warnings inside, also those that PyTorch gives only once."""
    before = torch.is_warn_always_enabled()
    torch.set_warn_always(True)
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            yield told
    finally:
        torch.set_warn_always(before)


def file_read(student, name, data, compressed):
    """Write a file, let the student read it, write into the result and let it be read again."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(gzip.compress(data) if compressed else data)
        read, settings = _watched(student.read_idx)
        with _every_warning() as told:
            first = read(path)
        if not isinstance(first, torch.Tensor):
            return {"first": first, "second": None}
        seen = {"first": first.clone(), "settings": settings}
        seen["read-only"] = any("not writable" in str(one.message) for one in told)
        first.zero_()
        seen["written"] = not bool(first.count_nonzero())
        seen["second"] = student.read_idx(path)
        seen["settings"] += _switched_on(lambda: student.read_idx(path))
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
