"""Before the tests are shared out: the vocabularies are compiled once, not by every worker at the same time."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        from kg.lexicon import open_default

        open_default()
