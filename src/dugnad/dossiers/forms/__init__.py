"""What is sent to the pages of advocacy."""
