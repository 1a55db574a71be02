"""The bundle: everything that one part may see of a case in one ZIP, with what it takes to check it without pipcases.

`writing` puts it together; `verify.py` goes into it, and is the one file here that imports nothing of ours.
"""
