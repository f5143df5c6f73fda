"""PyTorch's older file format, mapped to the CPU; the usual names of tutorials."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    torch.save(
        {
            "epoch": epoch,
            "model_state_dict": model.state_dict(),
            "optimizer_state_dict": optimizer.state_dict(),
            "scheduler_state_dict": scheduler.state_dict(),
            "torch_rng_state": torch.random.get_rng_state(),
        },
        path,
        _use_new_zipfile_serialization=False,
    )


def resume(path, model, optimizer, scheduler):
    checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(checkpoint["model_state_dict"])
    optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
    scheduler.load_state_dict(checkpoint["scheduler_state_dict"])
    torch.random.set_rng_state(checkpoint["torch_rng_state"])
    model.train()
    return checkpoint["epoch"]
