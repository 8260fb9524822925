"""Helpers of the build: they find Node and Chromium and put the generated files together."""
