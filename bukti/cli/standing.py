"""What a command has read stays until it ends, so it need not be looked through for garbage again and again."""

import gc


def settle() -> None:
    """Take what there is now for what stays. At 5,000 micro-credentials a page costs a third less afterwards."""
    gc.collect()
    gc.freeze()
