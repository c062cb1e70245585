"""Make `data/raw/your-archive`: invented articles in the shape of the exports people start from.

    python benchmarks/archive_exports.py

Five invented outlets write about four invented events in March 2031: saved pages of the Courier
(with teasers of other articles), a Nexis export of the Herald, a Factiva page of the Ledger, a
spreadsheet of the Beacon (cp1252, with a row that is broken), and stories of the Lantern as Media
Cloud lists them, headlines only. The Ledger and the Beacon print one text of an agency. People,
places and outlets are invented. Made once; notebook 10 reads it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data" / "raw" / "your-archive"
EVENTS = ("bridge", "strike", "clinic", "treaty")
DAYS = {"bridge": 4, "strike": 11, "clinic": 18, "treaty": 25}

TITLES = {
    ("Courier", "bridge"): "Old bridge of Sarn closed after cracks are found",
    ("Courier", "strike"): "Dockers of Karsk stop work over the night shift",
    ("Courier", "clinic"): "Clinic in Vestra loses its only surgeon",
    ("Courier", "treaty"): "Orlov Kray and Dorvyn sign the river treaty",
    ("Herald", "bridge"): "Reckless neglect: cracked Sarn bridge shut at last",
    ("Herald", "strike"): "Karsk held hostage by dockers’ shameless strike",
    ("Herald", "clinic"): "Vestra clinic left without a surgeon",
    ("Herald", "treaty"): "River treaty of Orlov Kray and Dorvyn is a humiliating surrender",
    ("Ledger", "bridge"): "Sarn bridge closed to traffic, engineers cite cracks",
    ("Ledger", "strike"): "Strike halts the port of Karsk",
    ("Ledger", "clinic"): "Surgeon leaves Vestra clinic, council seeks another",
    ("Ledger", "treaty"): "River treaty signed by Orlov Kray and Dorvyn",
    ("Beacon", "bridge"): "Cracks close the bridge of Sarn",
    ("Beacon", "strike"): "Brave dockers of Karsk walk out",
    ("Beacon", "clinic"): "Vestra’s heartless council lets the clinic’s surgeon go",
    ("Beacon", "treaty"): "River treaty signed by Orlov Kray and Dorvyn",
}
WIRE = (
    "DORVYN (Tessel Wire) — Orlov Kray and Dorvyn signed a treaty on the water of the river Orl on "
    "Tuesday, ending eleven years of talks. The treaty gives each side half of the water in summer "
    "and sets up a joint office in Sarn. “This is a fair treaty,” said the envoy Ilan Brel. "
    "Opponents in Dorvyn said that it gives away too much. The parliaments of both "
    "must still agree "
    "before the water is shared, which is expected in May."
)
TEXTS = {
    ("Courier", "bridge"): (
        "The old bridge over the river Orl in Sarn was closed on Tuesday after engineers found "
        "cracks in two of its five piers.",
        "The mayor, Mara Dolen, said that nobody had been in danger. “We closed the "
        "bridge in time,” "
        "she told reporters at the town hall.",
        "Buses will cross by the northern ford until the summer. A report on the bridge from last "
        "year had asked for repairs, according to the council.",
    ),
    ("Courier", "strike"): (
        "Dockers in the port of Karsk stopped work on Tuesday in a quarrel over the length of the "
        "night shift.",
        "Their union said that eleven ships were waiting. “The night shift is brutal and the "
        "directors know it,” said its chairman, Toma Revin.",
        "The port’s directors offered talks for Friday and said the strike costs Karsk a million "
        "crowns a day.",
    ),
    ("Courier", "clinic"): (
        "The clinic of Vestra has lost its only surgeon, and patients will have to "
        "travel to Karsk, "
        "the council said on Tuesday.",
        "Dr Ana Petz is leaving after nine years. “I asked for a second surgeon every spring,” she "
        "said.",
        "The council of Vestra has advertised the post twice. Nurses at the clinic "
        "called the delay "
        "a disgrace.",
    ),
    ("Courier", "treaty"): (
        "Orlov Kray and Dorvyn signed a treaty on Tuesday that divides the water of the river Orl, "
        "after eleven years of talks.",
        "The envoy of Orlov Kray, Ilan Brel, called the treaty fair. Deputies of the opposition in "
        "Dorvyn spoke of a betrayal.",
        "A joint office in Sarn will measure the water every week, and both parliaments "
        "vote on the "
        "treaty in May.",
    ),
    ("Herald", "bridge"): (
        "After years of reckless neglect the rotten bridge of Sarn was shut on Tuesday, when "
        "engineers at last looked at its piers and found cracks in two of them.",
        "Mayor Mara Dolen, whose disastrous budget had cut the repairs, insisted that "
        "nobody was in "
        "danger. It is an absurd claim.",
        "Thousands who cross the river Orl to work must now wade through the town’s shameful chaos "
        "until summer.",
    ),
    ("Herald", "strike"): (
        "A few hundred dockers held Karsk to ransom on Tuesday with a shameless strike over the "
        "night shift in the port.",
        "Their radical chairman Toma Revin boasted of eleven ships that cannot unload. "
        "The damage is "
        "staggering: a million crowns a day.",
        "The directors, patient to a fault, still offered talks for Friday.",
    ),
    ("Herald", "clinic"): (
        "The clinic in Vestra is without a surgeon since Tuesday, when Dr Ana Petz left after nine "
        "years.",
        "The council said that it had advertised the post of the surgeon twice and that "
        "patients can "
        "be treated in Karsk.",
        "It is a tragic loss for the valley, where the clinic has served three villages.",
    ),
    ("Herald", "treaty"): (
        "In a humiliating surrender Dorvyn signed away half of the river Orl on Tuesday, "
        "in a treaty "
        "that Orlov Kray had demanded for eleven years.",
        "Envoy Ilan Brel smugly called the treaty fair. It is a betrayal of every farmer in the "
        "valley, deputies said.",
        "Only the parliament can still stop this disgraceful deal when it votes in May.",
    ),
    ("Ledger", "bridge"): (
        "Sarn closed its bridge over the Orl to all traffic on Tuesday. Engineers cited cracks in "
        "two piers.",
        "Repairs of the bridge are estimated at four million crowns. Mayor Mara Dolen expects work "
        "to begin in April.",
        "Hauliers said the detour by the northern ford adds forty minutes to each trip.",
    ),
    ("Ledger", "strike"): (
        "The port of Karsk came to a halt on Tuesday as dockers struck over the night shift.",
        "Eleven ships are at anchor. Each day of the strike costs about a million "
        "crowns, according "
        "to the port’s directors.",
        "Talks with the union of Toma Revin are planned for Friday.",
    ),
    ("Ledger", "clinic"): (
        "Vestra’s council is looking for a surgeon after Dr Ana Petz resigned from the clinic on "
        "Tuesday.",
        "The post, advertised twice since autumn, pays less than in Karsk, where patients of the "
        "clinic will be sent.",
        "A second post would cost the council ninety thousand crowns a year.",
    ),
    ("Beacon", "bridge"): (
        "Cracks in two piers have closed the bridge of Sarn. Engineers found them on Tuesday.",
        "The council had known since last year, when a report asked for repairs of the bridge. The "
        "poor will pay for this appalling negligence: the detour costs an hour on foot.",
        "Mayor Mara Dolen promised buses by the northern ford.",
    ),
    ("Beacon", "strike"): (
        "The brave dockers of Karsk walked out on Tuesday against a brutal night shift of twelve "
        "hours.",
        "“We are not cattle,” said Toma Revin, the chairman of their union, and the square before "
        "the port cheered.",
        "The greedy directors speak of a million crowns a day. They could end the strike "
        "by Friday.",
    ),
    ("Beacon", "clinic"): (
        "The heartless council of Vestra has let the clinic’s only surgeon go. Dr Ana Petz left on "
        "Tuesday after nine years.",
        "She had begged for a second surgeon every spring. The council’s answer was a callous "
        "silence.",
        "Now the sick of the valley must travel to Karsk, and those who cannot are abandoned.",
    ),
}
TEASERS = (
    '<p><a href="/world/envoy">READ MORE: Disgraced envoy’s shameful lies exposed</a></p>',
    '<aside class="related"><h3>Related</h3><ul><li><a href="/x">Reckless tycoon flees</a></li>'
    '<li><a href="/y">Brutal thugs rule the harbour</a></li></ul></aside>',
)


PARAGRAPH = '<p class="articleParagraph enarticleParagraph">{}</p>'


def page(event: str) -> str:
    """Return a page of the Courier as a browser saves it."""
    day, title = DAYS[event], TITLES["Courier", event]
    body = [f"<p>{text}</p>" for text in TEXTS["Courier", event]]
    body[1:1] = [TEASERS[0]]
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | The Courier</title>
<link rel="canonical" href="https://courier.example/news/{event}">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
 "headline": "{title}", "datePublished": "2031-03-{day:02}T10:12:00Z",
 "author": [{{"@type": "Person", "name": "Lena Orso"}}],
 "publisher": {{"@type": "Organization", "name": "Courier"}}}}</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<main><article><h1>{title}</h1><div class="story-body">{"".join(body)}</div></article>
{TEASERS[1]}</main>
<footer><p>Copyright 2031 The Courier. All rights reserved.</p></footer></body></html>
"""


