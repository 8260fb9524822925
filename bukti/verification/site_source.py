"""Published data as a site gives it (``spec/lookup.md``): from a directory, or over http(s) from one origin."""

import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from bukti.verification import lookup
from bukti.verification.limits import DATA_TIMEOUT, MAX_DATA
from bukti.verification.source import Directory, Group, Rows

Fetch = Callable[[str], bytes | None]
"""From a path (``keys.json``, ``lookup/0/templates.json``) to a file's bytes; None where it cannot be had."""


class SiteSource:
    """The files of one site; each is asked for once until :meth:`refresh`."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._kept: dict[str, bytes | None] = {}
        self._keys_read: lookup.KeysFile | None = None
        self._groups_read: dict[str, Group] = {}
        self._shards_read: dict[str, lookup.Shard] = {}

    @classmethod
    def of(cls, place: str) -> "SiteSource":
        """The site in a directory, or at an address that begins with ``http://`` or ``https://``."""
        return cls(http_fetch(place) if is_address(place) else directory_fetch(Path(place)))

    def directory(self) -> Directory | None:
        """Issuers, keys and dates, of ``/keys.json`` and ``/published.json``."""
        keys = self._keys()
        if keys is None:
            return None
        published = self._file("published.json")
        return Directory(
            snapshot=keys.snapshot,
            data_as_of=keys.data_as_of,
            as_of=keys.as_of,
            published_at=lookup.read_published(published) if published is not None else None,
            base_urls=keys.base_urls,
            freshness_days=keys.freshness_days,
            issuers=keys.issuers,
            commit=lookup.read_commit(published) if published is not None else None,
        )

    def group(self, achievement: bytes) -> Group | None:
        """The group's ``templates.json``."""
        keys = self._keys()
        if keys is None:
            return None
        name = keys.group_name(keys.group_of(achievement))
        path = f"lookup/{name}/templates.json"
        raw = self._file(path)
        if raw is not None and path not in self._groups_read:
            try:
                self._groups_read[path] = lookup.read_group(raw, name)
            except lookup.BadData:
                return None
        return self._groups_read.get(path)

    def rows(self, achievement: bytes, credential: bytes) -> Rows | None:
        """The rows of a registry hash, of its shard.

        A row names its source by number: beside templates of another snapshot it says nothing (LKP-11), and
        beside templates that lack this source its file is damaged.
        """
        shard, group = self._shard(achievement, credential), self.group(achievement)
        rows = shard.rows(credential) if shard is not None else None
        if rows is None or group is None:
            return rows
        if rows.snapshot != group.snapshot:
            return Rows(snapshot=rows.snapshot, rows=())
        return rows if all(row.award < len(group.awards) for row in rows.rows) else None

    def refresh(self) -> None:
        """Forget what was fetched."""
        self._kept.clear()
        self._groups_read.clear()
        self._shards_read.clear()
        self._keys_read = None

    def _shard(self, achievement: bytes, credential: bytes) -> lookup.Shard | None:
        keys = self._keys()
        if keys is None:
            return None
        place = keys.group_of(achievement)
        group, bits = keys.group_name(place), keys.shard_bits[place]
        shard = lookup.numbered(lookup.leading_bits(credential, bits), bits)
        path = f"lookup/{group}/{shard}.json"
        raw = self._file(path)
        if raw is not None and path not in self._shards_read:
            try:
                self._shards_read[path] = lookup.read_shard(raw, group, shard)
            except lookup.BadData:
                return None
        return self._shards_read.get(path)

    def _keys(self) -> lookup.KeysFile | None:
        raw = self._file("keys.json")
        if raw is not None and self._keys_read is None:
            try:
                self._keys_read = lookup.read_keys(raw)
            except lookup.BadData:
                return None
        return self._keys_read

    def _file(self, path: str) -> bytes | None:
        if path not in self._kept:
            self._kept[path] = self._fetch(path)
        return self._kept[path]


def is_address(place: str) -> bool:
    """Whether ``place`` is a web address and not a directory."""
    return place.startswith(("http://", "https://"))


def directory_fetch(root: Path) -> Fetch:
    """Files below ``root``."""

    def fetch(path: str) -> bytes | None:
        try:
            with (root / path).open("rb") as file:
                return _limited(file.read(MAX_DATA + 1))
        except OSError:
            return None

    return fetch


def http_fetch(base: str) -> Fetch:
    """Files below the address ``base``; a redirect to another origin is not followed."""
    opener = urllib.request.build_opener(_SameOrigin(base))

    def fetch(path: str) -> bytes | None:
        try:
            with opener.open(f"{base.rstrip('/')}/{path}", timeout=DATA_TIMEOUT) as answer:
                return _limited(answer.read(MAX_DATA + 1))
        except (OSError, HTTPException, ValueError):
            return None

    return fetch


class _SameOrigin(urllib.request.HTTPRedirectHandler):
    def __init__(self, base: str) -> None:
        self._origin = urlsplit(base)[:2]

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Follow within the origin only."""
        if urlsplit(newurl)[:2] != self._origin:
            raise urllib.error.URLError(f"{newurl} is on another origin")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _limited(data: bytes) -> bytes | None:
    return data if len(data) <= MAX_DATA else None
