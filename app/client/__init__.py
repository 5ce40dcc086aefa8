"""The client that pipelines use, sync and async, on httpx.

from app.client import MarrowClient

with MarrowClient() as marrow:
    print(marrow.extract(html=page).text)
"""

from app.client.calls import ExtractOptions, Item, Selectors
from app.client.clients import AsyncMarrowClient, MarrowClient
from app.client.errors import (
    BadAnswer,
    BadRequest,
    Busy,
    ClientError,
    ConnectionFailed,
    DeadlineExceeded,
    InvalidOptions,
    InvalidRequest,
    NotAcceptable,
    Problem,
    ServerError,
    SlowSender,
    TimedOut,
    TooLarge,
    Unauthorized,
    Unavailable,
    UnsupportedMedia,
)
from app.client.results import Block, Extraction, Reason, Stats, Term
from app.client.retry import Retry

__all__ = [
    "AsyncMarrowClient",
    "BadAnswer",
    "BadRequest",
    "Block",
    "Busy",
    "ClientError",
    "ConnectionFailed",
    "DeadlineExceeded",
    "ExtractOptions",
    "Extraction",
    "InvalidOptions",
    "InvalidRequest",
    "Item",
    "MarrowClient",
    "NotAcceptable",
    "Problem",
    "Reason",
    "Retry",
    "Selectors",
    "ServerError",
    "SlowSender",
    "Stats",
    "Term",
    "TimedOut",
    "TooLarge",
    "Unauthorized",
    "Unavailable",
    "UnsupportedMedia",
]
