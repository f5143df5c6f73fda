"""Dynamo's own, older spelling."""

import torch._dynamo as dynamo


def compiled(model, backend):
    return dynamo.optimize(backend, nopython=True)(model)
