"""Names that are not written alike: candidates, and an explainable score for each pair."""
