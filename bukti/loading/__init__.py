"""From files to records: the only place that reads YAML and git history."""

from bukti.loading.history import read_history
from bukti.loading.records import parse_record
from bukti.loading.repository import Loaded, load_or_raise, load_repository
from bukti.loading.yaml import dump_record, load_yaml

__all__ = [
    "Loaded",
    "dump_record",
    "load_or_raise",
    "load_repository",
    "load_yaml",
    "parse_record",
    "read_history",
]
