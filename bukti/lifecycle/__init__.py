"""What becomes of credentials after issue: acts that revoke, suspend, reinstate and supersede, and status lists."""
