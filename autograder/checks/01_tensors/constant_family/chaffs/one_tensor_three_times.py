"""All three results are the same tensor, and show what was written last. A method whose name ends in an underscore
changes its tensor and returns that very tensor."""


def constant_family(x, value):
    zeros = torch.empty_like(x).zero_()
    ones = zeros.fill_(1)
    return zeros, ones, ones.fill_(value)
