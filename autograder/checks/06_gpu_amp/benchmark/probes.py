"""Probes of benchmark: they run beside the student's code, observe, and know no answer."""

import contextlib
import threading
import time
import timeit
from unittest import mock

import torch

from ..common_probes import _described, _watched


def benchmarked(student, seconds, warmup, queue, pending, ordering, reading, started):
    """benchmark with a clock, a function and a device that only this probe knows.

    Call number n takes seconds[n]. With a queue, the call itself takes only the time of `ordering`: the device works on
    it when it is waited for; then `pending` seconds of somebody else's work lie in the queue at the beginning. To read
    the clock takes `reading` seconds, and it says `started` at first.
    """
    benchmark, settings = _watched(student.benchmark)
    now, waiting, calls, log, modes = started, pending, 0, [], set()

    def clock():
        nonlocal now
        log.append("clock")
        now += reading
        return now

    def fn():
        nonlocal now, waiting, calls
        log.append("fn")
        modes.add((torch.is_grad_enabled(), torch.is_inference_mode_enabled()))
        cost = seconds[calls] if calls < len(seconds) else 0.0
        calls += 1
        if queue:
            now, waiting = now + ordering, waiting + cost
        else:
            now += cost

    def synchronize():
        nonlocal now, waiting
        log.append("synchronize")
        now, waiting = now + waiting, 0.0

    others = set()
    with _other_clocks(student.benchmark, clock, others), mock.patch.object(time, "perf_counter", clock):
        result = benchmark(fn, warmup, len(seconds) - warmup, synchronize)
    seen = _described(result)
    with contextlib.suppress(TypeError, ValueError, RuntimeError):
        seen.setdefault("number", float(result))  # of a tensor, say: it is a number as well, if not of the right type
    return {
        "result": seen,
        "calls": calls,
        "others": sorted(others),
        "log": log,
        "settings": settings,
        "modes": sorted(modes),
    }


@contextlib.contextmanager
def _other_clocks(function, clock, read):
    """All clocks go alike, so that reading another one costs what that costs and nothing else; `read` is which."""
    real, here = time.perf_counter, threading.get_ident()

    def other(name, original, nanoseconds):
        def reading():
            if threading.get_ident() != here:
                return original()
            read.add(name)
            return int(clock() * 1e9) if nanoseconds else clock()

        return reading

    bound = other("a name of its own", real, False)
    with contextlib.ExitStack() as stack:
        for name in ("time", "monotonic", "process_time", "thread_time", "perf_counter"):
            for suffix in ("", "_ns"):
                if name + suffix != "perf_counter":
                    fake = other(name + suffix, getattr(time, name + suffix), bool(suffix))
                    stack.enter_context(mock.patch.object(time, name + suffix, fake))
        stack.enter_context(mock.patch.object(timeit, "default_timer", bound))
        for keeper in (timeit.Timer.__init__, timeit.timeit, timeit.repeat, function):  # they know it by their defaults
            kept = getattr(keeper, "__defaults__", None)
            if kept and any(value is real for value in kept):
                fakes = tuple(bound if value is real else value for value in kept)
                stack.enter_context(mock.patch.object(keeper, "__defaults__", fakes))
        names = getattr(function, "__globals__", {})
        same = {name: bound for name, value in names.items() if value is real}
        stack.enter_context(mock.patch.dict(names, same))
        yield


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
