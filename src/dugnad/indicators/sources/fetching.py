"""Asking a publisher's server: politely, within bounds, and with an answer in words when it is away."""

import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from typing import IO, Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.kit.errors import Refused

USER_AGENT = "Dugnad/0.1 (klimastatus for kommunesamarbeid)"
MEGABYTE = 1024 * 1024
BUSY = frozenset({429, 500, 502, 503, 504})
AT_MOST_WAIT = 30.0  # seconds between two tries: somebody may be looking at the page


# Why nobody answers, the narrower kinds first.
WHY: tuple[tuple[type[Exception], Any], ...] = (
    (socket.gaierror, _l("its name cannot be looked up; perhaps there is no network here")),
    (TimeoutError, _l("it took too long")),
    (ConnectionRefusedError, _l("nothing listens at that address")),
    (ssl.SSLError, _l("its certificate cannot be trusted")),
    (http.client.HTTPException, _l("the answer was cut off")),
    (ConnectionError, _l("the connection was broken")),
    (Exception, _l("the network does not let us through")),
)


class Unreachable(Refused):
    """The publisher did not answer, or answered with something else; nothing here was changed."""


class TooMuch(Refused):
    """The publisher will not answer so large a question: it must be asked in parts."""


class SameHostOnly(urllib.request.HTTPRedirectHandler):
    """A statistics agency that sends us to another machine has been moved, or is not what it seems."""

    def redirect_request(  # noqa: PLR0917 - the library calls it so
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """The next request, if it stays on the host and as safe as it was."""
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if (old.hostname, old.port) != (new.hostname, new.port) or new.scheme not in {old.scheme, "https"}:
            fp.close()
            message = _("%(host)s sends us on to another address (%(other)s), which we do not follow.")
            raise Unreachable("redirect", message % {"host": old.hostname, "other": newurl})
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass
class Wire:
    """One conversation with servers: how long it waits, how often it tries, how much it reads."""

    timeout: float = 20.0
    tries: int = 4
    limit: int = 50 * MEGABYTE
    pause: Callable[[float], None] = time.sleep
    _opener: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(SameHostOnly), repr=False
    )

    def ask(self, url: str, body: bytes | None = None) -> bytes:
        """What stands at an address, or what it answers to a question; Refused in words where it does not."""
        if urlsplit(url).scheme not in {"http", "https"}:
            raise Unreachable("address", _("“%(url)s” is no address on the web.") % {"url": url})
        for attempt in range(1, self.tries + 1):
            try:
                return self._once(url, body)
            except urllib.error.HTTPError as error:
                wait = self._after_refusal(url, error, last=attempt == self.tries) or 2.0 ** (attempt - 1)
            except (OSError, http.client.HTTPException) as error:
                if attempt == self.tries:
                    raise _away(url, error) from error
                wait = 2.0 ** (attempt - 1)
            self.pause(min(wait, AT_MOST_WAIT))
        raise AssertionError("a wire tries at least once")  # pragma: no cover

    def _once(self, url: str, body: bytes | None) -> bytes:
        headers = {"User-Agent": USER_AGENT, "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310 - the scheme is checked above
        with self._opener.open(request, timeout=self.timeout) as answer:
            content = answer.read(self.limit + 1)
            if len(content) < int(answer.headers.get("Content-Length") or 0) <= self.limit:
                raise http.client.IncompleteRead(content)
        if len(content) > self.limit:
            message = _("%(host)s answers with more than %(limit)s MB, which is the most we take.")
            raise Unreachable("size", message % {"host": _host(url), "limit": self.limit // MEGABYTE})
        return content

    def _after_refusal(self, url: str, error: urllib.error.HTTPError, *, last: bool) -> float:
        """How long a server that is busy asks us to wait; Refused where it is of no use to wait."""
        with error:
            told = error.read(300).decode(errors="replace").strip()
        if error.code in {403, 413}:
            raise TooMuch("too_much", _said(url, error, told)) from error
        if last or error.code not in BUSY:
            raise Unreachable("status", _said(url, error, told)) from error
        return _seconds(error.headers)


def _seconds(headers: Message) -> float:
    told = (headers.get("Retry-After") or "").strip()
    return float(told) if told.isdigit() else 0.0


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def _why(error: Exception) -> str:
    """What went wrong on the way, without the numbers and names of the machine."""
    reason = getattr(error, "reason", None)
    cause = reason if isinstance(reason, Exception) else error
    return str(next(words for kind, words in WHY if isinstance(cause, kind)))


def _away(url: str, error: Exception) -> Unreachable:
    message = _(
        "%(host)s does not answer (%(reason)s). Nothing was changed. Try again later, or download the file "
        "in a browser and read it in from there."
    )
    return Unreachable("away", message % {"host": _host(url), "reason": _why(error)})


def _said(url: str, error: urllib.error.HTTPError, told: str) -> str:
    message = _("%(host)s answers %(status)s: %(told)s. Nothing was changed.")
    # Pages and objects are for browsers and programs; then the status has words of its own.
    words = str(error.reason) if not told or told[0] in "<{[" else " ".join(told.split()).rstrip(".")
    return message % {"host": _host(url), "status": error.code, "told": words}
