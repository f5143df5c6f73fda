"""The scheduler is not saved; it is stepped anew, once for each epoch. Where it is stepped with each batch, that
leads elsewhere."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "rng": torch.get_rng_state(),
    }
    torch.save(state, path)


def resume(path, model, optimizer, scheduler):
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    for _ in range(state["epoch"]):
        scheduler.step()
    torch.set_rng_state(state["rng"])
    return state["epoch"]
