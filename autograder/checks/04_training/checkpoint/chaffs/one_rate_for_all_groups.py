"""All groups of the optimizer get the rate of the first. Each may have one of its own."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    parts = {"model": model, "optimizer": optimizer, "scheduler": scheduler}
    state = {name: part.state_dict() for name, part in parts.items()}
    torch.save({**state, "rate": optimizer.param_groups[0]["lr"], "epoch": epoch, "rng": torch.get_rng_state()}, path)


def resume(path, model, optimizer, scheduler):
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    scheduler.load_state_dict(state["scheduler"])
    for group in optimizer.param_groups:
        group["lr"] = state["rate"]
    torch.set_rng_state(state["rng"])
    return state["epoch"]
