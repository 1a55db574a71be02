"""The demo: a small company and its cases, told in TOML and carried through the real actions on a travelling clock.

Nothing is inserted past an action, so that the demo's histories verify like any other. Only `manage.py load_demo`
comes here; it needs the package group `local`, as the demo does.
"""
