"""What is wrong with a system of flows, said with the name of the flow or the process."""


class FlowSystemError(ValueError):
    """A system of flows that cannot be computed; the message names the flow or the process, and the place."""
