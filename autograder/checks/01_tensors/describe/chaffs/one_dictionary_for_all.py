"""Every call returns the same dictionary, so that an answer that somebody keeps becomes that of a later tensor. A
default argument is made once, when the function is defined, and so is what stands above it: make a new dictionary in
every call."""


def describe(t, facts={}):
    facts.update(shape=tuple(t.shape), dtype=t.dtype, device=str(t.device))
    facts.update(ndim=t.dim(), numel=t.numel(), nbytes=t.numel() * t.element_size())
    return facts
