"""What is said of somebody, and what somebody does: subjects, verbs of calling and blaming."""

from __future__ import annotations

from framing.cues import word_set
from framing.phrases import source_left
from framing.targets.phrases import by_whom, owner
from framing.targets.places import Hit, View

__all__ = ["blamed", "called", "manner", "predicate", "subject", "verb_of_calling"]

_CALLS = word_set(
    "call calls called calling brand brands branded branding dub dubs dubbed label labels labelled"
    " labeled deem deems deemed think thinks thought consider considers considered find finds found"
    " declare declares declared make makes made pronounce pronounced"
)
"""Verbs with an object and what it is called."""
_CALLS_AS = word_set(
    "describe describes described describing denounce denounces denounced denouncing slam slams"
    " slammed slamming blast blasts blasted condemn condemns condemned portray portrays portrayed"
    " depict depicts depicted paint paints painted cast casts dismiss dismisses dismissed attack"
    " attacks attacked mock mocks mocked ridicule ridicules ridiculed decry decries decried deride"
    " derides derided criticise criticises criticised criticize criticizes criticized hail hails"
    " hailed praise praises praised regard regards regarded view views viewed see sees seen saw"
    " characterise characterised characterize characterizes characterized brand brands branded"
    " label labels labelled labeled castigate castigated lambast lambasted"
)
_BLAMES = word_set(
    "accuse accuses accused accusing blame blames blamed blaming slam slams slammed blast blasts"
    " blasted condemn condemns condemned criticise criticises criticised criticize criticizes"
    " criticized denounce denounces denounced rebuke rebukes rebuked attack attacks attacked praise"
    " praises praised thank thanks thanked suspect suspected scold scolded fault faulted"
)
_BECOMES = word_set(
    "become becomes became becoming remain remains remained seem seems seemed look looks looked"
    " sound sounds sounded turn turns turned prove proves proved act acts acted behave behaves"
    " behaved appear appears appeared feel feels felt"
)
_VERBS = frozenset("VueEBGjx")
_FAR = 12


def verb_of_calling(view: View, hit: Hit) -> int:
    """Return the verb that gives somebody this name, or -1."""
    tags, word = view.reading.tags, view.actors.word
    opening = hit.opening - (word(hit.opening - 1) == "as")
    with_as = opening < hit.opening
    owned = tags[hit.opening] in "g'" and hit.opening == hit.first - 1
    if owned and not with_as and word(hit.opening) != "her":
        # Thought Dolen's reckless plan had failed
        return -1
    for k in range(opening - 1, max(hit.low, opening - _FAR) - 1, -1):
        if word(k) in (_CALLS_AS if with_as else _CALLS) and tags[k] not in "iK":
            return -1 if tags[k + 1] in "it" else k
        if tags[k] in ";:?VumvB" or (tags[k] == "," and k + 1 < opening - 6):
            break
    return -1


def called(view: View, hit: Hit) -> str:
    """Return who is called so (*called her a puppet*, *described the mayor as reckless*)."""
    verb = verb_of_calling(view, hit)
    if verb < 0:
        return ""
    tags, word = view.reading.tags, view.actors.word
    end = hit.opening - (word(hit.opening - 1) == "as")
    if tags[hit.opening] == "g" and verb == hit.opening - 1 and word(hit.opening) == "her":
        return view.actors.meant(hit.opening, hit.opening + 1)
    while end > verb + 1 and tags[end - 1] in "r,":
        end -= 1
    if end > verb + 1:
        return "" if tags[verb + 1] in "it&,shb" else view.actors.meant(verb + 1, end,
                                                                        hit.speaker)  # fmt: skip
    return subject_of(view, verb, hit) if is_passive(view, verb, hit) else ""


def is_passive(view: View, verb: int, hit: Hit) -> bool:
    tags, k = view.reading.tags, verb - 1
    while k > hit.low and tags[k] in "rz":
        k -= 1
    return k >= hit.low and tags[k] == "v"


def subject_of(view: View, verb: int, hit: Hit) -> str:
    """Return who stands as the subject before a verb and its helpers."""
    tags = view.reading.tags[hit.low : hit.high]
    group = verb - hit.low
    while group and tags[group - 1] in "ravmz":
        group -= 1
    start, end = source_left(tags, group)
    return view.actors.meant(start + hit.low, end + hit.low, hit.speaker)


def predicate(view: View, hit: Hit) -> str:
    """Return who is so (*Dolen is reckless*, *her plan was a disaster*, *he became a puppet*)."""
    tags, word = view.reading.tags, view.actors.word
    k = hit.opening - 1
    if word(k) in ("as", "like"):
        k -= 1
    while k > hit.low and tags[k] in "rz":
        k -= 1
    if k <= hit.low or not (tags[k] == "v" or word(k) in _BECOMES):
        return ""
    thing = hit.head >= hit.stop and not view.actors.is_somebody(hit.head)
    if tags[hit.opening] in "g'" or thing:
        return subject_of(view, k, hit) if tags[hit.opening] == "d" else ""
    return subject_of(view, k, hit)


def blamed(view: View, hit: Hit) -> str:
    """Return who is blamed (*accused Dolen of brutal tactics*)."""
    tags, word = view.reading.tags, view.actors.word
    for k in range(hit.opening - 1, max(hit.low, hit.opening - _FAR) - 1, -1):
        if tags[k] in ";:?,":
            break
        if word(k) not in _BLAMES or tags[k] == "K":
            continue
        for link in range(k + 1, hit.opening):
            if word(link) in ("of", "for", "over") and tags[link] in "fi":
                if link > k + 1:
                    return view.actors.meant(k + 1, link, hit.speaker)
                return subject_of(view, k, hit) if is_passive(view, k, hit) else ""
        break
    return ""


def subject(view: View, hit: Hit) -> str:
    """Return who does it (*Dolen botched the talks*, *vowed to whitewash them*)."""
    tags = view.reading.tags
    verb = hit.first
    passive = tags[hit.stop - 1] in "eEuV" and is_passive(view, verb, hit)
    if passive:
        return by_whom(view, hit)
    if verb > hit.low and tags[verb - 1] == "t":
        # Vowed to
        verb -= 2
        while verb > hit.low and tags[verb] not in "VueEvBa":
            if tags[verb] not in "ro":
                return ""
            verb -= 1
    return subject_of(view, verb, hit)


def manner(view: View, hit: Hit) -> str:
    """Return who acts in this manner (*Dolen recklessly signed*)."""
    tags = view.reading.tags
    k = hit.stop
    while k < hit.high and tags[k] == "r":
        k += 1
    if k >= hit.high or tags[k] not in _VERBS:
        return ""
    before = tags[hit.first - 1] if hit.first > hit.low else ""
    if tags[k] in "eEV" and before == "v":
        return by_whom(view, hit._replace(stop=k + 1, head=k))
    if tags[k] == "j" and before != "v":
        return ""
    if tags[k] in "xj" and before not in ("p", "q", "a", "m"):
        return owner(view, hit) if tags[hit.opening] in "g'" else ""
    return subject_of(view, hit.first, hit)
