"""The board as a page of this machine alone: bound to loopback, behind a token, a session of its own for everyone."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from typing import Any

import panel as pn
from bokeh.server.auth_provider import AuthProvider
from tornado.web import HTTPError

from sim.boards.view import Board

LOOPBACK = "127.0.0.1"
COOKIE = "sim-board"


class Token(AuthProvider):
    """Lets in who names the token in the address, and then by a cookie that only this server reads; others get 403."""

    def __init__(self, token: str) -> None:
        """Guard a server."""
        self._token = token
        super().__init__()

    @property
    def get_user(self) -> Callable[[Any], str]:
        """The check of every request."""
        return self._check

    @property
    def get_user_async(self) -> None:
        """None: the check waits for nothing."""
        return

    @property
    def login_url(self) -> str:
        """Nobody is sent there: who is not let in gets 403."""
        return "/"

    @property
    def get_login_url(self) -> None:
        """None: there is no login."""
        return

    @property
    def login_handler(self) -> None:
        """None: there is no login."""
        return

    @property
    def logout_url(self) -> None:
        """None: closing the page is all."""
        return

    @property
    def logout_handler(self) -> None:
        """None: closing the page is all."""
        return

    def _check(self, handler: Any) -> str:
        """Return a name for who is let in.

        Raises:
            HTTPError: the token is missing or wrong.
        """
        named = handler.get_query_argument("token", "")
        if named and hmac.compare_digest(named.encode(), self._token.encode()):
            handler.set_cookie(self._cookie(handler), self._token, httponly=True, samesite="Strict", path="/")
            return "reader"
        known = handler.get_cookie(self._cookie(handler), "")
        if not named and known and hmac.compare_digest(known.encode(), self._token.encode()):
            return "reader"
        raise HTTPError(403, "the token in the address is missing or wrong")

    @staticmethod
    def _cookie(handler: Any) -> str:
        """Name of the cookie; cookies of one machine are shared by its ports, so the port is in it."""
        return f"{COOKIE}-{handler.request.host.rpartition(':')[2]}"


def serve(make: Callable[[str | None], Board], *, port: int = 0, show: bool = False) -> tuple[Any, str]:
    """Return a server that is not started yet, and the address of its page with the token.

    Args:
        make: makes the board of a session from the state in the address, None where there is none.
        port: of the page; 0 for any that is free.
        show: whether to open the page in a browser.
    """
    from bokeh.server.util import bind_sockets

    token = secrets.token_urlsafe(24)
    sockets, port = bind_sockets(LOOPBACK, port)
    for each in sockets:  # only to learn a free port: the server binds it itself
        each.close()

    def session() -> Any:
        named = (pn.state.session_args or {}).get("state", [b""])[0].decode(errors="replace")
        made = make(named or None)
        pn.state.on_session_destroyed(lambda _: made.close())
        return made

    server = pn.io.server.get_server(
        {"/": session},
        port=port,
        address=LOOPBACK,
        websocket_origin=[f"{LOOPBACK}:{port}"],
        title="Staff Policy Sim",
        auth_provider=Token(token),
        check_unused_sessions_milliseconds=2000,
        unused_session_lifetime_milliseconds=10_000,
        keep_alive_milliseconds=10_000,
        cookie_secret=secrets.token_hex(16),
        sign_sessions=True,
        secret_key=secrets.token_hex(32).encode(),
        generate_session_ids=True,
    )
    address = f"http://{LOOPBACK}:{port}/?token={token}"
    if show:
        import webbrowser

        server.io_loop.add_callback(lambda: webbrowser.open(address))
    return server, address
