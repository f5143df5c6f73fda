"""Steps by closure, and the rates picked out of all groups' at the end."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    history = []
    for _ in range(epochs):
        history.append([group["lr"] for group in optimizer.param_groups])
        for batch in batches:

            def closure(batch=batch):
                optimizer.zero_grad()
                loss = criterion(model(batch[0]), batch[1])
                loss.backward()
                return loss

            optimizer.step(closure)
        scheduler.step()
    return [first for first, *_ in history]
