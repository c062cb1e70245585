"""What stands on a page beside its article: told by what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["is_appeal", "is_biography", "is_byline", "is_label", "said_by"]

_WHERE = (
    r"(?:twitter|x|facebook|instagram|google(?:\s+news)?|tiktok|youtube|whatsapp|telegram|linkedin"
    r"|bluesky)"
)
_LETTERS = r"(?:newsletters?|inbox|alerts|e-?mails|bulletin|updates|briefing|app)"
_AGENCY = r"(?:ap|afp|reuters|getty|epa|shutterstock)"
_LINES = (
    ("page furniture", r"[\W_]*$"),
    (
        "teaser",
        r"(?:read|see|watch|listen|click|tap)\s+(?:more|also|next|here|now|on|the\s+full)\b[\w\s]{0,15}[:!.]?\s*$"
        r"|(?:read\s+more|more\s+to\s+read|read\s+also|also\s+read|read\s+next|read|see\s+also|also\s+see"
        r"|see\s+more|watch|watch\s+(?:live|now|more)|listen|related(?:\s+\w+)?|recommended|must[\s-]+read"
        r"|don['’]t\s+miss|more(?:\s+on\s+this)?|in\s+pictures|in\s+other\s+news|further\s+reading"
        r"|also\s+in|editor['’]?s['’]?\s+picks?)\s*[:|»›–—]"
        r"|for\s+(?:all\s+the\s+latest|more\s+(?:stories|news|coverage|information|details|on\s+this))\b"
        r".{0,60}\b(?:check|visit|click|follow|read|go\s+to|see)\b"
        r"|(?:read\s+more|click\s+here|tap\s+here|continue\s+reading|keep\s+reading)\b"
        r"|(?:related|recommended)(?:\s+\w+)?\s*$|most\s+(?:read|viewed|popular|shared)\b[^.!?]{0,30}$"
        r"|(?:you\s+may\s+(?:also\s+)?like|what\s+to\s+read\s+next|up\s+next|top\s+stories|more\s+stories"
        r"|editor['’]?s['’]?\s+picks?|trending(?:\s+now)?|in\s+this\s+article)\W*$"
        r"|(?:more|latest|top|trending)\s+(?:from|in|on|stories|news|videos?)\b[^.!?]{0,30}$",
    ),
    ("embedded post", r"[—–-]\s?.{0,80}\(@\w+\)|.*\bpic\.(?:twitter|x)\.com/|.*\bhttps?://t\.co/"),
    (
        "newsletter",
        rf"(?:sign(?:ing)?[\s-]+up|subscribe|register)\b.*\b{_LETTERS}\b"
        r"|.*\b(?:sign(?:ing)?[\s-]+up|subscrib\w+)\b.*\b(?:our|your|free|daily|weekly)\b"
        rf".*\b{_LETTERS}\b|.*\b{_LETTERS}\b.{{0,20}}\bsign\s+up\b"
        r"|(?:sign\s+up\s+(?:for|to|here|now)|subscribe\s+(?:to|now|here|for))\b"
        r"|.*\b(?:in|to|into)\s+your\s+inbox\b"
        r"|(?:click\s+here\s+to\s+)?(?:download|get)\s+(?:the|our)\b.{0,30}\bapp\b"
        r"|.*\bas\s+a\s+preferred\s+source\b|.*\bour\b.{0,20}\bwhatsapp\s+(?:channel|community|group)"
        r"|get\s+(?:the\s+latest|daily|our|breaking|real-time)\b.{0,60}"
        rf"\b(?:news|headlines|stories|insights|{_LETTERS})\b"
        r"|(?:please\s+)?(?:support\s+(?:our\s+(?:work|journalism|reporting|newsroom|reporters)"
        r"|us\s+(?:with|by|today|now|here|from)|independent\s+(?:journalism|media))\b"
        r"|become\s+an?\s+(?:member|subscriber|supporter|patron)\b|donate\s+(?:to|now|here|today)\b)"
        r"|(?:subscribe|register|log\s?in|sign\s+in|become)\b.{0,80}\bto\s+(?:continue|keep)\s+reading\b"
        r"|this\s+\w+\s+is\s+(?:only\s+)?for\s+subscribers\b"
        r"|.*\b(?:réservée?s?\s+aux\s+abonnés|il\s+vous\s+reste\b.*\bà\s+lire)"
        r"|(?:you\s+can\s+)?(?:follow|like|join|find)\s+(?:us|our|him|her|them|the\s+\w+"
        r"|@?[\w ]{2,30})\s+on\s+"
        rf"{_WHERE}\b.{{0,60}}$",
    ),
    (
        "page furniture",
        r"(?:advertisement|article\s+content|story\s+continues|continues?\s+below|copy\s+link|image\s+source"
        r"|skip\s+to|this\s+advertisement|table\s+of\s+contents|jump\s+to|реклама|reklama|anzeige)\b.{0,40}$"
        r"|(?:loading|share|comments?|print|save|sponsored|promoted|close|video|contents|publicité|publicidad)"
        r"(?:\s+(?:this|article|story|post|page|content|tweet|e?-?mail|\d+|\(\d+\)))*\W*$"
        r"|(?:\w+day,?\s+)?(?:\d{1,2}\s+[a-z]+|[a-z]+\.?\s+\d{1,2}),?\s+\d{4}\b[^.!?]{0,40}$"
        r"|(?:topics?|tags?|filed\s+under|keywords|related\s+topics|categories|sections?)\s*:"
        r"|\d+\s+(?:sec\w*|min\w*|hours?|hrs?|days?)\s+ago[^.!?]{0,40}$"
        r"|\d+\s*-?\s*min(?:ute)?s?(?:\s+read)?\b[^.!?]{0,20}$"
        r"|(?:join|visit|enter)\s+(?:our|the)\s+(?:comment|conversation|discussion|forum)[^.!?]{0,40}[.!]?$"
        r"|(?:all\s+rights\s+reserved|copyright\s*(?:©|\(c\)|:|\d{4}|$)|©|\(c\)\s)|.{0,160}\ball\s+rights\s+reserved\b"
        r"|(?:please\s+)?(?:log\s?in|log\s?out|sign\s+in|register)\s+(?:to|now|here|or|and|for\s+free)\b.{0,100}$"
        r"|this\s+(?:article|story|post|page|piece|content)\s+(?:was|is|has\s+been|contains|may|first)\s+(?:\w+\s+){0,3}"
        r"(?:affiliate|commission|translated|originally|first|updated|licen[cs]ed|syndicated|republished|reprinted"
        r"|published|appeared)\b"
        r"|(?:the\s+post\b.{0,160}|(?:an?\s+(?:\w+\s+)?version\s+of\s+)?this\s+(?:article|story|piece|post|essay)?.{0,20})"
        r"\b(?:first\s+appeared|appeared\s+first|originally\s+(?:appeared|published))\s+(?:on|in|at)\b"
        r"|.{0,160}\bearn\s+(?:us\s+)?an?\s+(?:affiliate\s+)?commission\b|.{0,160}\bplease\s+bookmark\b"
        r"|our\s+standards\s*:|the\s+(?:views|opinions)\s+expressed\s+(?:in|here|are|by)\b"
        r"|(?:this\s+is\s+a\s+)?(?:breaking|developing)\s+(?:news?\s+)?story\b[^.!?]{0,80}[.!]?$|more\s+to\s+follow\b.{0,20}$"
        r"|(?:last\s+|first\s+)?(?:updated|published|posted|modified)\s*(?:on\s+\w+\s+\d|at\s+\d|:)",
    ),
    (
        "author",
        r"by\s+(?-i:[A-Z])[\w.'’-]*(?:\s+[\w.,'’&|-]+){0,8}(?<![.!?])$"
        r"|(?:e-?mail|contact|write\s+to|twitter|reach)\b.{0,40}\S+@\S+\.\w+\W*$|\S+@\S+\.\w+\W*$"
        r"|.{0,100}\b(?:get\s+in\s+touch|e-?mail(?:\s+us)?|contact\s+us|send\s+(?:us|your)|tips?\s+to)\b"
        r".{0,60}\S+@\S+\.\w+"
        r"|do\s+you\s+have\s+(?:a|any)\s+(?:story|tip|news|question)",
    ),
    (
        "credit",
        rf"(?:the\s+)?(?:associated\s+press|bloomberg|{_AGENCY})\b.{{0,160}}\bcontributed\s+to\s+this\b"
        r"|\S.{0,200}\bcontributed\s+(?:to\s+this\s+(?:report|story|article|guide)|reporting)\b\W*$"
        r"|with\s+(?:files|reporting)\s+(?:from|by)\b.{0,160}$|additional\s+reporting\s+(?:by|from)\b",
    ),
    (
        "caption",
        r"(?:photo(?:graph)?|image|picture|credit|source|pic|video|graphic|illustration)s?\s*"
        r"(?::|credit|courtesy|by\s+(?-i:[A-Z])[^.!?]{0,80}$).{0,200}$|file\s+photos?\s*(?:\W.*)?$"
        r"|.{0,260}(?:\bgetty\s+images|\bshutterstock|\bap\s+photo|\bistock|\breuters/\w+|\bafp\s+via\b.{0,20}"
        rf"|/\s?{_AGENCY})\s*[)\]]?\s*$",
    ),
)
_QUOTED = '“"‘«„'
# What a credit has in small letters beside its names.
_BETWEEN = frozenset(
    re.findall(
        r"\w+",
        "additional reporting writing editing compiled edited written translated produced with by "
        "and in at for from of de da di la le van von der den bin al el",
    )
)
_CREDIT = re.compile(
    r"[\W_]*(?:with\s+)?(?:additional\s+)?(?:reporting|writing|editing|edited|written|compiled|translated"
    r"|produced)\s+(?:and\s+\w+\s+)?by\b",
    re.IGNORECASE,
)
_BIOGRAPHY = re.compile(
    r"(?:[A-Z][\w.'’-]+\s+){2,4}(?:is\s+(?:an?\s+|the\s+|our\s+)?(?:[\w’'-]+\s+){0,6}?"
    r"(?:reporter|correspondent|editor|writer|columnist|journalist|author|co-author|fellow|contributor)"
    r"|covers|writes|reports\s+on|has\s+covered)\b"
)
_ASKS = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        "we|our|us",
        "you|your|please",
        r"donat\w+|contribut\w+|subscri\w+|support\w*|gifts?|members?\w*",
        "journalism|newsroom|reporting|reporters|journalists|magazine|publication",
    )
)
_NAME = r"[^\W\d_a-z][\w.'’-]+(?:\s+[^\W\d_a-z][\w.'’-]*){1,3}"
_NAMES = re.compile(rf"{_NAME}(?:\s*(?:/|,|&|\band\b)\s*{_NAME})*")
_LABEL = re.compile(r"[A-Z][A-Z0-9 ’'&-]{2,30}:|[\w ]{2,20}[:|»›]\s")
_SAYS = [(kind, re.compile(rf"[\W_]*(?:{pattern})", re.IGNORECASE)) for kind, pattern in _LINES]
_LONGEST_LINE = 320


def said_by(text: str) -> str:
    """Return what a line is, when it says so itself; empty for anything else.

    Examples
    --------
    >>> said_by("READ MORE: Talks fail"), said_by("Sign up here"), said_by("Read out, it was odd.")
    ('teaser', 'newsletter', '')
    """
    # What is quoted is somebody's words, whatever they say.
    if len(text) > _LONGEST_LINE or text[:1] in _QUOTED:
        return ""
    if _CREDIT.match(text) and _names_only(text):
        return "credit"
    return next((kind for kind, says in _SAYS if says.match(text)), "")


def _names_only(text: str) -> bool:
    words = re.findall(r"\w+", text)
    return all(word.lower() in _BETWEEN or not word[0].islower() for word in words)


def is_label(text: str) -> bool:
    """Say whether a line begins with a label: words in capitals or few words, and a colon.

    Examples
    --------
    >>> is_label("MORE SPORT: Sarn win"), is_label("They met.")
    (True, False)
    """
    return bool(_LABEL.match(text))


def is_appeal(text: str) -> bool:
    """Say whether a paragraph asks the reader for money.

    Examples
    --------
    >>> is_appeal("Please donate: our journalism costs money.")
    True
    >>> is_appeal("He asked them to donate to the independent campaign.")
    False
    """
    # Who is asked for money in an article is asked within quotation marks.
    return not set(text) & set(_QUOTED) and all(words.search(text) for words in _ASKS)


def is_byline(text: str) -> bool:
    """Say whether a line is nothing but names.

    Examples
    --------
    >>> is_byline("Mara Dolen/Ilan Dorvyn"), is_byline("Talks fail"), is_byline("They met.")
    (True, False, False)
    """
    return bool(_NAMES.fullmatch(text))


def is_biography(text: str, authors: Iterable[str]) -> bool:
    """Say whether a paragraph presents who wrote the article, of these names if any are known.

    Examples
    --------
    >>> is_biography("Mara Dolen is a reporter in Sarn.", ["Mara Dolen"])
    True
    >>> is_biography("Ilan Dorvyn is a writer in Sarn.", ["Mara Dolen"])
    False
    """
    known = [name for name in authors if " " in name]
    of_them = any(text.startswith(name) for name in known) or not known
    return of_them and bool(_BIOGRAPHY.match(text))
