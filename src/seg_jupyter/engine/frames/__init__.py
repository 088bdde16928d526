"""The only part of the engine that knows kinds of frames: a caller's frame to values, and back.

`Frame` is what the rest of the engine sees. Below it one module for each library answers the same
questions (`table`): pandas with NumPy, nullable, categorical, PyArrow and object columns; Polars;
PyArrow. A file is read into pandas first. The modules of Polars and PyArrow are imported only
where somebody holds a frame of theirs.
"""
