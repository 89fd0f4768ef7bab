"""``reportdesk proof``: checks proofs of filing without the site, and names the public keys."""

from pathlib import Path

import click

from reportdesk.domain.errors import BadInput
from reportdesk.domain.proof import LONGEST_TEXT, Proof, commitment, key_id, parse
from reportdesk.release.proofs import Verdict, judge
from reportdesk.release.reader import Releases
from reportdesk.runtime import Runtime

MOST_BYTES = 4 * LONGEST_TEXT
KEY_HEX = 64
WORDS = {
    Verdict.GENUINE: "the signature is genuine",
    Verdict.ALTERED: "the signature does not fit: this was changed, or never signed",
    Verdict.UNKNOWN_KEY: "signed with a key that is not among the public keys",
}
REFUSALS = {
    "proof_missing": "the file is empty",
    "proof_format": "no whole proof in it, from its BEGIN to its END line",
    "proof_version": "a proof of a newer version",
    "proof_text_format": "no whole text in it, from its BEGIN to its END line",
    "too_long": "far too long for what it should be",
}
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def proof() -> None:
    """Proofs of filing, see docs/proof-of-filing.md."""


@proof.command()
@click.argument("file", type=EXISTING)
@click.option("--text", type=EXISTING, help="The text with its salt, as it was taken with FILE.")
@click.option("--key", "keys", multiple=True, help="A public key (64 hexadecimal digits).")
@click.pass_obj
def verify(runtime: Runtime, file: Path, text: Path | None, keys: tuple[str, ...]) -> None:
    """Check a proof with the keys of the newest release, or with --key; exit code 1 when not good.

    Reads no live database and no key file.
    """
    publics = tuple(map(_public, keys)) or _published(runtime)
    try:
        shown: Proof = parse(_content(file))
        given = commitment(_content(text)) if text else None
    except BadInput as problem:
        raise click.ClickException(REFUSALS[problem.code]) from None
    verdict, said = judge(shown, publics), shown.statement
    click.echo(f"proof: {WORDS[verdict]}")
    if verdict is Verdict.GENUINE:
        mark = " (a demonstration)" if said.demonstration else ""
        click.echo(f"proof: {said.day.isoformat()}, {said.name_zh}, {said.name_en}{mark}")
    fits = given in (None, said.commitment)
    if given is not None:
        click.echo(f"proof: the text is {'the one' if fits else 'not the one'} it commits to")
    if verdict is not Verdict.GENUINE or not fits:
        raise SystemExit(1)


@proof.command()
@click.pass_obj
def keys(runtime: Runtime) -> None:
    """Print the public keys of the newest release, the present one first."""
    for public in _published(runtime):
        click.echo(f"{key_id(public)}  {public.hex()}")


def _published(runtime: Runtime) -> tuple[bytes, ...]:
    """The keys that the newest release names."""
    newest = Releases(runtime.settings.releases).newest()
    if newest is None or not newest.proof_keys:
        raise click.ClickException("no release names a public key yet; give one with --key")
    return newest.proof_keys


def _public(text: str) -> bytes:
    """A public key as it was typed."""
    try:
        public = bytes.fromhex(text.strip())
    except ValueError:
        public = b""
    if len(public) * 2 != KEY_HEX:
        raise click.BadParameter("a public key has 64 hexadecimal digits", param_hint="--key")
    return public


def _content(path: Path) -> str:
    """A text file, whatever is in it; the rest of a huge one is not read."""
    with path.open("rb") as handle:
        return handle.read(MOST_BYTES).decode("utf-8", "replace")
