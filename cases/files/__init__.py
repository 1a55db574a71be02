"""Files handed in as evidence: what one must be, where it is kept, who may read it (ADR 11).

`kinds`, `refused`, `pdf`, `pictures`, `office`, `text` and `opener` import no Django: they run in a process of their
own.
"""
