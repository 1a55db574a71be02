"""How often something is asked for: what is open without a sign-in is not open without end."""

from django.core.cache import cache
from redis.exceptions import RedisError

HOUR = 3600  # seconds


def is_too_often(what: str, who: str, most: int) -> bool:
    """More than so many times in an hour. Where nothing can be counted, nobody is kept out."""
    key = f"{what}:{who}"
    try:
        cache.add(key, 0, timeout=HOUR)
        return bool(cache.incr(key) > most)
    except (RedisError, ValueError):  # the latter where the hour ended between the two
        return False
