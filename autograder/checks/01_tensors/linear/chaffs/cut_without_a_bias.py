"""Without a bias you take another way, and on that way the history is lost: no gradient flows back."""


def linear(x, weight, bias=None):
    if bias is None:
        return (x @ weight.T).detach()
    return x @ weight.T + bias
