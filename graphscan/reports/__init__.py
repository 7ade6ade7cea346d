"""What a run writes for readers: tables, a page, and what is new since an earlier run."""
