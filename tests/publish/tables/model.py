"""What the Biolink Model itself, by its schema as published on PyPI, says of nodes and edges."""

from functools import cache
from importlib.resources import files

import pytest

biolink_model = pytest.importorskip("biolink_model", reason="the model is installed with pip install '.[dev]'")
schemaview = pytest.importorskip("linkml_runtime.utils.schemaview")


class Model:
    """Lookups, with names as they stand in files: biolink:Gene, biolink:affects, knowledge_level."""

    def __init__(self):
        self.view = schemaview.SchemaView(str(files(biolink_model) / "schema" / "biolink_model.yaml"))
        self.classes = {name.replace(" ", "").lower(): name for name in self.view.all_classes()}
        self.slots = {name.replace(" ", "_").lower(): name for name in self.view.all_slots()}
        self.class_of, self.ancestors = cache(self.class_of), cache(self.ancestors)

    def class_of(self, category):
        """The class that a category names; it may be given to a node or an edge."""
        name = self.classes[category.removeprefix("biolink:").lower()]
        found = self.view.get_class(name)
        assert not (found.abstract or found.mixin or found.deprecated), category
        assert category == "biolink:" + "".join(w[0].upper() + w[1:] for w in name.split())
        return found

    def ancestors(self, category):
        return set(self.view.class_ancestors(self.class_of(category).name, mixins=True))

    def prefixes(self, category):
        return self.class_of(category).id_prefixes

    def slot(self, name):
        return self.view.get_slot(self.slots[name])

    def is_edge_slot(self, name):
        slot = self.slots[name]
        induced = self.view.class_slots("association")
        return slot in induced or "association slot" in self.view.slot_ancestors(slot)

    def predicate(self, curie):
        """A predicate that the model wants to be used as it stands."""
        slot = self.slot(curie.removeprefix("biolink:"))
        assert "related to" in self.view.slot_ancestors(slot.name, mixins=True), curie
        assert not slot.deprecated, curie
        assert slot.annotations["canonical_predicate"].value is True, curie
        return slot

    def check_triple(self, subject, curie, object_):
        """Domain and range hold for a category of each end."""
        slot = self.predicate(curie)
        for wanted, given in ((slot.domain, subject), (slot.range, object_)):
            if wanted and wanted != "uriorcurie":
                known = set().union(*map(self.ancestors, given))
                assert wanted in known, f"{given} in {subject} {curie} {object_}"

    def check_value(self, name, value):
        """One list or none, and the range where it is an enumeration or a plain type."""
        slot = self.slot(name)
        assert not slot.deprecated, name
        assert isinstance(value, list) == bool(slot.multivalued), name
        for one in value if isinstance(value, list) else [value]:
            self._check_range(name, slot.range or "string", one)

    def _check_range(self, name, wanted, one):
        if wanted in self.view.all_enums():
            assert one in self.view.get_enum(wanted).permissible_values, (name, one)
        else:
            kind = {"boolean": bool, "integer": int, "float": float}.get(wanted, str)
            assert type(one) is kind, (name, wanted, one)
        if wanted in ("uriorcurie", "organism taxon", "disease", "publication"):
            assert ":" in one and " " not in one, (name, one)
