"""Of the scheduler, how often it was stepped and its last rates come back. Some schedulers remember more: one made of
others, what each of these has counted."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    contents = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    contents["scheduler"] = [scheduler.last_epoch, list(scheduler.get_last_lr())]
    torch.save({**contents, "rng": torch.get_rng_state()}, path)


def resume(path, model, optimizer, scheduler):
    contents = torch.load(path, weights_only=True)
    model.load_state_dict(contents["model"])
    optimizer.load_state_dict(contents["optimizer"])
    scheduler.last_epoch, scheduler._last_lr = contents["scheduler"]
    torch.set_rng_state(contents["rng"])
    return contents["epoch"]
