"""
Tests that drive a real browser against a real Jupyter server.

A package with this file, so that pytest ends the package-scoped fixtures with its last test.
"""
