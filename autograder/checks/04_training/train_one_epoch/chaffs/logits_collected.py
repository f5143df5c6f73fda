"""The logits of all batches are kept until the end, and with each of them the graph that it came from. What of them do
you need there, and can it be counted at once?"""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total, all_logits, all_labels = 0.0, [], []
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        all_logits.append(logits)
        all_labels.append(y)
    logits, labels = torch.cat(all_logits), torch.cat(all_labels)
    return total / len(labels), (logits.argmax(1) == labels).double().mean().item()
