"""Portions of a file made one ahead, while the case writes the one before."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import TypeVar

Item = TypeVar("Item")


def read_ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items, the next made in a thread of its own while one is used.

    At most two are held beside the one in use. What the maker raises is raised here; where the user
    stops, the maker ends after the item it is at.

    Args:
        items: What makes them.

    >>> list(read_ahead(iter([1, 2, 3])))
    [1, 2, 3]
    """
    made: queue.Queue[tuple[str, object]] = queue.Queue(maxsize=1)
    stop = threading.Event()

    def put(kind: str, item: object) -> bool:
        while not stop.is_set():
            try:
                made.put((kind, item), timeout=0.1)
            except queue.Full:
                continue
            return True
        return False

    def make() -> None:
        try:
            for item in items:
                if not put("item", item):
                    return
        except BaseException as err:  # noqa: BLE001 -- raised again where the items are used
            put("error", err)
        else:
            put("end", None)

    maker = threading.Thread(target=make, name="graphscan-reader", daemon=True)
    maker.start()
    try:
        while True:
            kind, item = made.get()
            if kind == "item":
                yield item  # type: ignore[misc]  # what `make` put
            elif kind == "error":
                assert isinstance(item, BaseException)  # noqa: S101 -- what `make` put
                raise item
            else:
                return
    finally:
        stop.set()
        maker.join()
