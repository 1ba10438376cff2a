"""Hostile input: what is read, and by whom, with damage of every kind.

`targets` lists the doors that foreign bytes come in by; `mutations` damages real material; `runner`
holds each door to its promises: only the library's own errors escape, within limits of time and
memory. A short run stands in the suite, a long one is ``python -m tests.fuzz --minutes 15``.
"""
