"""The stage of ``bukti demo``: a registry of its own in a work folder, and a made-up class."""

from bukti.demo.stage import DEMO_MC, DEMO_PROVIDER, add_pins, class_file, copy_registry, demo_definition

__all__ = ["DEMO_MC", "DEMO_PROVIDER", "add_pins", "class_file", "copy_registry", "demo_definition"]
