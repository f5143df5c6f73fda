"""Probes of mlp: they run beside the student's code, observe, and know no answer."""


def sizes_after(student, sizes):
    """Make an MLP from a list; the list afterwards, and how many parameters the MLP has."""
    given = list(sizes)
    mlp = student.MLP(given)
    return {"sizes": given, "parameters": sum(p.numel() for p in mlp.parameters())}
