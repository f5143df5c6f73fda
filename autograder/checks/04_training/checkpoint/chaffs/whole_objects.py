"""Whole objects are in the file, which only a loader that runs code can read. Save states: tensors, numbers and
containers."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    torch.save(
        {
            "model": model,
            "optimizer": optimizer.state_dict(),
            "scheduler": scheduler.state_dict(),
            "random": torch.get_rng_state(),
            "epoch": epoch,
        },
        path,
    )


def resume(path, model, optimizer, scheduler):
    saved = torch.load(path, weights_only=False)
    model.load_state_dict(saved["model"].state_dict())
    optimizer.load_state_dict(saved["optimizer"])
    scheduler.load_state_dict(saved["scheduler"])
    torch.set_rng_state(saved["random"])
    return saved["epoch"]
