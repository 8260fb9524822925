"""Issuing: from a class list to signed credentials, learners' files and one batch record in the repository."""
