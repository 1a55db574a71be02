"""Tampering with the history in every way that is known, and what is found of it: `manage.py attacks`.

On a database and a folder of its own, as somebody with every right on both. Only what the application offers to
everybody looks for it.
"""
