"""The scheduler's state is not saved; it is stepped once for each finished epoch instead. A scheduler that is stepped
with each batch stands elsewhere. It has a state of its own: save that."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    states = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
    torch.save({**states, "epoch": epoch, "random": torch.get_rng_state()}, path)


def resume(path, model, optimizer, scheduler):
    saved = torch.load(path, weights_only=True)
    for _ in range(saved["epoch"]):
        scheduler.step()
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    torch.set_rng_state(saved["random"])
    return saved["epoch"]
