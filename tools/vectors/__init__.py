"""What the test vectors of ``spec/vectors/`` are made of; ``tools/make_vectors.py`` writes them."""
