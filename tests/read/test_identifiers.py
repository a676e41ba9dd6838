from __future__ import annotations

import pytest

from kg.read.identifiers import doi, find_doi, find_pmcid, find_pmid, given_ids


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        ("https://doi.org/10.1234/ABC.5.", "10.1234/abc.5"),
        ("http://dx.doi.org/10.1016/S1470-2045(21)00001-1", "10.1016/s1470-2045(21)00001-1"),
        ("doi: 10.1234/x;", "10.1234/x"),
        ("https://doi.org/10.1234%2Fabc", None),
        ("10.12/x", None),
        ("../../x", None),
        ("10.1234/", None),
    ],
)
def test_doi(written, identifier):
    found = doi(written)
    assert (found.identifier if found else None) == identifier


def test_identifiers_in_running_text():
    assert find_doi("(see 10.1234/x.y), and more").identifier == "10.1234/x.y"
    assert find_doi("http://dx.doi.org/10.1234/x.5DOI Listing").identifier == "10.1234/x.5"
    assert find_pmid("PMID: 0012345 and").identifier == "12345"
    assert find_pmid("PMID: 123456789") is None
    assert find_pmcid("see PMC 123456.").identifier == "PMC123456"


def test_a_bare_number_is_no_identifier():
    assert given_ids("227508") == ()
    assert [str(i) for i in given_ids("PMC123456")] == ["PMC:PMC123456"]
