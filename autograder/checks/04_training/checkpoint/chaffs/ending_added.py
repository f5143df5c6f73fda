"""The file has another name than the one that was asked for: an ending has been added to path. Whoever called knows
the file by the name that they gave."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "rng": torch.get_rng_state(),
    }
    torch.save(state, path if path.endswith(".pt") else path + ".pt")


def resume(path, model, optimizer, scheduler):
    state = torch.load(path if path.endswith(".pt") else path + ".pt", weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    scheduler.load_state_dict(state["scheduler"])
    torch.set_rng_state(state["rng"])
    return state["epoch"]
