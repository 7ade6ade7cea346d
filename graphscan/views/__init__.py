"""What a person looks at: the explorer, and the same graph for other tools."""
