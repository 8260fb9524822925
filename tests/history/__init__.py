"""Position and registered day in real git histories: what `bukti check` and `bukti verify --repo` say of each."""
