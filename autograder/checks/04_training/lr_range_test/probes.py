"""Probes of lr_range_test: they run beside the student's code, observe, and know no answer."""

from torch.utils.data import DataLoader, TensorDataset

from ..common_probes import _switched_on, _watched, loader, state_of


def range_tested(student, model, x, y, batch_size, criterion, settings, training=True, as_pairs=False):
    """Run the test on a model in train or eval mode; return its result and what is left behind."""
    model.train(training)
    batches = loader(x, y, batch_size)
    seen_modes = []
    hook = model.register_forward_pre_hook(lambda module, args: seen_modes.append(module.training))
    test, settings_changed = _watched(student.lr_range_test)
    result = test(model, list(batches) if as_pairs else batches, criterion, **settings)
    hook.remove()
    modes = [part.training for part in model.modules()]
    seen = {
        "result": result,
        "in train mode": all(seen_modes),
        "settings": settings_changed,
        "state": state_of(model),
        "gradients left": sum(p.grad is not None for p in model.parameters()),
        "mode": "train" if all(modes) else "eval" if not any(modes) else "mixed",
    }
    seen["settings"] += _switched_on(lambda: student.lr_range_test(model, batches, criterion, **settings), model)
    return seen


def lists_kept(student, lrs, losses):
    """Whether the lists are as they were after a suggestion was made from them."""
    given = [list(lrs), list(losses)]
    student.suggest_lr(*given)
    return repr(given) == repr([lrs, losses])  # where NaN is as NaN


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
