"""Pages of advocacy: issues, consultations, what we ask for and what came of it."""
