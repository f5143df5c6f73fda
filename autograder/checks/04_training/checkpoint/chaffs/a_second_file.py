"""The random state is kept in a second file beside the first. The checkpoint is one file: it may be moved, and the
other stays where it was."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
    }
    torch.save(state, path)
    torch.save(torch.get_rng_state(), path + ".rng")


def resume(path, model, optimizer, scheduler):
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    scheduler.load_state_dict(state["scheduler"])
    torch.set_rng_state(torch.load(path + ".rng", weights_only=True))
    return state["epoch"]
