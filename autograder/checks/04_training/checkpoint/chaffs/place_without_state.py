"""Of the scheduler its count alone is saved and set. It has more state, such as the rate that it gave last: its
state_dict holds all of it."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    parts = {"net": model.state_dict(), "opt": optimizer.state_dict(), "place": int(scheduler.last_epoch)}
    torch.save({**parts, "epoch": epoch, "random": torch.random.get_rng_state()}, path)


def resume(path, model, optimizer, scheduler):
    parts = torch.load(path, weights_only=True)
    torch.random.set_rng_state(parts["random"])
    model.load_state_dict(parts["net"])
    optimizer.load_state_dict(parts["opt"])
    scheduler.last_epoch = parts["place"]
    return parts["epoch"]
