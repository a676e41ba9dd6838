"""Claims as RDF: the only room that knows rdflib, pyshacl and pyoxigraph."""
