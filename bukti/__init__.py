"""Bukti: micro-credentials that anyone can check."""

__version__ = "0.1.0"
