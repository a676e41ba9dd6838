"""`--species`: whose genes a paper means."""

import json

import pytest

from kg.knowledge import open_knowledge


def first_gene(done):
    mentions = json.loads(done.stdout.splitlines()[0])["mentions"]
    return next(m["ids"][0] for m in mentions if m["type"] == "Gene")


@pytest.mark.parametrize(
    ("species", "gene"), [("text", "NCBIGene:2879"), ("human", "NCBIGene:2879"), ("mouse", "NCBIGene:625249")]
)
def test_every_worker_reads_genes_as_those_of_one_species(run, index, paper, species, gene):
    done = run("annotate", paper, "--index", index, "--species", species, "-j", 2)
    assert done.exit_code == 0 and first_gene(done) == gene, done.stderr


def test_the_species_decides_the_shards(index):
    assert len({open_knowledge(index, species=taxon).fingerprint for taxon in (None, 9606, 10090)}) == 3


def test_a_species_without_genes_in_the_index_is_told(run, index, paper):
    done = run("annotate", paper, "--index", index, "--species", "rat")
    assert "kg vocab fetch genes-rat" in done.stderr and first_gene(done) == "NCBIGene:2879"


def test_an_unknown_species_is_refused(run, paper):
    assert run("claims", paper, "--species", "yeast").exit_code == 2
