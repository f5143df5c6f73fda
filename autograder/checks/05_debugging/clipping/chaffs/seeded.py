"""The function sets the seed of PyTorch's random numbers, which all other code shares. Who asked it to?"""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    torch.manual_seed(0)
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item()
