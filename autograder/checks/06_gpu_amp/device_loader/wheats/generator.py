"""A generator of its own shuffles, seeded from the global one."""


def make_device_loader(dataset, batch_size, device):
    generator = torch.Generator().manual_seed(torch.randint(2**31, ()).item())
    is_cuda = torch.device(device) == torch.device("cuda", torch.device(device).index)
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, generator=generator, pin_memory=is_cuda)
