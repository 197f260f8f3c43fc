"""The Sustainable Development Goals: numbers and names, in our own style and without anybody's logo."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Goal:
    """One of the seventeen goals of the United Nations."""

    number: int
    name: Promise | str


GOALS = {
    goal.number: goal
    for goal in (
        Goal(1, _("No poverty")),
        Goal(2, _("Zero hunger")),
        Goal(3, _("Good health and well-being")),
        Goal(4, _("Quality education")),
        Goal(5, _("Gender equality")),
        Goal(6, _("Clean water and sanitation")),
        Goal(7, _("Affordable and clean energy")),
        Goal(8, _("Decent work and economic growth")),
        Goal(9, _("Industry, innovation and infrastructure")),
        Goal(10, _("Reduced inequalities")),
        Goal(11, _("Sustainable cities and communities")),
        Goal(12, _("Responsible consumption and production")),
        Goal(13, _("Climate action")),
        Goal(14, _("Life below water")),
        Goal(15, _("Life on land")),
        Goal(16, _("Peace, justice and strong institutions")),
        Goal(17, _("Partnerships for the goals")),
    )
}
