"""Which texts are like a text, and in which words: the cosine of TF-IDF vectors, with its reasons.

A text is a vector with one axis for each word. A word weighs 1 + ln(how often it stands in the text), times
ln((1 + N) / (1 + n)) + 1, where n of the N texts have it: words that all have say little, and rare ones much.
Vectors are brought to length one, so that long texts are not more alike than short ones. The likeness of two
texts is the cosine between them, from 0 (no word in common) to 1; each word in common gives a part of it, and
these parts are the reasons that are shown.

Words are compared by their stems, so that ferje, ferjer and ferja are one. Marks, such as a theme or a goal,
are axes as words are, and weigh as rare as they are; they count as a word that stands three times.

Sources: Spärck Jones 1972 (the weight of rare words), Salton and Buckley 1988 (the cosine and the logarithm
of frequency), Manning, Raghavan and Schütze 2008, chapter 6; the stems are those of Porter's stemmer for
Norwegian (snowballstem.org, Norwegian Bokmål), which serves nynorsk well enough to compare by.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import log, sqrt

MARKED = 3
WORD = re.compile(r"[^\W\d_]{2,}")
VOWELS = "aeiouyæøå"
# Words that hold a sentence together and say nothing of what it is about, in bokmål, nynorsk and English.
STOPPED = """
aldri alene alle allerede alltid allting alt altså and andel andre annen annet are at av bak bare bedre
begge begynner begynte best beste betre blant ble blei bli blir blitt bruk brukar bruke bruker brukt
brukte burde byrja byrjar både båe bør co da dag dagar dagen dager de deg dei del delar delen deler dem
den denne der deres derfor dermed det dette di din ditt du dykk dykkar då eg ei ein eit eitt eller
ellers elleve en enda ene eneste enn er et ett etter etterpå fant fekk fem femti fikk finne fire fleire
flere folk for foran fordi fra framfor from frå fyrst fyrste få får fått før først første førti ga gang
gangen ganger gav gi gikk gir gitt gjekk gjennom gjer gjerne gjeve gjorde gjort gjør gjøre god godt gong
gongen gonger gå gådd går gått ha hadde haldt halve halvparten han hans har has have heile heilt held
hele helt hennes her hit hjå ho holde holder holdt hoss hun hundre hva hvem hver hvert hvilke hvilken
hvis hvor hvorav hvordan hvorfor i igjen ikke ikkje in ingen ingenting inn innen inni into ja jeg kan
kjem kjøpe kjøpte klokka klokken kom kome komme kommer kommuna kommunane kommunar kommune kommunen
kommunene kommuner korleis kosta kostar koster kostet krone kroner kun kunne kva kvar kveld kven kvi
kvifor la laga lagar lage lager laget lagt langt legg legge legger lenge ligge ligger like likevel lå
låg man mange measure med medan meg meir mellom men mens mer mest mi million millionar millioner min
mindre mine mitt morgen mot municipality mye mykje må månad månader måned måneder måtte natt natta
natten ned nei neste ni no noe noen noka noko nokon nokor nokre nokså ny nye nytt nå når nær of ofte og
også om omtrent on opp oss over pengar penger prosent på rundt råd rådene rådet s sa sagt saman same
samme sammen satt se seg seier seks selv ser sett sette sia sidan siden sier sin sine sist siste sitt
sju sjå sjøl sjølv skal skulle slik so som somme somt stadig starta startet sto stod stor store stort
stå står stått større svært syv så sånn ta tar tatt tek teke than that the their this through ti til
tiltak tiltaket tjue to tok tolv tonn tre treng trenger trengst trengte tretti tusen uka uke uker um
under upp ut utan uten vant var vart varte ved veka veke veker vel vere verte vi vil vilje ville viser
vist viste vore vår våre vårt være vært we were with åleine år åra årene året åtte én
"""
STOP_WORDS = frozenset(STOPPED.split())
MAIN_ENDINGS = """
a e ede ande ende ane ene hetene en heten ar er heter as es edes endes enes hetenes ens hetens ers ets et
het ast
"""
MAIN = sorted(MAIN_ENDINGS.split(), key=len, reverse=True)
OTHER_ENDINGS = "leg eleg ig eig lig elig els lov elov slov hetslov"
OTHER = sorted(OTHER_ENDINGS.split(), key=len, reverse=True)
S_ENDINGS = "bcdfghjlmnoprtvyz"


@dataclass(frozen=True)
class Text:
    """A text by its stems: how often each stands there, and the word as it is written most often."""

    counts: Mapping[Hashable, int]
    written: Mapping[Hashable, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reason:
    """A word or mark that two texts share, and how much of their likeness it gives."""

    term: Hashable
    share: float
    word: str = ""


@dataclass(frozen=True)
class Match:
    """A text that is like another: its key, how much, and why, the weightiest reason first."""

    key: Hashable
    score: float
    reasons: tuple[Reason, ...]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a Norwegian word: what is left when its endings are taken off."""
    word = word.casefold()
    start = _first_region(word)
    word = _without_main(word, start)
    if word.endswith(("dt", "vt")) and len(word) - 2 >= start:
        word = word[:-1]
    ending = next((end for end in OTHER if word[start:].endswith(end)), "")
    return word.removesuffix(ending)


