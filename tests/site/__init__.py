"""Tests of the site builder."""
