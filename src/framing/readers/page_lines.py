"""What stands on a page beside its article: told by what it says."""

from __future__ import annotations

import re

__all__ = ["is_appeal", "is_biography", "is_byline", "is_label", "said_by"]

_LINES = (
    ("page furniture", r"[\W_]*$"),
    (
        "teaser",
        r"(?:read|see|watch|listen|click|tap)\s+(?:more|also|next|here|now|on|the\s+full)\b.{0,15}[:!.]?\s*$"
        r"|(?:read\s+more|more\s+to\s+read|read\s+also|also\s+read|read\s+next|read|see\s+also|also\s+see"
        r"|see\s+more|watch|watch\s+(?:live|now|more)|listen|related(?:\s+\w+)?|recommended|must[\s-]+read"
        r"|don['’]t\s+miss|more(?:\s+on\s+this)?|in\s+pictures|in\s+other\s+news|further\s+reading"
        r"|also\s+in|editor['’]?s['’]?\s+picks?)\s*[:|»›–—]"
        r"|for\s+(?:more|all\s+the\s+latest)\b.{0,60}\b(?:check|visit|click|follow|read|go\s+to|see)\b"
        r"|(?:read\s+more|click\s+here|tap\s+here|continue\s+reading|keep\s+reading)\b"
        r"|related(?:\s+\w+)?\s*$|recommended(?:\s+\w+)?\s*$|most\s+(?:read|viewed|popular|shared)\b.{0,30}$"
        r"|(?:you\s+may\s+(?:also\s+)?like|what\s+to\s+read\s+next|up\s+next|top\s+stories|more\s+stories"
        r"|editor['’]?s['’]?\s+picks?|trending(?:\s+now)?|in\s+this\s+article)\W*$"
        r"|(?:more|latest|top|trending)\s+(?:from|in|on|stories|news|videos?)\b.{0,30}$",
    ),
    ("embedded post", r"[—–-]\s?.{0,80}\(@\w+\)|.*\bpic\.(?:twitter|x)\.com/|.*\bhttps?://t\.co/"),
    (
        "newsletter",
        r"(?:.*\b)?(?:sign(?:ing)?[\s-]+up|subscrib\w+|regist\w+)\b.*"
        r"\b(?:newsletters?|inbox|alerts|e-?mails|app|bulletin|updates|briefing)\b"
        r"|(?:sign\s+up\s+(?:for|to|here|now)|subscribe\s+(?:to|now|here|for))\b"
        r"|.*\b(?:in|to|into)\s+your\s+inbox\b"
        r"|(?:click\s+here\s+to\s+)?(?:download|get)\s+(?:the|our)\b.{0,30}\bapp\b"
        r"|.*\bas\s+a\s+preferred\s+source\b|.*\bour\b.{0,20}\bwhatsapp\s+(?:channel|community|group)"
        r"|get\s+(?:the\s+latest|daily|our|breaking|real-time)\b.{0,120}$"
        r"|(?:please\s+)?(?:support|donate|become\s+an?\s+(?:member|subscriber|supporter|patron)|help\s+us)\b.*"
        r"\b(?:journalism|independent|donat\w+|member\w*|contribut\w+)\b"
        r"|(?:this\s+\w+\s+is\s+(?:only\s+)?for\s+subscribers|.{0,80}\bto\s+(?:continue|keep)\s+reading\b)"
        r"|.*\b(?:réservée?s?\s+aux\s+abonnés|il\s+vous\s+reste\b.*\bà\s+lire)"
        r"|(?:.{0,40}\b)?(?:follow|like|join|find)\s+(?:us|our|him|her|them|the\s+\w+|@?\w+)\s+on\s+"
        r"(?:twitter|x|facebook|instagram|google|tiktok|youtube|whatsapp|telegram|linkedin|bluesky)\b",
    ),
    (
        "page furniture",
        r"(?:advertisement|article\s+content|story\s+continues|continues?\s+below|loading|share|comments?"
        r"|print|save|copy\s+link|image\s+source|skip\s+to|this\s+advertisement|sponsored|promoted|close"
        r"|video|table\s+of\s+contents|contents|jump\s+to|reklama|реклама|anzeige|publicité|publicidad)\b"
        r".{0,40}$"
        r"|(?:\w+day,?\s+)?(?:\d{1,2}\s+[a-z]+|[a-z]+\.?\s+\d{1,2}),?\s+\d{4}\b[^.!?]{0,40}$"
        r"|(?:topics?|tags?|filed\s+under|keywords|related\s+topics|categories|sections?)\s*:"
        r"|\d+\s+(?:sec\w*|min\w*|hours?|hrs?|days?)\s+ago"
        r"|(?:\d+\s+)?min(?:ute)?s?\s+read\b|\d+\s+min(?:ute)?s?(?:\s+read)?\W*$"
        r"|(?:join|visit|enter)\s+(?:our|the)\s+(?:comment|conversation|discussion|forum)"
        r"|(?:all\s+rights\s+reserved|copyright\b|©|\(c\)\s)|.{0,160}\ball\s+rights\s+reserved\b"
        r"|(?:please\s+)?(?:log\s?in|log\s?out|sign\s+in|register)\b.{0,120}$"
        r"|this\s+(?:article|story|post|page|piece|content)\s+(?:was|is|has\s+been|contains|may|first|originally)"
        r"\b.{0,160}(?:affiliate|commission|translat|originally|first\s+(?:published|appeared)|updated|licen[cs]e"
        r"|syndicat|republish|reprinted).*"
        r"|(?:the\s+post\s+)?.{0,160}\b(?:first\s+appeared|appeared\s+first|originally\s+(?:appeared|published))\s+(?:on|in|at)\b"
        r"|.{0,160}\bearn\s+(?:us\s+)?an?\s+(?:affiliate\s+)?commission\b|.{0,160}\bplease\s+bookmark\b"
        r"|our\s+standards\s*:|the\s+(?:views|opinions)\s+expressed\b"
        r"|(?:this\s+is\s+a\s+)?(?:breaking|developing)\s+(?:news?\s+)?story\b.{0,80}$|more\s+to\s+follow\b.{0,20}$"
        r"|(?:last\s+|first\s+)?(?:updated|published|posted|modified)\s*(?:on|at|:)",
    ),
    (
        "author",
        r"by\s+(?-i:[A-Z])[\w.'’-]*(?:\s+[\w.,'’&|-]+){0,8}(?<![.!?])$"
        r"|(?:e-?mail|contact|write\s+to|twitter|reach)\b.{0,40}\S+@\S+\.\w+\W*$|\S+@\S+\.\w+\W*$"
        r"|.{0,100}\b(?:get\s+in\s+touch|e-?mail(?:\s+us)?|contact\s+us|send\s+(?:us|your)|tips?\s+to)\b"
        r".{0,60}\S+@\S+\.\w+"
        r"|do\s+you\s+have\s+(?:a|any)\s+(?:story|tip|news|information|question)",
    ),
    (
        "credit",
        r"additional\s+reporting\s+(?:by|from)\b.{0,280}$"
        r"|(?:with\s+)?(?:additional\s+)?(?:reporting|writing|editing|edited|compiled|translated|produced)"
        r"\s+(?:and\s+\w+\s+)?by\b.{0,280}$"
        r"|(?:the\s+)?(?:associated\s+press|ap|afp|reuters|bloomberg)\b.{0,160}\bcontributed\s+to\s+this\b"
        r"|\S.{0,200}\bcontributed\s+(?:to\s+this\s+(?:report|story|article)|reporting)\b\W*$"
        r"|with\s+(?:files|reporting)\s+(?:from|by)\b.{0,160}$",
    ),
    (
        "caption",
        r"(?:photo(?:graph)?|image|picture|credit|source|pic|video|graphic|illustration)s?\s*"
        r"(?::|by\b|credit|courtesy).{0,200}$|file\s+photo\b"
        r"|.{0,260}(?:\bgetty\s+images|\bshutterstock|\bap\s+photo|\bistock|\breuters/\w+|\bafp\s+via\b.{0,20}"
        r"|/\s?(?:ap|afp|reuters|getty|epa|shutterstock))\s*[)\]]?\s*$",
    ),
)
_BIOGRAPHY = re.compile(
    r"(?:[A-Z][\w.'’-]+\s+){2,4}(?:is|was|covers|has\s+been|writes|reports|joined|works)\s+(?:.*\b)?"
    r"(?:reporter|correspondent|editor|writer|columnist|journalist|author|professor|fellow|contributor|"
    r"covers|covering|covered|writes)\b"
)
_APPEAL = re.compile(
    r"\b(?:(?:make|with|give)\s+(?:a|your)\s+(?:\S+\s+)?(?:donation|gift|contribution)"
    r"|your\s+(?:\S+\s+)?(?:donation|support|contribution|subscription)"
    r"|(?:please|to)\s+(?:donate|contribute|subscribe)|support\s+(?:our|independent|this)"
    r"|readers\s+like\s+you)\b.*"
    r"\b(?:journalism|newsroom|reporting|reporters|independent|magazine|publication|our\s+work)\b"
    r"|\b(?:our|independent|fearless)\s+(?:\S+\s+)?(?:journalism|reporting|newsroom)\b.*"
    r"\b(?:donat\w+|contribut\w+|your\s+support|readers\s+like\s+you)\b",
    re.IGNORECASE | re.DOTALL,
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
    if len(text) > _LONGEST_LINE:
        return ""
    return next((kind for kind, says in _SAYS if says.match(text)), "")


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
    >>> is_appeal("Please donate: independent journalism costs money.")
    True
    >>> is_appeal("The council asked for support of the port.")
    False
    """
    return bool(_APPEAL.search(text))


def is_byline(text: str) -> bool:
    """Say whether a line is nothing but names.

    Examples
    --------
    >>> is_byline("Mara Dolen/Ilan Dorvyn"), is_byline("Talks fail"), is_byline("They met.")
    (True, False, False)
    """
    return bool(_NAMES.fullmatch(text))


def is_biography(text: str) -> bool:
    """Say whether a paragraph presents who wrote the article.

    Examples
    --------
    >>> is_biography("Mara Dolen is a reporter in Sarn."), is_biography("Mara Dolen is ill.")
    (True, False)
    """
    return bool(_BIOGRAPHY.match(text))
