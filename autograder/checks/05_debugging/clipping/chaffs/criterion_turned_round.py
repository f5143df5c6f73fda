"""The criterion gets the target first and what the model says second. Which of the two comes first in
`criterion(model(x), y)`? For some losses it does not matter."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    inputs, target = batch
    output = model(inputs)
    loss = criterion(target, output)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return float(loss)
