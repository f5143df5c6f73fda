"""Written through a buffer and Path; the random state by way of the default generator and as a list of numbers."""

import io


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    buffer = io.BytesIO()
    states = [part.state_dict() for part in (model, optimizer, scheduler)]
    torch.save([*states, int(epoch), torch.default_generator.get_state().tolist()], buffer)
    Path(path).write_bytes(buffer.getvalue())


def resume(path, model, optimizer, scheduler):
    *states, epoch, numbers = torch.load(io.BytesIO(Path(path).read_bytes()), weights_only=True)
    for part, state in zip((model, optimizer, scheduler), states):
        part.load_state_dict(state)
    torch.default_generator.set_state(torch.tensor(numbers, dtype=torch.uint8))
    return epoch
