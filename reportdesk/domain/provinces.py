"""Provincial units by their ISO 3166-2 code, which public data uses instead of GB/T 2260."""

ISO = {
    "11": "BJ", "12": "TJ", "13": "HE", "14": "SX", "15": "NM", "21": "LN", "22": "JL",
    "23": "HL", "31": "SH", "32": "JS", "33": "ZJ", "34": "AH", "35": "FJ", "36": "JX",
    "37": "SD", "41": "HA", "42": "HB", "43": "HN", "44": "GD", "45": "GX", "46": "HI",
    "50": "CQ", "51": "SC", "52": "GZ", "53": "YN", "54": "XZ", "61": "SN", "62": "GS",
    "63": "QH", "64": "NX", "65": "XJ", "71": "TW", "81": "HK", "82": "MO",
}  # fmt: skip
"""First two digits of a division code -> letters of the ISO code."""
NOT_COVERED = frozenset({"CN-TW", "CN-HK", "CN-MO"})


def iso_province(division_code: str) -> str:
    """``CN-HB`` for any division code in Hubei; raises KeyError outside the 34 units."""
    return f"CN-{ISO[division_code[:2]]}"


PROVINCES = tuple(f"CN-{letters}" for letters in ISO.values())
"""All 34 units, in the order of their division codes."""
