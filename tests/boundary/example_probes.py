"""Probes for the tests of `student`."""

import torch


def cube_of_many(student, count):
    return [student.cube(number) for number in range(count)]


def default_dtype(student):
    return torch.get_default_dtype()


@torch.no_grad()
def grad_mode(student):
    return torch.is_grad_enabled()
