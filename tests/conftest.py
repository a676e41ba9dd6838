"""Before the tests are shared out: the vocabularies are compiled once, not by every worker at the same time."""

import pytest
from hypothesis import HealthCheck, settings

# a slow or busy machine is no failure, and every run tries the same examples
settings.register_profile(
    "product", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("product")


def pytest_configure(config: pytest.Config) -> None:
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        from kg.lexicon import open_default

        open_default()
