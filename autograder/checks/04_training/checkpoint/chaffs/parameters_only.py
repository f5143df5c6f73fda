"""The parameters are saved, the buffers are not: BatchNorm starts again with the statistics of a new model."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    torch.save(
        {
            "model": dict(model.named_parameters()),
            "optimizer": optimizer.state_dict(),
            "scheduler": scheduler.state_dict(),
            "random": torch.get_rng_state(),
            "epoch": epoch,
        },
        path,
    )


def resume(path, model, optimizer, scheduler):
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"], strict=False)
    optimizer.load_state_dict(saved["optimizer"])
    scheduler.load_state_dict(saved["scheduler"])
    torch.set_rng_state(saved["random"])
    return saved["epoch"]
