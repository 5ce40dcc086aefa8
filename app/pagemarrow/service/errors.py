"""What can be wrong with a request, as one small tree under ``MarrowError``; ``problems`` maps it to HTTP."""

from __future__ import annotations

from pagemarrow.core.model import MarrowError


class MalformedBody(MarrowError):
    """The body is not the JSON it claims to be."""


class BrokenCompression(MarrowError):
    """The body does not unpack by its ``Content-Encoding``, or ends too early."""


class Unauthorised(MarrowError):
    """The API key is missing or wrong."""


class NotAcceptable(MarrowError):
    """``Accept`` names none of the forms an answer can take."""


class SlowSender(MarrowError):
    """The body did not arrive in time."""


class TooLarge(MarrowError):
    """The body, as received or as unpacked, is over the limit."""


class UnsupportedBody(MarrowError):
    """The ``Content-Type`` is none that a page can come in."""


class UnsupportedEncoding(MarrowError):
    """The ``Content-Encoding`` is none that can be unpacked."""


class WrongShape(MarrowError):
    """Well-formed JSON, but not the document that was asked for."""


class ClientGone(MarrowError):
    """The client closed the connection; nobody is left to read an answer."""


class InvalidSettings(MarrowError):
    """A ``MARROW_…`` variable can't be used; the message names each and says why."""
