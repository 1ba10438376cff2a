"""What may go wrong around a write: the process is killed at any moment.

A disk that fails at any byte and any step is held in tests/test_atomic.py.
"""
