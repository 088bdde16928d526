"""What may be written at a cursor: pure functions of a text, a place in it and a session."""
