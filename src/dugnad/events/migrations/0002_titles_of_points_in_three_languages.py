"""Points that the machine writes have their titles in three languages; others in the one they are in."""

from typing import Any

from django.db import migrations, models
from django.db.models import F
from django.utils import translation

from dugnad.kit import formats

LANGUAGES = ("nb", "nn", "en")
OPEN_TASKS = {"nb": "Åpne oppgaver", "nn": "Opne oppgåver", "en": "Open tasks"}


def move(apps: Any, _schema: Any) -> None:
    """Each title goes to its language; of what the machine wrote the others are worked out anew."""
    items = apps.get_model("events", "AgendaItem").objects
    for code in LANGUAGES:
        items.filter(language=code).update(**{f"title_{code}": F("title")})
    items.filter(title_nb="", title_nn="", title_en="").update(title_nb=F("title"))
    for item in items.filter(standing__isnull=False).select_related("standing", "approves"):
        told = {code: getattr(item.standing, f"title_{code}") for code in LANGUAGES}
        if item.approves:
            told = {code: title and f"{title} ({_day(item.approves.starts, code)})" for code, title in told.items()}
        _write(items, item, told)
    for item in items.filter(title__in=OPEN_TASKS.values(), links__noun="task").distinct():
        _write(items, item, OPEN_TASKS)


def _write(items: Any, item: Any, told: dict[str, str]) -> None:
    # What somebody has called something else since keeps that name.
    if item.title in told.values():
        items.filter(pk=item.pk).update(**{f"title_{code}": told[code] for code in LANGUAGES})


def _day(moment: Any, code: str) -> str:
    with translation.override(code):
        return formats.day(moment)


def back(apps: Any, _schema: Any) -> None:
    """The title in bokmål, or in the language that has one."""
    for item in apps.get_model("events", "AgendaItem").objects.all():
        item.title = (item.title_nb or item.title_nn or item.title_en)[:200]
        item.save(update_fields=["title"])


class Migration(migrations.Migration):
    """The column that was goes in the next one."""

    dependencies = [("events", "0001_initial")]

    operations = [
        *(
            migrations.AddField(
                "agendaitem",
                f"title_{code}",
                models.CharField(blank=True, default="", max_length=240, verbose_name=f"title, {language}"),
                preserve_default=False,
            )
            for code, language in (("nb", "bokmål"), ("nn", "nynorsk"), ("en", "English"))
        ),
        migrations.AlterField("agendaitem", "title", models.CharField(default="", max_length=200)),
        migrations.RunPython(move, back),
    ]
