"""Which paragraphs of a saved page are the article, and what the others are.

Trafilatura (Barbaresi 2021) says roughly where the article stands; where in the page's tree its
paragraphs hang says what else belongs to it, and what stands among it without being it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from framing.errors import import_extra
from framing.readers.page_blocks import ENDS, Block, find_blocks, tokens_of
from framing.readers.page_metadata import Metadata

__all__ = ["Body", "find_body"]

_KINDS = (
    ("caption", r"caption|figcaption|credits?|image|img|photo|picture|media|gallery|slideshow"),
    ("embedded post", r"twitter|tweet|instagram|facebook|tiktok|bluesky|telegram|embed|iframe"),
    ("pull quote", r"pull ?quotes?"),
    (
        "teaser",
        r"related|recommend(?:ed|ations?)?|recirc(?:ulation)?|teasers?|promo|promos|more on|more from|"
        r"read ?more|also read|read ?also|read next|see also|most read|most viewed|popular|trending|"
        r"outbrain|taboola|onward|latest|top stories|in brief|suggested|up next|article links?",
    ),
    (
        "newsletter",
        r"news ?letters?|sign ?up|subscribe|subscription box|register|registration|optin|donat\w+|"
        r"app promo|whatsapp|push notification|call to action|cta|membership",
    ),
    ("author", r"by ?line|bio|author|authors|contributors?|about the|writer|profile"),
    ("comments", r"comments?|disqus|viafoura|coral|discussion|forum"),
    (
        "page furniture",
        r"nav|navigation|menu|breadcrumbs?|footer|cookies?|consent|share|sharing|social|toolbar|"
        r"skip|ad|ads|adv|advtext|advert|advertisement|adslot|sponsor\w*|tags?|topics?|keywords|timestamp|date|"
        r"dateline|time|disclaimer|correction|disclosure|affiliate|player|video|audio|podcast|"
        r"print|login|modal|popup|hidden|sr only|visually hidden|screen reader|sidebar|"
        r"widget|toc|table of contents|jump|poll|quiz|rating|copyright|metadata|meta",
    ),
)
_NAMED = [(kind, re.compile(rf"(?:^| )(?:{words})(?= |$)")) for kind, words in _KINDS]
_TAGS = {
    "figure": "caption",
    "figcaption": "caption",
    "aside": "teaser",
    "nav": "page furniture",
    "footer": "page furniture",
    "menu": "page furniture",
    "form": "newsletter",
    "table": "table",
    "address": "author",
    "h1": "title",
}
_STANDFIRST = re.compile(
    r"(?:^| )(?:stand ?first|dek|deck|sub ?titles?|sub ?head(?:line|ing)?s?|summary|excerpt|lead|lede"
    r"|intro|teaser text|description|abstract|strap ?line|sell|synopsis|sub ?deck)(?= |$)"
)
# An element that holds so much of the article is no box beside it, whatever its name.
_HOLDS = 0.3
_MOST = 0.85
_LINKED = 0.25
_LABEL_WORDS = 4
_REGIONS = frozenset({"article", "main"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_PROSE = _HEADINGS | {"p", "li", "blockquote", "div"}


class Body(NamedTuple):
    """The article on a page.

    Attributes
    ----------
    paragraphs : tuple of str
        In order.
    left : mapping
        What was left out from among them: the kind -> its texts.
    """

    paragraphs: tuple[str, ...]
    left: dict[str, list[str]]
    tags: tuple[str, ...] = ()



_LINES = (
    ("page furniture", r"[\W_]*$"),
    (
        "teaser",
        r"(?:read|see|watch|listen|click|tap)\s+(?:more|also|next|here|now|on|the\s+full)\b.{0,15}[:!.]?\s*$"
        r"|(?:read\s+more|more\s+to\s+read|read\s+also|also\s+read|read\s+next|read|see\s+also|also\s+see"
        r"|see\s+more|watch|watch\s+(?:live|now|more)|listen|related(?:\s+\w+)?|recommended|must[\s-]+read"
        r"|don['’]t\s+miss|more(?:\s+on\s+this)?|in\s+pictures|in\s+other\s+news|further\s+reading"
        r"|also\s+in|editor['’]?s['’]?\s+picks?)\s*[:|»›–—]"
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
        r"|(?:.{0,40}\b)?(?:follow|like|join|find)\s+(?:us|our|him|her|them|the\s+\w+|@?\w+)\s+on\s+"
        r"(?:twitter|x|facebook|instagram|google|tiktok|youtube|whatsapp|telegram|linkedin|bluesky)\b",
    ),
    (
        "page furniture",
        r"(?:advertisement|article\s+content|story\s+continues|continues?\s+below|loading|share|comments?"
        r"|print|save|copy\s+link|image\s+source|skip\s+to|this\s+advertisement|sponsored|promoted|close"
        r"|video|table\s+of\s+contents|contents|jump\s+to|reklama|реклама|anzeige|publicité|publicidad)\b"
        r".{0,40}$"
        r"|(?:topics?|tags?|filed\s+under|keywords|related\s+topics|categories|sections?)\s*:"
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
        r"(?:e-?mail|contact|write\s+to|twitter|reach)\b.{0,40}\S+@\S+\.\w+\W*$|\S+@\S+\.\w+\W*$"
        r"|.{0,100}\b(?:get\s+in\s+touch|e-?mail(?:\s+us)?|contact\s+us|send\s+(?:us|your)|tips?\s+to)\b"
        r".{0,60}\S+@\S+\.\w+"
        r"|do\s+you\s+have\s+(?:a|any)\s+(?:story|tip|news|information|question)",
    ),
    (
        "credit",
        r"(?:with\s+)?(?:additional\s+)?(?:reporting|writing|editing|edited|compiled|translated|produced)"
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
_LABEL = re.compile(r"[A-Z][A-Z0-9 ’'&-]{2,30}:|[\w ]{2,20}[:|»›]\s")
_SAYS = [(kind, re.compile(rf"[\W_]*(?:{pattern})", re.IGNORECASE)) for kind, pattern in _LINES]
_LONGEST_LINE = 320
_SHORT = 25


class Page(NamedTuple):
    """What is known of a page beside its tree."""

    title: str
    authors: str
    host: str
    told: set[str]


def find_body(root: Any, markup: str, about: Metadata) -> Body:
    """Find the article's paragraphs on a page.

    Parameters
    ----------
    root : lxml element
        The page, parsed.
    markup : str
        The page as it was saved.
    about : Metadata
        What it says of itself.

    Returns
    -------
    Body
        Without paragraphs where the page holds no article.
    """
    library = import_extra("read_corpus", "trafilatura", "trafilatura", "archives")
    rough = library.extract(markup, include_comments=False) or ""
    lines = {_squeeze(re.sub(r"^- ", "", line)) for line in rough.splitlines()} - {""}
    votes = "".join(_squeeze(re.sub(r"^- ", "", line)) for line in rough.splitlines())
    blocks = find_blocks(root)
    core = [_is_core(_squeeze(b.text), lines, votes) for b in blocks]
    if not any(core):
        return Body((), {})
    held = _held(b for b, c in zip(blocks, core, strict=True) if c)
    whole = held[root]
    frame = root
    while (inner := next((c for c in frame if held[c] >= _MOST * whole), None)) is not None:
        frame = inner
    told = {_bare(d) for d in about.descriptions if d}
    page = Page(about.title, _bare(about.author), about.host, told)
    return _select(blocks, core, held, frame, page)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _bare(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))


def _is_core(text: str, lines: set[str], votes: str) -> bool:
    return text in lines or (len(text) >= _SHORT and text in votes)


def _held(core: Iterable[Block]) -> Counter[Any]:
    """Return how many characters of the article each element holds."""
    held: Counter[Any] = Counter()
    for block in core:
        held[block.element] += len(block.text)
        for above in block.element.iterancestors():
            held[above] += len(block.text)
    return held


def _select(
    blocks: list[Block],
    core: list[bool],
    held: Counter[Any],
    frame: Any,
    page: Page,
) -> Body:
    whole = held[frame]
    region = next((e for e in (frame, *frame.iterancestors()) if e.tag in _REGIONS), frame)
    inside = [frame in (b.element, *b.element.iterancestors()) for b in blocks]
    around = [region in (b.element, *b.element.iterancestors()) for b in blocks]
    places = [i for i, c in enumerate(core) if c and inside[i]]
    first, last = places[0], places[-1]
    paths = {_path(blocks[i].element, frame) for i in places}
    parents = {blocks[i].element.getparent() for i in places}
    alike = Counter(_signature(blocks[i].element) for i in places)
    boxes = _boxes(blocks)
    kinds: dict[int, str] = {}
    headline = _bare(page.title)
    above = max((i for i in range(first) if _bare(blocks[i].text) == headline), default=first)
    for i, block in enumerate(blocks):
        near = inside[i] and first <= i <= last
        kind = _kind(block, held, whole, boxes, page)
        if near and not core[i]:
            beside = block.element.getparent() in parents and block.element.tag in _PROSE
            beside = beside or _path(block.element, frame) in paths
            kind = kind or ("" if beside else "other")
        elif not near and around[i] and not kind and alike[_signature(block.element)] > 1:
            if not ENDS.search(block.text):
                continue
        elif not near:
            if not above < i < first or not _is_standfirst(block, kind, page.told):
                continue
            kind = ""
        if headline and _bare(block.text) == headline:
            kind = "title"
        elif _bare(block.text).removeprefix("by") == page.authors:
            kind = "author"
        kinds[i] = kind
    _drop_repeats(blocks, kinds)
    _drop_headings(blocks, kinds)
    _drop_biographies(blocks, kinds)
    left: dict[str, list[str]] = {}
    for i, kind in kinds.items():
        if kind and kind != "title":
            left.setdefault(kind, []).append(blocks[i].text)
    kept = [i for i, kind in kinds.items() if not kind]
    return Body(tuple(blocks[i].text for i in kept), left, tuple(blocks[i].element.tag for i in kept))


def _signature(element: Any) -> tuple[str, ...]:
    parent = element.getparent()
    tags = [e.tag for e in element.iterancestors()]
    return (element.tag, tokens_of(parent) if parent is not None else "", *tags)


def _drop_repeats(blocks: list[Block], kinds: dict[int, str]) -> None:
    """Pull quotes and key points say again what a paragraph says."""
    bare = {i: _bare(blocks[i].text) for i, kind in kinds.items() if not kind}
    for i, text in bare.items():
        if blocks[i].element.tag in _HEADINGS | {"p"} or len(text) < _SHORT:
            continue
        if any(text in other and len(other) > len(text) for k, other in bare.items() if k != i):
            kinds[i] = "pull quote"


def _drop_biographies(blocks: list[Block], kinds: dict[int, str]) -> None:
    """Who wrote it stands below it."""
    for i in [i for i, kind in kinds.items() if not kind][-3:]:
        if _BIOGRAPHY.match(blocks[i].text):
            kinds[i] = "author"


def _path(element: Any, frame: Any) -> tuple[str, ...]:
    tags = [element.tag]
    for above in element.iterancestors():
        if above is frame:
            break
        tags.append(above.tag)
    return tuple(tags)


def _boxes(blocks: list[Block]) -> tuple[Counter[Any], Counter[Any]]:
    """Return how many characters each element holds, and how many of them are links."""
    chars: Counter[Any] = Counter()
    links: Counter[Any] = Counter()
    for block in blocks:
        for element in (block.element, *block.element.iterancestors()):
            chars[element] += len(block.text)
            links[element] += block.linked
    return chars, links


def _is_standfirst(block: Block, kind: str, told: set[str]) -> bool:
    bare = _bare(block.text)
    if kind in ("caption", "credit", "newsletter", "embedded post"):
        return False
    if len(block.text) < _SHORT or block.linked > 0.5 * len(block.text):
        return False
    if any(bare == d or (len(bare) > 40 and d.startswith(bare)) for d in told):
        return True
    if _STANDFIRST.search(tokens_of(block.element)):
        return True
    if kind or block.element.tag == "li":
        return False
    near = list(block.element.iterancestors())[:2]
    if any(_STANDFIRST.search(tokens_of(e)) for e in near):
        return True
    return block.element.tag == "p" and len(block.text) > 60 and bool(ENDS.search(block.text))


def _kind(
    block: Block,
    held: Counter[Any],
    whole: int,
    boxes: tuple[Counter[Any], Counter[Any]],
    page: Page,
) -> str:
    """Say what a block is by where it stands, then by what it says; empty is the article."""
    chars, links = boxes
    for element in (block.element, *block.element.iterancestors()):
        if held[element] >= _HOLDS * whole:
            break
        if kind := _TAGS.get(element.tag, ""):
            return kind
        named = tokens_of(element)
        for kind, pattern in _NAMED:
            if pattern.search(named):
                if kind == "teaser" and links[element] < _LINKED * chars[element]:
                    continue
                return kind
    if block.linked >= 0.9 * len(block.text) and _leads_inside(block.element, page.host):
        return "teaser"
    if block.linked >= 0.6 * len(block.text) and _LABEL.match(block.text):
        return "teaser"
    if len(block.text) <= _LONGEST_LINE:
        for kind, says in _SAYS:
            if says.match(block.text):
                return kind
    # Prices, sizes, scores: what ends no sentence is nobody's narration.
    return "list" if _listed(block.element) and not ENDS.search(block.text) else ""


def _listed(element: Any) -> bool:
    return any(e.tag in ("li", "dd", "dt") for e in (element, element.getparent()) if e is not None)


def _leads_inside(element: Any, host: str) -> bool:
    """Say whether a link leads to the same site: others are sources, not teasers."""
    links = [a.get("href", "") for a in element.iter("a")]
    links += [a.get("href", "") for a in element.iterancestors("a")]
    site = ".".join(host.split(".")[-2:])
    return not host or any("//" not in link or site in link for link in links)


def _drop_headings(blocks: list[Block], kinds: dict[int, str]) -> None:
    """A heading with nothing of the article under it heads what was left out."""
    under = "end"
    for i in reversed(list(kinds)):
        text = blocks[i].text
        if under == "list" and text.endswith(":") and len(text.split()) <= _LABEL_WORDS:
            kinds[i] = kinds[i] or "list"
        elif blocks[i].element.tag in _HEADINGS and not kinds[i]:
            if under in ("end", "teaser", "newsletter", "comments"):
                kinds[i] = "teaser" if under == "end" else under
        else:
            under = kinds[i] if under != "end" or not kinds[i] else under
