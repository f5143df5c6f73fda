"""The random state is put aside in a variable of this notebook, not in the file: tomorrow's process has no such
variable, and a second run that is saved overwrites it. The file alone must do."""

kept = {}


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    kept["random"] = torch.get_rng_state()
    states = [part.state_dict() for part in (model, optimizer, scheduler)]
    torch.save({"states": states, "epoch": epoch}, path)


def resume(path, model, optimizer, scheduler):
    saved = torch.load(path, weights_only=True)
    for part, state in zip((model, optimizer, scheduler), saved["states"]):
        part.load_state_dict(state)
    torch.set_rng_state(kept["random"])
    return saved["epoch"]
