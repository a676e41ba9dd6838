"""Small files in the formats of the publishers: the same elements and columns, contents of our own choice."""

import gzip

MONDO = b"""format-version: 1.2
data-version: releases/2026-03-03/mondo.owl
subsetdef: otar "otar"
synonymtypedef: ABBREVIATION "abbreviation" EXACT
ontology: mondo
property_value: http://purl.org/dc/terms/license https://creativecommons.org/licenses/by/4.0/

[Term]
id: MONDO:0000001
name: disease

[Term]
id: MONDO:0007256
name: hepatocellular carcinoma
alt_id: MONDO:0099999
synonym: "HCC" EXACT ABBREVIATION []
synonym: "hepatocellular cancer" EXACT []
xref: DOID:684 {source="MONDO:equivalentTo"}
is_a: MONDO:0000001 ! disease

[Term]
id: MONDO:0005096
name: squamous cell carcinoma
xref: MESH:D002294
is_a: MONDO:0000001 ! disease

[Term]
id: MONDO:0002898
name: skin tumour
is_a: MONDO:0000001 ! disease
"""
MAPPINGS = b"""# curie_map:
#   MESH: "http://id.nlm.nih.gov/mesh/"
# license: "https://creativecommons.org/licenses/by/4.0/"
# mapping_set_version: "2026-03-03"
subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification
MONDO:0007256\thepatocellular carcinoma\tskos:exactMatch\tmesh:D006528\tCarcinoma, Hepatocellular\tsemapv:x
MONDO:0005096\tsquamous cell carcinoma\tskos:broadMatch\tMESH:D002294\tCarcinoma, Squamous Cell\tsemapv:x
MONDO:0002898\tskin tumour\tskos:closeMatch\tMESH:D012878\tSkin Neoplasms\tsemapv:x
"""
GO = b"""format-version: 1.2
data-version: releases/2026-08-05
subsetdef: goslim_generic "Generic GO slim"
default-namespace: gene_ontology
ontology: go

[Term]
id: GO:0097707
name: ferroptosis
namespace: biological_process
synonym: "iron-dependent cell death" RELATED []
is_a: GO:0012501 ! programmed cell death

[Term]
id: GO:0012501
name: programmed cell death
namespace: biological_process

[Term]
id: GO:0004601
name: peroxidase activity
namespace: molecular_function
"""
CL = b"""format-version: 1.2
data-version: releases/2026-06-08/cl-basic.owl
subsetdef: blood_and_immune_upper_slim "upper slim"
ontology: cl/cl-basic

[Term]
id: CL:0000084
name: T cell
synonym: "T lymphocyte" EXACT []
is_a: CL:0000542 ! lymphocyte

[Term]
id: CL:0000542
name: lymphocyte

[Term]
id: CL:0000182
name: hepatocyte
xref: FMA:14515

[Term]
id: CL:0002481
name: peritubular myoid cell

[Term]
id: CL:0000001
name: obsolete primary cultured cell
is_obsolete: true

[Term]
id: UBERON:0002107
name: liver

[Typedef]
id: part_of
name: part of
"""


def _concept(label, names, *, preferred="Y", number=1, relation=""):
    terms = "".join(
        f'<Term ConceptPreferredTermYN="N" IsPermutedTermYN="N" LexicalTag="NON" RecordPreferredTermYN="N">'
        f"<TermUI>T{number}{n}</TermUI><String>{name}</String></Term>"
        for n, name in enumerate([label, *names])
    )
    return (
        f'<Concept PreferredConceptYN="{preferred}"><ConceptUI>M{number}</ConceptUI><ConceptName><String>{label}'
        f"</String></ConceptName>{relation}<TermList>{terms}</TermList></Concept>"
    )


def descriptor(identifier, label, trees, *names):
    numbers = "".join(f"<TreeNumber>{tree}</TreeNumber>" for tree in trees)
    return (
        f'<DescriptorRecord DescriptorClass="1"><DescriptorUI>{identifier}</DescriptorUI><DescriptorName><String>'
        f"{label}</String></DescriptorName><TreeNumberList>{numbers}</TreeNumberList>"
        f"<ConceptList>{_concept(label, names)}</ConceptList></DescriptorRecord>\n"
    )


