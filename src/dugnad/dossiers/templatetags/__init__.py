"""What the templates of advocacy write with."""
