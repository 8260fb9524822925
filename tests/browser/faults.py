"""Ways in which a network or a host fails to give a file. Each gets the request and the file's own bytes."""

import contextlib
import socket
import struct
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler

Fault = Callable[[BaseHTTPRequestHandler, bytes], None]
JSON = "application/json"
PORTAL = b"<!doctype html><title>Hotel Wi-Fi</title><h1>Welcome</h1><form>Room number <input name=room></form>"
SLOW = 5.0


def answer(request: BaseHTTPRequestHandler, body: bytes, kind: str = JSON, status: int = 200) -> None:
    """A whole answer."""
    request.send_response(status)
    request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    with contextlib.suppress(OSError):
        request.wfile.write(body)


def slow(request: BaseHTTPRequestHandler, body: bytes) -> None:
    time.sleep(SLOW)
    answer(request, body)


def not_found(request: BaseHTTPRequestHandler, _: bytes) -> None:
    answer(request, b"<h1>Not found</h1>", "text/html", 404)


def out_of_order(request: BaseHTTPRequestHandler, _: bytes) -> None:
    answer(request, b"<h1>Bad gateway</h1>", "text/html", 500)


def reset(request: BaseHTTPRequestHandler, _: bytes) -> None:
    """The connection breaks before any answer."""
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.connection.close()
    request.close_connection = True


def truncated(request: BaseHTTPRequestHandler, body: bytes) -> None:
    """Half of what was announced, then the end."""
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body[: len(body) // 2])
    request.wfile.flush()
    request.connection.shutdown(socket.SHUT_RDWR)
    request.close_connection = True


def cut(request: BaseHTTPRequestHandler, body: bytes) -> None:
    """Half of the file as if it were the whole."""
    answer(request, body[: len(body) // 2])


def empty(request: BaseHTTPRequestHandler, _: bytes) -> None:
    answer(request, b"")


def portal(request: BaseHTTPRequestHandler, _: bytes) -> None:
    """A network that wants something first answers for every host, and says that all is well."""
    answer(request, PORTAL, "text/html")


def other_json(request: BaseHTTPRequestHandler, _: bytes) -> None:
    answer(request, b'{"error": null, "snapshot": {}, "rows": 5, "templates": [], "issuers": {"__proto__": []}}')


def huge(request: BaseHTTPRequestHandler, body: bytes) -> None:
    """The file, and 40 MiB of white space after it: as JSON it would still be right."""
    answer(request, body + b" " * (40 << 20))


def endless(request: BaseHTTPRequestHandler, body: bytes) -> None:
    """The file, then a byte now and then for as long as anybody listens."""
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.end_headers()
    request.close_connection = True
    with contextlib.suppress(OSError):
        request.wfile.write(body)
        for _ in range(600):
            request.wfile.write(b" ")
            request.wfile.flush()
            time.sleep(0.1)


def redirect(address: str) -> Fault:
    """To another host, which has the very file."""

    def move(request: BaseHTTPRequestHandler, _: bytes) -> None:
        request.send_response(302)
        request.send_header("Location", address + request.path)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return move


FAULTS: Mapping[str, Fault] = {
    "slow": slow,
    "404": not_found,
    "500": out_of_order,
    "reset": reset,
    "truncated": truncated,
    "cut": cut,
    "empty": empty,
    "portal": portal,
    "other JSON": other_json,
    "huge": huge,
    "endless": endless,
}
