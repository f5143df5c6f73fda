"""Probes of too_good: they run beside the student's code, observe, and know no answer."""

import torch


def shared_with_the_input(student, train, test):
    """Which of the results lies in the memory of a table that was handed in."""
    given = {table.untyped_storage().data_ptr() for table in (train, test)}
    results = student.normalize(train, test)
    tables = [one for one in results if isinstance(one, torch.Tensor)] if isinstance(results, (tuple, list)) else []
    return [one.untyped_storage().data_ptr() in given for one in tables]
