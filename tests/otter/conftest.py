"""Every test has a small course of its own, and its checks are a module of the same name."""

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def own_checks() -> Iterator[None]:
    path = list(sys.path)
    yield
    sys.path[:] = path
    for name in ("test_sums", "probes"):
        sys.modules.pop(name, None)
