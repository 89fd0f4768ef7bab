"""Forms of letters."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length

from reportdesk.domain.letter import LONGEST_ADDITION, LONGEST_NUMBER
from reportdesk.web.desk.case_forms import TOO_LONG, StepForm


class LetterForm(StepForm):
    """What every letter may have: a number of the authority's own, and words of its author."""

    own_number = StringField(
        _l("本机关文号（可以不填）"), [Length(max=LONGEST_NUMBER, message=TOO_LONG)]
    )
    says = TextAreaField(
        _l("补充几句（可以不填）"), [Length(max=LONGEST_ADDITION, message=TOO_LONG)]
    )
    sure = BooleanField(_l("我看过上面列出的地方，没有指向具体的人，确实要保留"))

    def words(self) -> str:
        """What its author adds."""
        return (self.says.data or "").strip()
