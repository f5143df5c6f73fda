"""The two halves of clip_grad_norm_, on the optimizer's own parameters."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    inputs, targets = batch
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad(set_to_none=False)
    loss.backward()
    held = [p for group in optimizer.param_groups for p in group["params"]]
    nn.utils.clip_grad_norm_(held, max_norm, norm_type=2.0, error_if_nonfinite=False)
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()
