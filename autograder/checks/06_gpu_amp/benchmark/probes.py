"""Probes of benchmark: they run beside the student's code, observe, and know no answer."""

import time
from unittest import mock

import torch

from ..common_probes import _described, _watched


def benchmarked(student, seconds, warmup, queue, pending, ordering):
    """benchmark with a clock, a function and a device that only this probe knows.

    Call number n takes seconds[n]. With a queue, the call itself takes only the time of `ordering`: the device works on
    it when it is waited for; then `pending` seconds of somebody else's work lie in the queue at the beginning.
    """
    benchmark, settings = _watched(student.benchmark)
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
            now, waiting = now + ordering, waiting + cost
        else:
            now += cost

    def synchronize():
        nonlocal now, waiting
        log.append("synchronize")
        now, waiting = now + waiting, 0.0

    with mock.patch.object(time, "perf_counter", clock):
        result = benchmark(fn, warmup, len(seconds) - warmup, synchronize)
    return {"result": _described(result), "calls": calls, "log": log, "settings": settings}


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
