"""A notebook with frames and results, and the Tab key in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from IPython.core.interactiveshell import InteractiveShell

from seg_jupyter import Segmentation
from seg_jupyter.jupyter import extension
from tabbing import Tab, customers, orders, press_tab


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InteractiveShell]:
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(ipython_dir=str(tmp_path_factory.mktemp("ipython")))
    extension.load(shell)
    frame = customers()
    result = Segmentation("Known: missing(plan)\nOther: otherwise").fit(frame, name="engagement")
    shell.user_ns |= {"customers": frame, "orders": orders(), "number": 1}
    shell.user_ns |= {"engagement": result, "kept": result.model}
    yield shell
    InteractiveShell.clear_instance()


@pytest.fixture
def tab(notebook: InteractiveShell) -> Tab:
    return partial(press_tab, notebook)
