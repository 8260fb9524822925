"""Builds the site of a registry."""
