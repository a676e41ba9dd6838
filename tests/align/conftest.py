"""Two little vocabularies, made up, that no other test needs."""

import pytest

from kg.align.values import Term, Vocabulary


def vocabulary(name, *terms, retired=()):
    return Vocabulary(name=name, terms={term.id: term for term in terms}, retired=dict(retired))


@pytest.fixture
def trees():
    """A part of botany in two vocabularies: scoped English names, and turned-round headings."""
    one = vocabulary(
        "ONE",
        Term("A:1", "plant"),
        Term("A:2", "leaf disorder", (("disease of leaf", "exact"),), ("A:1",)),
        Term("A:3", "bark rot type II", (), ("A:2",)),
        Term("A:4", "bark rot type III", (), ("A:2",)),
        Term("A:5", "bark rot", (), ("A:2",)),
        Term("A:6", "Miller's blight", (("Miller blight", "exact"),), ("A:1",)),
        Term("A:7", "root neoplasm", (), ("A:1",)),
        Term("A:8", "root cancer", (("malignant neoplasm of root", "exact"),), ("A:7",)),
        retired=[("A:0", "A:1")],
    )
    other = vocabulary(
        "OTHER",
        Term("B:1", "Plants"),
        Term("B:2", "Leaf Diseases", (), ("B:1",)),
        Term("B:3", "Rot, Bark, Type 2", (), ("B:2",)),
        Term("B:5", "Rot of Bark", (), ("B:2",)),
        Term("B:6", "Miller Blight", (), ("B:1",)),
        Term("B:7", "Neoplasms, Root", (), ("B:1",)),
        Term("B:9", "Pond", (), ()),
        retired=[("B:8", "")],
    )
    return one, other
