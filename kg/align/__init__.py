"""Which concepts of one vocabulary are which of another: matching, checking, explaining and merging alignments."""
