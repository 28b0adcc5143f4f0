"""What the user sees of the engine: statistics tables and the pipeline views."""