def read_text(text: str, marks: Iterable[Hashable] = ()) -> Text:
    """A text as its stems, without stop words; a mark, given on purpose, counts as a word said thrice."""
    words = [word for word in WORD.findall(text.casefold()) if word not in STOP_WORDS]
    written: dict[Hashable, Counter[str]] = {}
    for word in words:
        written.setdefault(stem(word), Counter())[word] += 1
    counts: dict[Hashable, int] = {term: seen.total() for term, seen in written.items()}
    # Of words that stand equally often the first in the alphabet, so that the same texts say the same.
    usual = {term: min(seen, key=lambda word: (-seen[word], word)) for term, seen in written.items()}
    return Text(counts | dict.fromkeys(marks, MARKED), usual)


def most_like(
    wanted: Text, others: Mapping[Hashable, Text], *, limit: int, least: float = 0.0
) -> list[Match]:
    """The texts that are most like one, the best first, those that share nothing left out.

    Rare and common are counted over the others and the wanted one, so that an empty shelf weighs nothing.
    """
    weights = _weights([wanted, *others.values()])
    mine = _vector(wanted, weights)
    matches = [_match(key, mine, other, weights) for key, other in others.items()]
    found = [match for match in matches if match.score > least and match.reasons]
    return sorted(found, key=lambda match: (-match.score, str(match.key)))[:limit]


def _weights(texts: list[Text]) -> dict[Hashable, float]:
    held: Counter[Hashable] = Counter()
    for text in texts:
        held.update(text.counts.keys())
    return {term: log((1 + len(texts)) / (1 + count)) + 1 for term, count in held.items()}


def _vector(text: Text, weights: Mapping[Hashable, float]) -> dict[Hashable, float]:
    raw = {term: (1 + log(count)) * weights[term] for term, count in text.counts.items()}
    length = sqrt(sum(value * value for value in raw.values()))
    return {term: value / length for term, value in raw.items()} if length else {}


def _match(
    key: Hashable, mine: Mapping[Hashable, float], other: Text, weights: Mapping[Hashable, float]
) -> Match:
    theirs = _vector(other, weights)
    shared = {term: value * theirs[term] for term, value in mine.items() if term in theirs}
    score = min(1.0, sum(shared.values()))
    reasons = [
        Reason(term, share / score, other.written.get(term, "")) for term, share in shared.items() if score
    ]
    return Match(key, score, tuple(sorted(reasons, key=lambda reason: (-reason.share, str(reason.term)))))


def _first_region(word: str) -> int:
    """Where endings may begin: after the first consonant that follows a vowel, and after three letters."""
    found = re.search(rf"[{VOWELS}][^{VOWELS}]", word)
    return max(3, found.end()) if found else len(word)


def _without_main(word: str, start: int) -> str:
    region = word[start:]
    if region.endswith(("erte", "ert")):
        return word[: -len("te" if region.endswith("erte") else "t")]
    ending = next((end for end in MAIN if region.endswith(end)), "")
    if ending:
        return word[: -len(ending)]
    if region.endswith("s") and len(word) > 1 and _may_end_in_s(word):
        return word[:-1]
    return word


def _may_end_in_s(word: str) -> bool:
    before = word[-2]
    return before in S_ENDINGS or (before == "k" and len(word) > 2 and word[-3] not in VOWELS)
