"""The notebook: magics over the methods of `seg_jupyter.api`, and the names of one shell."""
