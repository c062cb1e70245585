"""How a highlighted article looks: one style sheet, every rule below one class."""

from __future__ import annotations

__all__ = ["CODES", "STYLE", "WRAPPER"]

WRAPPER = "framing-highlight"

CODES = {
    "evaluation": "eval",
    "label": "label",
    "euphemism": "euph",
    "dysphemism": "dysph",
    "metaphor": "met",
    "intensifier": "int",
    "hedge": "hedge",
    "factive": "fact",
    "implicative": "impl",
    "generalisation": "gen",
    "stance": "verb",
    "naming": "name",
    "agent_deletion": "agent",
    "harm_mention": "harm",
    "concession": "conc",
    "so_called": "so-c",
    "scare": "scare",
}
"""What a category is called in the small print beside a marked word."""

_LIGHT = """
  --ink: #1b1b1b; --quiet: #55585c; --paper: #ffffff; --line: #c9ccd1; --shade: #f3f4f6;
  --quoted: #0b5c8a; --reported: #6d4d00; --distanced: #a23a00; --unsure: #5b5b5b;
  --loaded: #ffe2a3; --loaded-edge: #8a5a00;
  --epistemic: #dceefa; --epistemic-2: #bcdcf2; --epistemic-edge: #0b5c8a;
  --structural: #f4e6f5; --structural-2: #c591cf; --structural-edge: #7a2f86;
"""
_DARK = """
  --ink: #e9e9e6; --quiet: #b3b7bd; --paper: #15181c; --line: #4b5058; --shade: #20242a;
  --quoted: #7cc4f0; --reported: #e3b968; --distanced: #ff9f70; --unsure: #c0c0c0;
  --loaded: #574000; --loaded-edge: #e9bd4d;
  --epistemic: #123a52; --epistemic-2: #1d5474; --epistemic-edge: #7cc4f0;
  --structural: #432049; --structural-2: #8d4f98; --structural-edge: #dd9de8;
"""

