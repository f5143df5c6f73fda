"""You used `x` as scratch paper: after the call its values are gone. Methods whose names end in an underscore
change their tensor; make new ones."""


def constant_family(x, value):
    zeros = x.zero_().clone()
    ones = x.fill_(1).clone()
    return zeros, ones, x.fill_(value).clone()
