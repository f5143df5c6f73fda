"""Views that have no element in common, such as the even and the odd rows of one tensor, are strangers to you. They
are still views of one storage, and that is what the question is about."""


def shares_memory(a, b):
    return bool(np.shares_memory(a.detach().numpy(), b.detach().numpy()))
