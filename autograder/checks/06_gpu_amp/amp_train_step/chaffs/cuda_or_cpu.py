"""Your code knows CUDA and the CPU, and takes every other device for the CPU: there, the model calculates in float32.
Who knows the type of the device on which `x` is?"""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast("cuda" if x.is_cuda else "cpu", dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
