"""A tensor multiplies the lengths of the sides. No tensors are to be made, and int64 is too short for the largest
shapes: Python's whole numbers have no limit."""


def tensor_bytes(shape, dtype):
    return int(torch.tensor(shape, dtype=torch.int64).prod()) * dtype.itemsize


def training_memory(model, optimizer_name, dtype):
    count = sum(p.numel() for p in model.parameters())
    bill = {
        "weights": count * dtype.itemsize,
        "gradients": count * dtype.itemsize,
        "optimizer": 4 * count * {"sgd": 0, "momentum": 1, "adam": 2}[optimizer_name],
        "masters": 4 * count * (dtype != torch.float32),
    }
    return bill | {"total": sum(bill.values())}
