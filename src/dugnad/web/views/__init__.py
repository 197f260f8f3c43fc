"""The pages that look into several rooms."""
