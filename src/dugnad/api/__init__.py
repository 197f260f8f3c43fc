"""The same queries and changes for programs: REST, feeds, catalogue, MCP."""
