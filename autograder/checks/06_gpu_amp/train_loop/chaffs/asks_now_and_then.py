"""A progress line every so many steps needs a number, too: how often does the host wait in a long epoch?"""


def train_step(model, batch, optimizer, criterion, device):
    features, labels = batch
    features = features.to(device)
    labels = labels.to(device)
    optimizer.zero_grad()
    loss = criterion(model(features), labels)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    running, seen, progress = 0, 0, []
    for i, batch in enumerate(loader, start=1):
        loss = train_step(model, batch, optimizer, criterion, device)
        running = running + loss * batch[0].shape[0]
        seen += batch[0].shape[0]
        if i % 10 == 0:
            progress.append(loss.item())
    return (running / seen).item()
