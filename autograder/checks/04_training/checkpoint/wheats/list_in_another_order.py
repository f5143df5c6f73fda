"""A list in place of a dictionary, restored in another order."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    with open(path, "wb") as file:
        torch.save(
            [epoch, torch.random.get_rng_state(), *(one.state_dict() for one in (model, optimizer, scheduler))], file
        )


def resume(path, model, optimizer, scheduler):
    epoch, random_state, *states = torch.load(path)
    torch.random.set_rng_state(random_state)
    for one, state in zip((scheduler, optimizer, model), reversed(states)):
        one.load_state_dict(state)
    return int(epoch)