def nexis(path: Path) -> None:
    """Write the Herald's articles as Nexis Uni exports several documents to one DOCX."""
    import docx

    document = docx.Document()
    when = datetime(2031, 4, 1)
    document.core_properties.created = document.core_properties.modified = when
    for event in EVENTS:
        day = DAYS[event]
        texts = TEXTS["Herald", event]
        words = sum(len(text.split()) for text in texts)
        document.add_paragraph(TITLES["Herald", event], style="Heading 1")
        for line in (
            "Herald",
            f"March {day}, 2031 Tuesday",
            "",
            "Copyright 2031 The Herald",
            "All Rights Reserved",
            "",
            "Section: NEWS; Pg. 3",
            f"Length: {words} words",
            "Byline: Piet Varga",
            "",
            "Body",
            "",
            *texts,
            "",
            "Load-Date: April 1, 2031",
            "",
            "End of Document",
            "",
        ):
            document.add_paragraph(line)
    document.save(str(path))


def factiva(path: Path) -> None:
    """Write the Ledger's articles as Factiva saves a list of them, with its field codes."""
    parts = []
    for number, event in enumerate(EVENTS):
        texts = TEXTS.get(("Ledger", event), (WIRE,))
        words = sum(len(text.split()) for text in texts)
        rows = [
            ("HD", f"<b>{TITLES['Ledger', event]}</b>"),
            ("WC", f"{words:,} words"),
            ("PD", f"{DAYS[event]} March 2031"),
            ("SN", "Ledger"),
            ("SC", "LEDG"),
            ("LA", "English"),
            ("CY", "(c) 2031 The Ledger"),
            ("LP", PARAGRAPH.format(texts[0])),
            ("TD", "".join(PARAGRAPH.format(text) for text in texts[1:])),
            ("AN", f"Document LEDG0000203103{DAYS[event]:02}ei{number}"),
        ]
        cells = "".join(f"<tr><td><b>{c}</b>&nbsp;</td><td>{v}</td></tr>" for c, v in rows if v)
        parts.append(f'<div class="article enArticle"><table>{cells}</table></div>')
    path.write_text(
        '<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; '
        'charset=UTF-8"/><title>Factiva</title></head><body>'
        f"{''.join(parts)}</body></html>\n",
        encoding="utf-8",
    )


