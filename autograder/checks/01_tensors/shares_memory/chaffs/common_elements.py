"""`np.shares_memory` asks whether the two views have an element in common. Even and odd rows of one tensor have
none, and are still views of one storage."""


def shares_memory(a, b):
    return bool(np.shares_memory(a.detach().numpy(), b.detach().numpy()))
