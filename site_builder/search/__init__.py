"""The catalogue's files for finding: facets, words and cards in each language, asked for by parts (ADR 0016)."""
