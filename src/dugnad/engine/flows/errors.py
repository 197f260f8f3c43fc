"""What is wrong with a system of flows, said with the name of the flow or the process."""


class FlowSystemError(ValueError):
    """A system of flows that cannot be computed; the message names the flow or the process, and the place."""


class NotTogether(FlowSystemError):
    """Cells that can be computed each by itself, but not with the sums and shared errors that tie them."""


class UnknownPart(NotTogether):
    """A sum was observed of which one part is a flow that nobody can know."""
