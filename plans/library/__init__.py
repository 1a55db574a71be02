"""The library: templates of plans, and what there is to learn from (ADR 12).

`content` what a template keeps and how a draft begins with it · `names` whose names must not get into one · `shipped`
the templates that come with pipcases.
"""
