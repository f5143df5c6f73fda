"""The checkpoint is written under another name first, and that file stays beside it. Move it into its place instead."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    parts = {"model": model, "optimizer": optimizer, "scheduler": scheduler}
    states = {name: part.state_dict() for name, part in parts.items()}
    torch.save({**states, "epoch": epoch, "random": torch.get_rng_state()}, path + ".new")
    Path(path).write_bytes(Path(path + ".new").read_bytes())


def resume(path, model, optimizer, scheduler):
    states = torch.load(path, weights_only=True)
    for name, part in {"model": model, "optimizer": optimizer, "scheduler": scheduler}.items():
        part.load_state_dict(states[name])
    torch.set_rng_state(states["random"])
    return states["epoch"]
