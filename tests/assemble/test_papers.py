from dataclasses import replace
from itertools import permutations

from kg.assemble import assemble
from kg.assemble.papers import merge_papers
from kg.model import Curie, DocumentFacts, Span

PMID, DOI, PMC = Curie("PMID", "7"), Curie("DOI", "10.1000/AB"), Curie("PMC", "PMC3")
A = DocumentFacts(id="PMID:7", ids=(PMID, DOI), title="T", characters=50, sha256="a", source="a.txt", year=2001)
B = DocumentFacts(id="DOI:10.1000/ab", ids=(Curie("DOI", "10.1000/ab"), PMC), characters=90, sha256="b", source="b.ris")
C = DocumentFacts(id="PMC:PMC3", ids=(PMC,), characters=10, sha256="c", source="c.md", retracted=True)
OTHER = DocumentFacts(id="PMID:9", ids=(Curie("PMID", "9"),), sha256="d", source="d.txt")


def test_shared_identifiers_join_readings_through_a_chain():
    papers, dropped = merge_papers([A, OTHER, B, C])
    paper = papers[0]
    assert (paper.kept, paper.others, len(papers)) == (2, (0, 3), 2)
    assert [str(i) for i in paper.facts.ids] == ["PMID:7", "DOI:10.1000/ab", "PMC:PMC3"]
    assert (paper.facts.id, paper.facts.title, paper.facts.year, paper.facts.retracted) == (
        "PMID:7",
        "T",
        2001,
        True,
    )
    assert [d.item for d in dropped] == ["a.txt", "c.md"]


def test_the_order_of_files_does_not_matter():
    orders = [merge_papers(order)[0] for order in permutations([A, OTHER, B, C])]
    assert len({tuple(p.facts for p in papers) for papers in orders}) == 1


def test_a_paper_alone_keeps_the_id_that_its_file_gave():
    (paper,), dropped = merge_papers([DocumentFacts(id="EID1", ids=(PMID,))])
    assert paper.facts.id == "EID1" and dropped == ()


def test_two_pmids_stay_two_papers_though_a_page_gives_both_the_same_doi() -> None:
    doi = Curie("DOI", "10.1000/x")
    readings = [
        DocumentFacts(id=f"PMID:{n}", ids=(Curie("PMID", str(n)), doi), sha256=str(n), source=str(n)) for n in (1, 2)
    ]
    papers, dropped = merge_papers(readings)
    assert [p.facts.id for p in papers] == ["PMID:1", "PMID:2"]
    assert not dropped


def test_a_paper_cites_what_any_of_its_readings_names():
    cited = Curie("PMID", "4"), Curie("PMID", "5")
    (paper,), _ = merge_papers([replace(A, cites=cited[1:]), replace(B, cites=cited)])
    assert paper.facts.cites == cited


def test_abstract_and_full_text_of_a_paper_are_one_witness(row, papers):
    readings = [DocumentFacts(id="PMID:1", ids=(PMID,), characters=n, kind="article", source=f"{n}") for n in (50, 900)]
    (paper,), _ = merge_papers(readings)
    rows = {1: [row, replace(row, span=Span(500, 520))], 0: [row]}  # the abstract stands in the full text as well
    (claim,), _ = assemble(
        [replace(r, document=paper.facts.id) for r in rows[paper.kept]], {paper.facts.id: paper.facts}
    )
    (alone,), _ = assemble([row], papers)
    assert claim.belief == alone.belief and paper.others == (0,)
