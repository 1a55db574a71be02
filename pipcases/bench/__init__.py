"""What `manage.py bench` measures, and how.

Everything runs on a PostgreSQL and a Valkey of its own, in a folder that is removed afterwards, never on data that
matters. Pages go through the whole WSGI stack of this application in one process (`django.test.Client`), over
PostgreSQL's socket; the network and the application server are left out. A page's time is compared with a bare
view of the same application in the same run, since that comparison holds on any machine.

Signatures are the exception: they are measured over HTTP, on the web server as it runs elsewhere, since what counts is
how they get along with each other.

The cases that are looked at are the demo's, walked through the real actions. The others are there for their number
only: rows written by SQL (`volume`), synthetic, with histories that verify.

How well vague phrases are found needs none of this: `manage.py bench --readiness` tells it alone (`wording`).
"""
