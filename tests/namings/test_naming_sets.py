"""What the shipped naming sets find, and the literal senses they pass over."""

from __future__ import annotations

import pytest
from cases import marked, plain

from framing import read_lexicon
from framing.matching import find_hits
from framing.words import WordIndex

LEXICON = read_lexicon("loaded")
CASES = [
    # towns
    ("kyiv/Kiev", "They ate chicken Kiev while Dynamo Kiev lost; rain fell in ‹Kiev›."),
    ("chernihiv/Chernigov", "A train from ‹Chernigov› to Chernihiv was late."),
    ("rivne/Rovno", "She was born in ‹Rovno›."),
    ("vinnytsia/Vinnitsa", "Rockets hit ‹Vinnitsa› and Vinnytsia."),
    ("zhytomyr/Zhytomyr", "The road from ‹Zhytomyr› is open."),
    ("sievierodonetsk/Severodonetsk", "‹Severodonetsk› is now Siverskodonetsk."),
    ("kryvyi_rih/Krivoy Rog", "The steelworks of ‹Krivoy Rog›, or ‹Krivoi Rog›, were shelled."),
    ("chisinau/Kishinev", "The Kishinev pogrom was in 1903. A bus left ‹Kishinev›."),
    ("denali/Denali", "‹Denali› rises in Denali National Park."),
    ("north_macedonia/Republic of Macedonia", "Envoys of the ‹Republic of Macedonia› came."),
    ("north_macedonia/North Macedonia", "Envoys of the ‹Republic of North Macedonia› came."),
    # war
    ("war/special military operation", "Moscow speaks of a ‹special operation› in Ukraine."),
    ("war/special military operation", "Special operations forces landed near the Ukraine border."),
    ("war/special military operation", "The ‹special military operation› goes on."),
    ("war/war", "After the Cold War came the ‹war›; a price war is none."),
    ("war/invasion", "The ‹full-scale invasion› began; it was an invasion of privacy too."),
    ("donbas_forces/pro-Russian", "The ‹pro-Russian› separatists met a pro-Russian senator."),
    ("donbas_forces/Russia-backed", "‹Russian-backed› rebels and ‹Kremlin-backed› forces fled."),
    ("donbas_forces/Russia-backed", "Russian-backed forces in Syria took Aleppo."),
    ("donbas_forces/self-defence forces", "Japan’s self-defence forces sailed by."),
    ("donetsk_republic/People's Republic", "In 2014 the ‹Donetsk People’s Republic› rose."),
    (
        "donetsk_republic/self-proclaimed People's Republic",
        "The ‹self-proclaimed Donetsk People’s Republic› fell.",
    ),
    ("maidan/coup", "He called it a ‹coup in Kiev›; there was a coup in Sarn too."),
    ("maidan/Maidan revolution", "After the ‹2014 revolution› in Kyiv he fled."),
    ("nato_growth/expansion", "He opposes ‹NATO’s eastward expansion›."),
    ("rebels/extremists", "‹Extremists› took the bridge; right-wing extremists marched."),
    ("rebels/militiamen", "Two ‹militiamen› and a fighter jet were seen."),
    ("hired_soldiers/mercenaries", "‹Mercenaries› took the mine for mercenary motives."),
    ("israeli_army/occupation forces", "‹Israeli occupation forces› entered the town."),
    ("israeli_army/IDF", "The ‹Israel Defense Forces› and the ‹IDF› said so."),
    ("gaza_ministry/Hamas-run health ministry", "The ‹Hamas-run health ministry› gave figures."),
    ("gaza_ministry/Gaza health ministry", "‹Gaza’s health ministry› gave figures."),
    ("settlers/settlers", "Israeli ‹settlers› burned the grove; Dutch settlers built the mill."),
    # economy and politics
    ("tax_cuts/tax relief", "The party wants ‹tax relief› and a tax cut."),
    ("tax_cuts/tax cut", "The party wants ‹tax cuts› and tax breaks."),
    ("tax_rises/tax hike", "A ‹tax hike› is a tax increase."),
    ("welfare/handouts", "They live on government ‹handouts›; a handout photo shows one."),
    ("welfare/welfare", "He lost his ‹welfare›; animal welfare and the welfare of pupils matter."),
    ("single_payer/socialised medicine", "He calls it ‹socialized medicine›."),
    ("gun_laws/gun safety", "She wants ‹gun safety›; he took a gun safety course."),
    ("gun_laws/gun control", "‹Gun control› failed in the senate."),
    ("rifles/modern sporting rifle", "The trade calls them ‹modern sporting rifles›."),
    ("far_right/far right", "The ‹far-right› party won; her son, far right, smiled in the photo."),
    ("far_left/radical left", "The ‹radical left› marched."),
    ("russia_inquiry/witch hunt", "Trump calls the Russia case a ‹witch hunt›."),
    ("russia_inquiry/witch hunt", "The witch hunts of Sarn ended in 1690."),
    ("tycoons/oligarchs", "Two ‹oligarchs› and a tycoon own the port."),
    ("climate_doubters/climate sceptics", "‹Climate change sceptics› and climate deniers met."),
    ("taiwan_union/reunification", "Beijing wants ‹reunification› with Taiwan."),
    ("taiwan_union/reunification", "German reunification came in 1990."),
    ("coronavirus/China virus", "He said “the ‹Chinese virus›” and coronavirus."),
    # migration
    ("migrants/economic migrants", "They are ‹economic migrants›, he said, not refugees."),
    ("migrants/migrants", "They are ‹migrants›, not economic migrants."),
    ("irregular_migration/illegal invasion", "He warned of an ‹invasion of migrants›."),
    (
        "legal_status/amnesty",
        "‹Amnesty› for undocumented workers failed, says Amnesty International.",
    ),
    ("legal_status/path to citizenship", "A ‹pathway to citizenship› is open."),
    ("family_migration/chain migration", "‹Chain migration› must end, he said."),
    (
        "migrant_camps/cages",
        "Migrant children sat in ‹cages›; the lion slept in a cage at the zoo.",
    ),
    ("migrant_crisis/border crisis", "The ‹border crisis› is a migrant crisis."),
    # crime, police, protest
    ("police_shooting/officer-involved shooting", "It was an ‹officer-involved shooting›."),
    (
        "police_shooting/police shooting",
        "After the ‹police shooting› a police shooting range shut.",
    ),
    ("police_shooting/killed by police", "He was ‹killed by police› on Sunday."),
    ("mass_shooting/massacre", "A gunman carried out the ‹massacre›; the bridge massacre of 1690."),
    ("mass_shooting/mass shooting", "It was the third ‹mass shooting›."),
    ("convicts/felons", "‹Felons› may vote, former inmates too."),
    ("homeless/the homeless", "He feeds ‹the homeless›; the homeless shelter is full."),
    # abortion, family
    ("abortion_limits/heartbeat bill", "The ‹heartbeat bill› is a six-week ban."),
    ("abortion_late/late-term abortion", "He wants to ban ‹late-term abortions›."),
    ("unborn/unborn child", "It protects the ‹unborn child›, or foetus."),
    ("same_sex_marriage/marriage equality", "She voted for ‹marriage equality›."),
    ("trans_care/gender-affirming care", "The clinic offers ‹gender-affirming care›."),
]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_a_name_is_found_where_it_is_one(name: str, case: str) -> None:
    index = WordIndex([plain(case)])
    spans = [
        (int(index.starts[hit.first]), int(index.ends[hit.last]))
        for hit in find_hits(index, LEXICON)
        if LEXICON.terms[hit.term].category == f"naming:{name}"
    ]
    assert marked(plain(case), spans) == case


def test_every_set_says_what_it_is_and_how_its_names_differ() -> None:
    for name, item in LEXICON.naming.items():
        assert item.definition.endswith("."), name
        assert item.note, name
        assert len(item.alternatives) > 1, name
        assert set(item.alternatives.values()) <= {0, 1}, name


def test_styles_stand_in_the_order_of_their_days() -> None:
    for name, item in LEXICON.naming.items():
        days = [style.since for style in item.styles]
        assert days == sorted(days), name
