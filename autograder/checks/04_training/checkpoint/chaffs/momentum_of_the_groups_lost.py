"""Averages and rates of the optimizer come back, and what else its groups hold does not. A scheduler may change more
than rates: one that turns the momentum, too, leaves it in the groups."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    contents = {"model": model.state_dict(), "averages": optimizer.state_dict()["state"], "epoch": epoch}
    contents["rates"] = [group["lr"] for group in optimizer.param_groups]
    torch.save({**contents, "scheduler": scheduler.state_dict(), "rng": torch.get_rng_state()}, path)


def resume(path, model, optimizer, scheduler):
    contents = torch.load(path, weights_only=True)
    model.load_state_dict(contents["model"])
    groups = optimizer.state_dict()["param_groups"]
    for group, rate in zip(groups, contents["rates"]):
        group["lr"] = rate
    optimizer.load_state_dict({"state": contents["averages"], "param_groups": groups})
    scheduler.load_state_dict(contents["scheduler"])
    torch.set_rng_state(contents["rng"])
    return contents["epoch"]
