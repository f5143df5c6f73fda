"""Two windows with a gap between them are strangers to you. The gap belongs to the same storage as both."""


def shares_memory(a, b):
    def span(t):
        last = sum((size - 1) * stride for size, stride in zip(t.shape, t.stride(), strict=True))
        return t.data_ptr(), t.data_ptr() + (last + 1) * t.element_size()

    (start_a, end_a), (start_b, end_b) = span(a), span(b)
    return start_a <= end_b and start_b <= end_a
