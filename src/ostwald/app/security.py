"""Who may ask what: names, origins, tokens, and what browsers may do with an answer."""

from __future__ import annotations

import hmac
import json
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from ostwald.app.settings import MEBIBYTE, is_loopback

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from ostwald.app.settings import Settings

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "ostwald_token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = frozenset({"/healthz"})
"""What says nothing about anybody, so that a supervisor may ask without a token."""

_FILE_PATHS = frozenset({"/api/v1/measure", "/api/v1/notebook/table"})

# The page toolkit compiles its templates in the browser, which needs eval, and writes its start
# into the page; whatever is shown comes as text, never as HTML.
_PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """Lets through what the app's own page, or a person with the token, asks for.

    Args:
        app: What is guarded.
        settings: Names under which the server may be reached, and the token.
    """

    def __init__(self, app: App, settings: Settings) -> None:
        self._app = app
        self._token = settings.token
        self._most_body = settings.limits.body_bytes
        self._most_upload = settings.limits.upload_bytes + MEBIBYTE
        self._names = {name.lower() for name in settings.names}
        self._names |= {"localhost", "127.0.0.1", "::1"}
        if settings.host not in ("0.0.0.0", "::"):  # noqa: S104
            self._names.add(settings.host.lower())
        # Behind a token a name may be anything: whoever rebinds a name has no cookie for it.
        self._any_name = self._token is not None and not is_loopback(settings.host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in scope["headers"]
        }
        refused = self._refusal(scope, headers)
        if refused is not None:
            await _refuse(scope, send, *refused)
            return
        if self._token is not None and scope["path"] not in _OPEN:
            given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [])
            if given and self._is_token(given[0]) and scope["type"] == "http":
                await self._welcome(scope, send)
                return
            if not self._has_token(headers):
                await _refuse(scope, send, 401, *_NO_TOKEN)
                return
        sending = _with_headers(scope, send)
        if scope["type"] == "http":
            most = self._most_upload if _takes_files(scope["path"]) else self._most_body
            length = headers.get("content-length", "0")
            if not length.isascii() or not length.isdigit() or int(length[:18]) > most:
                await _refuse(scope, send, 413, *_too_large(most))
                return
            receive = _bounded(receive, most)
        await self._app(scope, receive, sending)

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str, str] | None:
        host = headers.get("host", "")
        if not self._is_name(host):
            return 421, f"this server is not called {host[:100]!r}", _HOW_NAMED
        if scope["type"] == "http" and scope["method"] in _SAFE:
            return None
        # Browsers tell where a request comes from; programs do not, and carry no cookies.
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "another site's page may not ask for this", _HOW_SAME
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return 403, f"a page of {origin[:100]!r} may not ask for this", _HOW_SAME
        return None

    def _is_name(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            return False
        if not name:
            return False
        return self._any_name or name in self._names

    def _has_token(self, headers: dict[str, str]) -> bool:
        bearer = headers.get("authorization", "")
        if bearer.startswith("Bearer ") and self._is_token(bearer[7:].strip()):
            return True
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return cookie is not None and self._is_token(cookie.value)

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), (self._token or "").encode())

    async def _welcome(self, scope: Scope, send: Send) -> None:
        """Turn the token of an address into a cookie, and take it out of the address."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        query.pop("token")
        # One slash: an address that begins with two would lead to another server.
        path = "/" + scope["path"].lstrip("/\\")
        location = path + (f"?{urlencode(query, doseq=True)}" if query else "")
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        cookie = f"{COOKIE}={self._token}; Path=/; HttpOnly; SameSite=Strict{secure}"
        headers = [
            (b"location", location.encode("ascii", "ignore")),
            (b"set-cookie", cookie.encode()),
            (b"cache-control", b"no-store"),
            (b"referrer-policy", b"no-referrer"),
        ]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


_HOW_NAMED = "use the address that the server printed, or start it with --name"
_HOW_SAME = "use the page that this server shows"
_NO_TOKEN = (
    "this server wants its token",
    "open the address with ?token=... that it printed, or send Authorization: Bearer ...",
)


def _takes_files(path: str) -> bool:
    """Say whether a body may be as large as an upload."""
    return path in _FILE_PATHS or (
        path.startswith(("/_nicegui/client/", "/micrograph/of/")) or path.endswith("/spectra")
    )


def _too_large(most: int) -> tuple[str, str]:
    return f"the request is larger than {most // MEBIBYTE} MB", "send less at a time"


def _bounded(receive: Receive, most: int) -> Receive:
    """Cut off a body that is longer than it may be, whatever its header says."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > most:
                return {"type": "http.disconnect"}
        return message

    return receiving


async def _refuse(scope: Scope, send: Send, status: int, problem: str, hint: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": problem[:100]})
        return
    body = json.dumps({"problem": problem, "where": None, "hint": hint}).encode()
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    start = {"type": "http.response.start", "status": status, "headers": headers}
    await _with_headers(scope, send)(start)
    await send({"type": "http.response.body", "body": body})


def _with_headers(scope: Scope, send: Send) -> Send:
    """Add to every answer what browsers may do with it."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message["headers"])
            kind = next((v for k, v in headers if k.lower() == b"content-type"), b"")
            policy = _PAGE_POLICY if kind.startswith(b"text/html") else _DATA_POLICY
            added = {**_HEADERS, "content-security-policy": policy}
            given = {name.lower() for name, _ in headers}
            headers += [
                (name.encode(), value.encode())
                for name, value in added.items()
                if name.encode() not in given
            ]
            message = {**message, "headers": headers}
        await send(message)

    return sending