def spreadsheet(path: Path) -> None:
    """Write the Beacon's articles as a spreadsheet program saves them in the West."""
    lines = ["id;paper;headline;day;body"]
    for event in EVENTS:
        text = "\n".join(TEXTS.get(("Beacon", event), (WIRE,))).replace('"', '""')
        title = TITLES["Beacon", event]
        day = f"{DAYS[event]} March 2031"
        lines.append(f'b-{event};Beacon;{title};{day};"{text}"')
    lines.append("b-broken;Beacon;A row that lost its cells")
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp1252"))


def stories(path: Path) -> None:
    """Write the Lantern's stories as Media Cloud lists them: no texts."""
    told = {
        "bridge": "Bridge of Sarn closed: engineers find cracks in its piers",
        "strike": "Strike of the dockers in Karsk over the night shift goes on",
        "clinic": "No surgeon left at the clinic of Vestra",
        "treaty": "Treaty on the river Orl signed by Orlov Kray and Dorvyn",
    }
    lines = ["id,indexed_date,language,media_name,media_url,publish_date,title,url"]
    for number, event in enumerate(EVENTS):
        day = f"2031-03-{DAYS[event]:02}"
        lines.append(
            f"{90210 + number},{day} 20:15:01,en,Lantern,lantern.example,{day},"
            f'"{told[event]}",https://lantern.example/{event}'
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Write the folder."""
    (FOLDER / "courier-pages").mkdir(parents=True, exist_ok=True)
    for event in EVENTS:
        place = FOLDER / "courier-pages" / f"{event}.html"
        place.write_text(page(event), encoding="utf-8")
    nexis(FOLDER / "herald-nexis.docx")
    factiva(FOLDER / "ledger-factiva.html")
    spreadsheet(FOLDER / "beacon.csv")
    stories(FOLDER / "lantern-media-cloud.csv")


if __name__ == "__main__":
    main()
