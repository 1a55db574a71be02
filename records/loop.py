"""pyHanko's work is coroutines; who seals, stamps or reads a seal has no event loop, or is inside one."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def done[Result](work: Coroutine[Any, Any, Result]) -> Result:
    """What comes of it, in an event loop of its own, in a thread of its own: also where a loop runs in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
