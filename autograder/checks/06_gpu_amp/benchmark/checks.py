"""Hidden checks of benchmark."""

import statistics

import torch

from autograder.expect import Mismatch, assert_close, assert_equal, check

from ..common import ON_DEVICE, asking, assert_python_float, assert_settings_left, integer
from . import probes


def durations(number, rng):
    """Seconds, all different, one far longer than the others."""
    values = (torch.randperm(9 * number, generator=rng)[:number] + 1).double() / 64
    if number:
        values[integer(0, number - 1, rng)] += 40
    return values.tolist()


OTHER_CLOCK = "The clock that is read is not time.perf_counter(), spelled like this: it is another one, or none."


def timed(student, seconds, warmup=0, queue=False, pending=0.0, ordering=0.0, reading=0.0, started=1000.0):
    given = {"warmup": warmup, "queue": queue, "pending": pending, "ordering": ordering}
    seen = student.probe(probes.benchmarked, seconds=seconds, reading=reading, started=started, **given)
    if "number" not in seen["result"]:  # one of another type costs its share where the median is judged
        assert_python_float(seen["result"], "the result")
    if "clock" not in seen["log"]:
        raise Mismatch("the clock time.perf_counter() was not read", mistake=OTHER_CLOCK)
    if queue and "synchronize" not in seen["log"]:
        text = "synchronize was not called. The call has returned. Has the device done what it was told?"
        raise Mismatch(text, mistake="synchronize() is never called, so nobody waits for the device.")
    return seen


def assert_each_timed(seen, number):
    """Between two calls that are timed on their own, the clock is read."""
    if seen["log"].count("clock") <= number:
        text = "each call is to be timed on its own, and for that the clock is read too seldom"
        raise Mismatch(
            text, mistake="The clock is not read before the first call and after each: no call has a time of its own."
        )


def assert_seconds(seen, right, what, question):
    with asking(question):
        assert_close(seen["result"]["number"], right, what=what, rtol=1e-9, atol=1e-9)


def assert_time(seen, right, what, question):
    """As `assert_seconds`, also in milliseconds: these cost their share where the median is judged."""
    in_milliseconds = abs(seen["result"]["number"] / right - 1000) < 1e-6
    assert_seconds(seen, 1000 * right if in_milliseconds else right, what, question)


@check("benchmark", weight=1.25)
def test_the_median(student, rng):
    """The result is the median of the times of single calls."""
    for number in (3, 7, 1, 301):
        seconds = durations(number, rng)
        question = "Does one very slow call matter?" if number > 1 else "What is it for one call?"
        seen = timed(student, seconds)
        assert_python_float(seen["result"], "the result")
        assert_each_timed(seen, number)
        assert_seconds(seen, statistics.median(seconds), "the median", question)
        if seen["others"]:
            text = "time.perf_counter(), spelled like this, is to be read, and no other clock"
            raise Mismatch(text, mistake=OTHER_CLOCK)
    # A clock that has run for days, as they do: in float32, its readings would be hundredths of a second apart.
    question = "Have the readings of a clock that has run for days kept all of their digits?"
    seconds = [one + 0.01 for one in durations(5, rng)]  # no multiples of a power of two
    seen = timed(student, seconds, started=3e5 + 1 / 3)
    with asking(question):
        assert_close(seen["result"]["number"], statistics.median(seconds), what="the median", rtol=1e-6, atol=1e-6)
    # A call may take less than a millionth of a second.
    seconds = [one * 2.0**-24 for one in durations(5, rng)]
    with asking("Is every digit of a very short time in the result?"):
        result = timed(student, seconds)["result"]["number"]
        assert_close(result, statistics.median(seconds), what="the median of very short times", rtol=1e-6, atol=0)
    # Between two readings lies one reading's own time, and nobody asks to take it off.
    second = even_seconds(rng)
    seen = timed(student, 3 * [second], reading=0.25)
    question = "What lies between two readings is the time of a call, all of it."
    assert_seconds(seen, second + 0.25, "the time of a call, where it takes a while to read the clock", question)


@check("benchmark", weight=0.75)
def test_the_median_of_an_even_number(student, rng):
    """Of an even number of times, the result is the mean of the two in the middle."""
    for number in (4, 10, 2):
        seconds = durations(number, rng)
        question = "Which times lie in the middle, and what is it for two?"
        seen = timed(student, seconds)
        assert_each_timed(seen, number)
        assert_seconds(seen, statistics.median(seconds), "the median", question)


@check("benchmark", alone=False)
def test_the_warm_up_is_not_timed(student, rng):
    """fn is called warmup + repeats times, and the first warmup calls do not enter the result."""
    for warmup, repeats in ((3, 3), (1, 4), (5, 1), (0, 3)):
        slow, second = [100 + one for one in durations(warmup, rng)], even_seconds(rng)
        seen = timed(student, slow + repeats * [second], warmup)
        right = warmup + repeats
        more = "more" if seen["calls"] > right else "less"
        with asking("How often is fn called in all?", f"fn is called {more} often than warmup and repeats say."):
            assert_equal(seen["calls"], right, f"with warmup={warmup}, repeats={repeats}, the number of calls")
        assert_time(seen, second, "the time of a call after the warm-up", "Do the first, slow calls enter it?")
        if seen["modes"] != [(True, False)]:
            text = "fn is called with gradients switched off: what needs them fails, and what does not is quicker"
            raise Mismatch(text, mistake="Your function switches gradients off where it calls fn.")
        assert_settings_left(seen)


def even_seconds(rng):
    """A time that all calls take: which of them enter the result, and how, is asked by other checks."""
    return 3 + integer(1, 63, rng) / 64


@check("benchmark", weight=2)
def test_waits_before_the_clock_is_stopped(student, rng):
    """On a device that works on a queue, the time of a call is that of the work, not that of ordering it."""
    for repeats in (3, 4):
        second, ordering = even_seconds(rng), even_seconds(rng)
        seen = timed(student, repeats * [second], queue=True, ordering=ordering)
        question = "The call has returned. Has the device done what it was told?"
        assert_time(seen, second + ordering, "where the device works on a queue, the time of a call", question)


@check("benchmark", weight=2)
def test_waits_before_the_clock_is_started(student, rng):
    """Work from before, of the warm-up or of somebody else, is not counted to the call that is timed."""
    for warmup, repeats, pending in ((2, 1, 0.0), (0, 1, 77.0), (3, 2, 50.0)):
        second, ordering = even_seconds(rng), even_seconds(rng)
        seen = timed(student, (warmup + repeats) * [second], warmup, True, pending, ordering)
        question = "What lies in the queue when the clock is started?"
        assert_time(seen, second + ordering, "where work from before lies in the queue, the time of a call", question)


PRODUCT = 4096  # rows and columns: milliseconds of work for any GPU


@check("benchmark", weight=2, device="cuda", hint="Who waits for the queue before the clock is read again?")
def test_on_cuda_the_time_is_not_too_short(student):
    """On a GPU, the time of a matrix product is no shorter than the GPU itself says."""
    # However slow the machine is: each call's time includes what the GPU's own clock measures in it. One tenth is for
    # the grain of that clock; without waiting, a call takes some 20 microseconds and the product some milliseconds.
    seen = student.probe(probes.clocks_compared, name=ON_DEVICE, size=PRODUCT, warmup=2, repeats=5)
    assert_python_float(seen["result"], "the result")
    waited = seen["result"]["number"] >= 0.9 * statistics.median(seen["own"])
    assert waited, "the clock was read while the GPU was still at work"
