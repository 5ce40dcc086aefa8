"""What the server and the zygote say to each other: records of fixed size on a stream socket."""

from __future__ import annotations

from enum import IntEnum
from struct import Struct
from typing import Final

ORDER: Final = Struct(">BI")
"""An order to the zygote: what, and the serial number of the worker. ``FORK`` carries the worker's
socket, ``RULES`` a file with the pickled rules that workers forked from now on extract by."""
NOTICE: Final = Struct(">BIi")
"""A notice from the zygote: what, serial number, process id or wait status."""


class Order(IntEnum):
    FORK = 1
    KILL = 2
    LOWER = 3
    RULES = 4


class Notice(IntEnum):
    WARM = 1
    FORKED = 2
    ENDED = 3
