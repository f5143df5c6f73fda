"""`is` asks whether both names mean one Python object. A view is a new object that looks at old memory."""


def shares_memory(a, b):
    return a is b
