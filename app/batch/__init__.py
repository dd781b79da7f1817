"""Estates: thousands of diagrams reviewed in one run that can be killed and goes on where it was.

`sources` lists the files and gives their bytes, `pools` has the processes that review them (`work`), `journal` keeps
what came of each, `running` is the loop between them. When all is done, `tables` and `summary` are written from
the journal in the order of the paths, so that the outputs do not depend on who was quicker.
"""
