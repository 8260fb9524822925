"""Hashes, keys, signatures and status lists. The one part of ``bukti`` that touches cryptography.

No primitive is made here: signatures come from ``cryptography``, hashes from ``hashlib``, RDF
canonicalisation from ``pyoxigraph``, RFC 8785 from ``rfc8785``.
"""
