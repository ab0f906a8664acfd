#!/usr/bin/env python3
"""Reads the HTML of kate-syntax-highlighter, and writes each coloured piece as Name{text}."""

import html
import re
import sys

# What the theme Breeze Light does with the default styles in edition.xml.
NAMES = {
    "color:#0057ae;": "Key",
    "color:#bf0303;": "Value",
    "font-weight:bold;": "Heading",
    "color:#006e28;font-weight:bold;": "Footnote",
    "color:#006e28;": "Reference",
    "color:#ca60ca;": "PageMark",
    "color:#898887;": "Frame",
}


def main():
    page = sys.stdin.read()
    text = page[page.index("<pre>") + len("<pre>") : page.index("</pre>")]
    span = r'<span style="([^"]*)">(.*?)</span>'
    named = re.sub(span, lambda found: f"{NAMES.get(found[1], found[1])}{{{found[2]}}}", text)
    print(html.unescape(named).strip())


if __name__ == "__main__":
    main()
