"""The only part of the engine that knows kinds of frames: a caller's frame to values, and back.

Today that is pandas, with NumPy, nullable, categorical, PyArrow and object columns.
"""
