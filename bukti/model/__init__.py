"""The records of the registry as frozen models, each named like the thing it is in the domain."""

from bukti.model.definition import Definition
from bukti.model.framework import Framework, Pathway
from bukti.model.offer import Offer
from bukti.model.records import Batch, Key, KeyAct, LifecycleAct, ProviderAct, RegistryAct, Root, Template
from bukti.model.registry import Provider, Registry

__all__ = [
    "Batch",
    "Definition",
    "Framework",
    "Key",
    "KeyAct",
    "LifecycleAct",
    "Offer",
    "Pathway",
    "Provider",
    "ProviderAct",
    "Registry",
    "RegistryAct",
    "Root",
    "Template",
]
