"""The generator is set back between the two, so that both get one order."""


def shuffle(x, y, generator):
    state = generator.get_state()
    new_x = x[torch.randperm(len(x), generator=generator)]
    generator.set_state(state)
    new_y = y[torch.randperm(len(y), generator=generator)]
    return new_x, new_y
