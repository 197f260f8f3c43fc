"""Material flows: reconciliation, stocks, accounts, formats and pictures, for rooms and for notebooks."""
