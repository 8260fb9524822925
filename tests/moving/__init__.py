"""The registry moves to another address, twice, and everything issued before stays what it was."""
