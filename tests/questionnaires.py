"""A pack whose questionnaire was edited, and reports filed under an older one."""

import dataclasses
from types import SimpleNamespace
from typing import Any

from reportdesk.domain.filing import Filing
from reportdesk.packs.schema import Pack, Words

GONE = "gone_question"


class OlderFiling(Filing):
    """A filing that answers a question which is asked no more, with an answer offered no more."""

    def private(self) -> dict[str, Any]:
        """What is sealed."""
        private = super().private()
        private["sheet"][GONE] = {"a": "sometimes", "w": "每周两次"}
        private["sheet"]["could_refuse"] = {"a": "sometimes", "w": ""}
        return private


def older_filing(filing: Filing) -> OlderFiling:
    """The same filing under the older questionnaire."""
    values = {one.name: getattr(filing, one.name) for one in dataclasses.fields(filing)}
    return OlderFiling(**values)


def older(pack: Pack) -> Pack:
    """A pack as it was: a question and an answer more, other words, another order."""
    gone = SimpleNamespace(
        code=SimpleNamespace(value=GONE),
        name=Words("多久做一次", "How often"),
        when=None,
        filled=None,
    )
    asked = [
        dataclasses.replace(one, name=Words(f"旧{one.name.zh}", f"Old {one.name.en}"))
        for one in reversed(pack.questions)
    ]
    answers = {**pack.terms["answer"], "sometimes": Words("有时候", "Sometimes")}
    answers["yes"] = Words("确实是", "Indeed")
    levers = {**pack.terms["lever"], "retake_threat": Words("旧的重修威胁", "Old retake threat")}
    terms = {**pack.terms, "answer": answers, "lever": levers}
    return dataclasses.replace(pack, questions=(gone, *asked), terms=terms)
