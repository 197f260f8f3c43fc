"""Indico as a web server gets it, but for one question that it asks of the network.

Indico asks the name server whether somebody's domain takes mail. A benchmark has invented people, and no
network; answered here, it costs Indico nothing.
"""

from typing import Any

import email_validator
from indico.web.flask.app import make_app


def _delivered(*_words: Any, **_more: Any) -> dict[str, Any]:
    return {"mx": [], "mx-fallback": None}


email_validator.validate_email_deliverability = _delivered
application = make_app()
