"""Written to memory first and then swapped in, with the random state as a list and the epoch as a tensor."""

import io


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    parts = {"model": model, "optimizer": optimizer, "scheduler": scheduler}
    contents = {name: part.state_dict() for name, part in parts.items()}
    buffer = io.BytesIO()
    torch.save({**contents, "epoch": torch.tensor(epoch), "random": torch.get_rng_state().tolist()}, buffer)
    Path(path + ".new").write_bytes(buffer.getvalue())
    os.replace(path + ".new", path)


def resume(path, model, optimizer, scheduler):
    with open(path, "rb") as file:
        saved = torch.load(file, weights_only=True)
    scheduler.load_state_dict(saved["scheduler"])
    optimizer.load_state_dict(saved["optimizer"])
    model.load_state_dict(saved["model"])
    torch.default_generator.set_state(torch.tensor(saved["random"], dtype=torch.uint8))
    return saved["epoch"].item()
