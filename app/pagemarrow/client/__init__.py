"""The client that pipelines use, sync and async, on httpx.

from pagemarrow.client import MarrowClient

with MarrowClient() as marrow:
    print(marrow.extract(html=page).text)
"""

from pagemarrow.client.calls import ExtractOptions, Item, Selectors
from pagemarrow.client.clients import AsyncMarrowClient, MarrowClient
from pagemarrow.client.errors import (
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
from pagemarrow.client.results import Block, Extraction, Reason, Stats, Term
from pagemarrow.client.retry import Retry

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