# What stands behind a slash is said by a screen reader in the place of what is shown: a tag is a
# word of its own, a heading is its title alone, and the tip is left to the element's title. A
# browser that knows no slash takes the line before.
STYLE = f"""
.{WRAPPER} {{ {_LIGHT} color-scheme: light; }}
@media (prefers-color-scheme: dark) {{ .{WRAPPER} {{ {_DARK} color-scheme: dark; }} }}
[data-jp-theme-light="true"] .{WRAPPER} {{ {_LIGHT} color-scheme: light; }}
[data-jp-theme-light="false"] .{WRAPPER} {{ {_DARK} color-scheme: dark; }}
""" + """
.W { color: var(--ink); background: var(--paper); font: 1rem/1.75 Georgia, "Liberation Serif",
  "Noto Serif", serif; padding: 1.25rem; border: 1px solid var(--line); border-radius: 6px;
  max-width: 52rem; margin: 0 auto; box-sizing: border-box; text-align: start;
  overflow-wrap: anywhere; }
.W * { box-sizing: border-box; }
.W h2 { font: bold 1.4rem/1.4 Georgia, "Liberation Serif", "Noto Serif", serif; margin: 0 0 .4rem;
  color: var(--ink); border: 0; padding: 0; }
.W .about, .W .sum, .W .key, .W table, .W summary { font-family: system-ui, "Liberation Sans",
  "DejaVu Sans", sans-serif; font-size: .84rem; line-height: 1.5; color: var(--ink); }
.W .about, .W .sum { margin: 0 0 .4rem; color: var(--quiet); }
.W a { color: var(--quoted); }
.W .text { white-space: pre-wrap; margin: 1rem 0; unicode-bidi: isolate; }
.W .about, .W .seg, .W mark, .W bdi { unicode-bidi: isolate; }
.W .seg[data-label]::before { content: attr(data-label);
  content: attr(data-label) / attr(data-label) ": "; unicode-bidi: isolate;
  font: 600 .68rem/1 system-ui, "Liberation Sans", "DejaVu Sans", sans-serif; white-space: nowrap;
  border: 1px solid currentColor; border-radius: 3px; padding: .08rem .28rem; margin: 0 .3rem 0 0;
  vertical-align: -.14em; text-decoration: none; display: inline-block; color: var(--quiet);
  max-width: 100%; overflow: hidden; text-overflow: ellipsis; line-height: 1.1; }
.W .seg { text-decoration-thickness: 1px; text-underline-offset: .28em;
  text-decoration-skip-ink: none; }
.W .quoted { text-decoration-line: underline; text-decoration-style: solid;
  text-decoration-color: var(--quoted); }
.W .reported { text-decoration-line: underline; text-decoration-style: dashed;
  text-decoration-color: var(--reported); }
.W .distanced { text-decoration-line: underline; text-decoration-style: wavy;
  text-decoration-color: var(--distanced); }
.W .unsure { text-decoration-line: underline; text-decoration-style: dotted;
  text-decoration-color: var(--unsure); text-decoration-thickness: 2px; }
.W .quoted[data-label]::before { color: var(--quoted); }
.W .reported[data-label]::before { color: var(--reported); border-style: dashed; }
.W .distanced[data-label]::before { color: var(--distanced); border-width: 2px; }
.W .unsure[data-label]::before { color: var(--unsure); border-style: dotted; }
.W .aside { font-style: italic; background: var(--shade); }
.W mark { position: relative; color: var(--ink); background: var(--shade);
  border: 0 solid var(--quiet); border-block-width: 1px; padding: 0; }
.W mark.a { border-inline-start-width: 1px; padding-inline-start: .1em;
  border-start-start-radius: 3px; border-end-start-radius: 3px; }
.W mark.z { border-inline-end-width: 1px; padding-inline-end: .1em;
  border-start-end-radius: 3px; border-end-end-radius: 3px; }
.W mark.loaded { background: var(--loaded); border-color: var(--loaded-edge); }
.W mark.epistemic { background: repeating-linear-gradient(45deg, var(--epistemic) 0 4px,
  var(--epistemic-2) 4px 6px); border-style: dashed; border-color: var(--epistemic-edge); }
.W mark.structural { background: radial-gradient(var(--structural-2) 1.2px, transparent 1.6px)
  0 100% / 5px 5px repeat-x var(--structural); border-style: dotted;
  border-color: var(--structural-edge); padding-bottom: .2em; }
.W mark.many { border-block-style: double; border-block-width: 3px; }
.W mark[data-tag]::after { content: "\\2009" attr(data-tag);
  content: "\\2009" attr(data-tag) / " (" attr(data-tag) ")"; font: 700 .64rem/1 system-ui,
  "Liberation Sans", "DejaVu Sans", sans-serif; vertical-align: super; white-space: nowrap;
  margin-inline-start: .1em; background: var(--paper); color: var(--ink);
  padding: .05rem .15rem .05rem 0; border-radius: 2px; }
.W h2 mark[data-tag]::after { content: "\\2009" attr(data-tag) / ""; }
.W h2 .seg[data-label]::before { content: attr(data-label) / ""; }
.W mark:focus { outline: 3px solid var(--quoted); outline-offset: 1px; }
.W mark:focus::before { content: attr(data-tip); content: attr(data-tip) / "";
  position: fixed; bottom: 1rem; left: 1rem; z-index: 5;
  max-width: min(30rem, calc(100vw - 2rem)); white-space: pre-line;
  unicode-bidi: isolate; font: .84rem/1.5 system-ui, "Liberation Sans", "DejaVu Sans", sans-serif;
  background: var(--paper); color: var(--ink); border: 2px solid var(--quoted);
  border-radius: 4px; padding: .5rem .75rem; }
.W .key { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem .9rem; padding: 0;
  margin: 0 0 .4rem; }
.W .key li { margin: 0; }
.W details { margin-top: .6rem; }
.W summary { cursor: pointer; font-weight: 600; }
.W summary:focus-visible, .W .wide:focus-visible, .W a:focus-visible {
  outline: 3px solid var(--quoted); outline-offset: 2px; }
.W .wide { overflow-x: auto; }
.W.W table { border-collapse: collapse; width: 100%; table-layout: auto; margin: .4rem 0 0;
  border: 0; overflow-wrap: normal; }
.W.W thead, .W.W tbody, .W.W tr, .W.W tbody tr:nth-child(even) { background: none; }
.W.W tbody tr:nth-child(odd) { background: var(--shade); }
.W.W th, .W.W td { text-align: start; vertical-align: top; padding: .25rem .35rem;
  color: var(--ink); border: 0; border-bottom: 1px solid var(--line); white-space: normal;
  max-width: none; }
.W.W td.n { text-align: end; font-variant-numeric: tabular-nums; }
@media print { .W { border: 0; max-width: none; } .W mark { print-color-adjust: exact; } }
""".replace(".W", f".{WRAPPER}")
