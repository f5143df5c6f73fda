"""Copies on the CPU, the epoch as a tensor, and the generator's own methods."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    checkpoint = {
        "weights": {name: value.detach().cpu().clone() for name, value in model.state_dict().items()},
        "optimizer": copy.deepcopy(optimizer.state_dict()),
        "scheduler": scheduler.state_dict(),
        "generator": torch.default_generator.get_state(),
        "finished": torch.tensor(epoch),
    }
    torch.save(checkpoint, Path(path))


def resume(path, model, optimizer, scheduler):
    checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    scheduler.load_state_dict(checkpoint["scheduler"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    with torch.no_grad():
        for name, value in model.state_dict().items():
            value.copy_(checkpoint["weights"][name])
    torch.default_generator.set_state(checkpoint["generator"])
    return checkpoint["finished"].item()
