"""The process that tries: `python -m pipcases.attacks PLACES EVENTS SEED WRITE`, started by `manage.py attacks`."""

import math
import sys
from random import Random

import django

PER_CASE = 5  # events of a synthetic case
DAYS, RECORDS = 6, 8
FEW = 5  # places: below that, fewer days and records do


def main(places: int, events: int, seed: int, *, write: bool) -> int:
    """Refuses any database but the one `pipcases.bench.arena` has made."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    if not getattr(settings, "ATTACKS", False):
        sys.exit("Run `manage.py attacks`: it tampers with a database of its own.")
    call_command("migrate", database="owner", verbosity=0, interactive=False)

    from people.demo import DOMAIN
    from pipcases.bench import volume
    from pipcases.demo.load import load

    from . import ground, report, trial

    load()
    some = Random(seed)
    laid = ground.laid(*((DAYS, RECORDS) if places >= FEW else (3, 2)), some)
    tallies = []
    for tally in trial.everything(laid, places, some):
        print(report.line(tally), end="", flush=True)  # noqa: T201
        tallies.append(tally)
    volume.fill(math.ceil(events / PER_CASE), partner=f"hr@{DOMAIN}")
    clean = trial.nothing_found(laid)
    print(report.told(clean), flush=True)  # noqa: T201
    if write:
        report.write(report.lines(tallies), report.told(clean), days=laid.days, seed=seed)
    faults = report.missed(tallies, clean)
    print("\n".join(faults) or "Everything was found.", flush=True)  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), write=sys.argv[4] == "write"))
