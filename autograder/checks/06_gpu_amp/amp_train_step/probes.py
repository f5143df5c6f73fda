"""Probes of amp_train_step: they run beside the student's code, observe, and know no answer."""

import contextlib
import warnings
from unittest import mock

import torch
from torch import nn

from ..common_probes import (
    _described,
    _kept,
    _leave_gradients,
    _machine,
    _mode,
    _off,
    _optimizer,
    _plain,
    _state,
    _thawed,
    _Watched,
    _watched,
    _Widened,
    as_it_is,
)


def amp_steps(student, name, model, batches, criterion, optimizer, max_norm, scaler, may_raise, widened=False):
    """amp_train_step on one batch after the other; weights and scale after each, and who was called in which order.

    A `widened` model is called inside of another, whose outputs are float32.
    """
    amp_train_step, settings = _watched(student.amp_train_step)
    log, outputs, on = [], [], []

    def autocast_is_on():
        return torch.is_autocast_enabled(name)

    def note(module, args, output):
        outputs.append(str(output.dtype))
        if output.requires_grad:  # any way back comes through here, also one that leaves no gradients in the parameters
            output.register_hook(lambda _: log.append("backward") or on.append(autocast_is_on()))

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
        model.register_forward_hook(note)
        seen, called = [], _Widened(model) if widened else model
        for x, y in batches:
            for notes in (log, outputs, watched.logits, watched.targets, watched.gave, on):
                notes.clear()
            x, y = x.to(name), y.to(name)
            before = {"x": _plain(x), "y": _plain(y)}
            try:
                with mock.patch.object(nn.utils, "clip_grad_norm_", recorded_clip):
                    loss = amp_train_step(called, x, y, criterion, optimizer, scaler, max_norm)
                    after = autocast_is_on()
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
                    "settings": settings,
                    "inputs kept": _kept({"x": x, "y": y}, before),
                    "state": _state(model),
                    "scale": scaler.get_scale(),
                    "log": list(log),
                    "outputs": list(outputs),
                    "logits": list(watched.logits),
                    "criterion gave": list(watched.gave),
                    "y as it is": all(target is y for target in watched.targets),
                    "autocast": {"in the backward pass": any(on), "when your function returns": after},
                    "mode": _mode(model),
                }
            )
        again = model, x, y, criterion, optimizer, scaler, max_norm
        settings += _thawed(lambda: student.amp_train_step(*again), model)
        _off()
        return seen


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
    with _autocast_in(torch.float16), as_it_is():
        return amp_steps(student, **arguments)