def supplement(identifier, label, mapped, *names, group=1):
    headings = "".join(
        f"<HeadingMappedTo><DescriptorReferredTo><DescriptorUI>{heading}</DescriptorUI><DescriptorName><String>x"
        "</String></DescriptorName></DescriptorReferredTo></HeadingMappedTo>"
        for heading in mapped
    )
    return (
        f'<SupplementalRecord SCRClass="{group}"><SupplementalRecordUI>{identifier}</SupplementalRecordUI>'
        f"<SupplementalRecordName><String>{label}</String></SupplementalRecordName><DateCreated><Year>2020</Year>"
        "<Month>01</Month><Day>02</Day></DateCreated><Note>a note of some length\n</Note><Frequency>3</Frequency>"
        f"<HeadingMappedToList>{headings}</HeadingMappedToList>"
        f"<ConceptList>{_concept(label, names)}</ConceptList></SupplementalRecord>\n"
    )


def mesh_xml(kind, records):
    lower = {"Descriptor": "descriptor", "Supplemental": "supplemental"}[kind]
    return (
        f'<?xml version="1.0"?>\n<!DOCTYPE {kind}RecordSet SYSTEM '
        f'"https://www.nlm.nih.gov/databases/dtd/nlm{lower}recordset_20260101.dtd">\n'
        f'<{kind}RecordSet LanguageCode = "eng">\n{records}</{kind}RecordSet>\n'
    ).encode()


DESCRIPTORS = mesh_xml(
    "Descriptor",
    descriptor("D006528", "Carcinoma, Hepatocellular", ["C04.557.470"], "Hepatoma")
    + descriptor("D002294", "Carcinoma, Squamous Cell", ["C04.557.480"])
    + descriptor("D012878", "Skin Neoplasms", ["C04.588.805"])
    + descriptor("D013601", "T-Lymphocytes", ["A11.118.637"], "T Cells")
    + descriptor("D022781", "Hepatocytes", ["A11.436.348"])
    + descriptor("D010671", "Phenylurea Compounds", ["D02.065.950"])
    + descriptor("D005982", "Glutathione Peroxidase", ["D08.811.682"]),
)
SUPPLEMENT = mesh_xml(
    "Supplemental",
    supplement("C471405", "examplinib", ["*D010671"], "BAY 11-2233")
    + supplement("C000001", "GPX4 protein, human", ["D005982"], "phospholipid hydroperoxidase, human")
    + supplement("C000002", "Gpx4 protein, mouse", ["D005982"])
    + supplement("C000003", "Exampleosis, hereditary", ["*D012878"], group=3),
)
_COLUMNS = (
    "#tax_id GeneID Symbol LocusTag Synonyms dbXrefs chromosome map_location description type_of_gene "
    "Symbol_from_nomenclature_authority Full_name_from_nomenclature_authority Nomenclature_status "
    "Other_designations Modification_date Feature_type"
).replace(" ", "\t")


def genes(*rows):
    lines = (
        f"{taxon}\t{number}\t{symbol}\t-\t{synonyms}\t-\t1\t-\t{name}\tprotein-coding\t{symbol}\t{name}\tO\t-\t20260101\t-"
        for taxon, number, symbol, synonyms, name in rows
    )
    return gzip.compress("\n".join([_COLUMNS, *lines, ""]).encode(), mtime=1_767_225_600)


HUMAN = genes((9606, 2879, "GPX4", "MCSP|PHGPx", "glutathione peroxidase 4"))
MOUSE = genes((10090, 625249, "Gpx4", "-", "glutathione peroxidase 4"))
RAT = genes((10116, 29328, "Gpx4", "-", "glutathione peroxidase 4"))
HISTORY = gzip.compress(
    b"#tax_id\tGeneID\tDiscontinued_GeneID\tDiscontinued_Symbol\tDiscontinue_Date\n"
    b"9606\t2879\t999001\tGPX4OLD\t20200101\n7227\t-\t30970\tx\t20050101\n",
    mtime=1_767_225_600,
)
