"""The words of a message: what a value is, in the student's terms; never the value itself."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import torch

from autograder.expect.mistakes import Mistake

Types: TypeAlias = type | tuple[type, ...]


UNJUDGED = "this could not be judged"
"""So begins the message of a check that another mistake kept from looking at its own matter."""


class Mismatch(AssertionError):
    """A student's value is not what it must be; the text is shown to the student as it is.

    `about_form` says that its type, shape or dtype is at fault, and not what it says: the check's hint, which is about
    the latter, is left out then. `shows` is the value that the judgement rests on, where the text does not say it: the
    diagnosis tells mistakes apart by it, and nobody is shown it. `mistake` says what was done, where the check has
    established more than that something is wrong: it is the diagnosis where no known mistake fits. `declines_hint` is
    set inside `unhinted()`.
    """

    def __init__(
        self,
        text: str = "",
        *,
        about_form: bool = False,
        shows: object = None,
        mistake: Mistake | str | None = None,
    ) -> None:
        super().__init__(text)
        self.mistake = Mistake(mistake, mistake) if isinstance(mistake, str) else mistake
        self.shows = shows
        self.about_form = about_form
        self.declines_hint = False
        self.judged: object = None  # the values, for the diagnosis


def wrong_type(value: object, wanted: Types, what: str) -> str:
    name = getattr(value, "type_name", None)
    if wanted is torch.Tensor and isinstance(name, str):
        # A special tensor stayed in the sandbox; a subclass is recognised by how it is shown: T([1., 2.]).
        if name == "Tensor":
            return f"{what} is a tensor that is sparse, quantized or without data; an ordinary tensor is asked for"
        if repr(value).startswith((f"{name}([", f"{name}(tensor(")):
            return f"{what} is a subclass of Tensor ({name[:80]}); a plain tensor is asked for"
    message = f"{what} is {kind_of(value)}; it must be {_names(wanted)}"
    if value is None and what == "the result":
        message += ". A function that ends without `return` gives None."
    elif isinstance(value, torch.Tensor) and wanted in (bool, int, float, complex) and value.numel() == 1:
        message += ". `.item()` turns a tensor of one element into a Python number."
    elif isinstance(value, torch.Tensor) and wanted is np.ndarray:
        message += ". `.numpy()` turns a tensor into one."
    return message


def kind_of(value: object) -> str:
    """A value's type in words, with the shape and length that help to recognise it; never the value."""
    if value is None:
        return "None"
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, np.ndarray):
        return f"a NumPy array of shape {value.shape}"
    if isinstance(value, np.generic):
        return f"a NumPy {type(value).__name__}"
    if isinstance(value, (list, tuple, dict, set)) and type(value) in (list, tuple, dict, set):
        return f"a {type(value).__name__} with {counted(len(value), 'item')}"
    # An object that stayed in the sandbox is known here by a handle, which carries the name of its type.
    handle = getattr(value, "type_name", None)
    return _article(handle) if isinstance(handle, str) else _name(type(value))


def _names(wanted: Types) -> str:
    each = [_name(one) for one in (wanted if isinstance(wanted, tuple) else (wanted,))]
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} or {each[-1]}"


def _name(kind: type) -> str:
    words = {
        torch.Tensor: "a tensor",
        np.ndarray: "a NumPy array",
        type(None): "None",
        str: "a string",
        bool: "a Python bool (True or False)",
        int: "a Python int",
        float: "a Python float",
        complex: "a Python complex number",
        torch.dtype: "a dtype (such as torch.float32)",
        torch.device: "a torch.device",
        np.integer: "a NumPy integer",
        np.number: "a NumPy number",
        np.bool_: "a NumPy bool",
    }
    return words.get(kind) or _article(kind.__name__)


def _article(name: str) -> str:
    return f"{'an' if name[:1].lower() in tuple('aeiou') else 'a'} {name[:80]}"


def some_of(count: int, total: int, what: str, state: str, items: str = "values") -> str:
    """ "the result is wrong", "all 5 values of the result are wrong", "2 of the 5 values of …"; total 0 is a scalar."""
    if total <= 1:
        return f"{what} is {state}"
    if count == total:
        return f"all {total} {items} of {what} are {state}"
    return f"{count} of the {total} {items} of {what} {'is' if count == 1 else 'are'} {state}"


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
