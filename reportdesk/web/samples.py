"""Invented content for the style guide: one form with errors."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FileField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)


class SampleForm(FlaskForm):
    """One field of each kind."""

    class Meta:
        """No session behind it."""

        csrf = False

    last = StringField(_l("最后 4 位"))
    story = TextAreaField(_l("说说经过"))
    compulsory = RadioField(
        _l("是不是强制"),
        choices=[
            SelectChoice("yes", _l("是")),
            SelectChoice("partly", _l("部分")),
            SelectChoice("no", _l("不是")),
            SelectChoice("unknown", _l("不知道")),
        ],
    )
    asked = SelectMultipleField(
        _l("你希望"),
        choices=[
            SelectChoice("stop", _l("停止采集")),
            SelectChoice("delete", _l("删掉已录的声音")),
        ],
    )
    school = StringField(_l("学校名称"))
    file = FileField(_l("附图（可以不传）"))
    province = SelectField(_l("省、自治区、直辖市"), choices=[SelectChoice("420000", _l("湖北省"))])
    sure = BooleanField(_l("我看过了，可以发送"))


def sample_form() -> SampleForm:
    """The form as it looks after a first try."""
    form = SampleForm(formdata=None, data={"last": "1234", "compulsory": "yes", "asked": ["stop"]})
    form.last.errors = [_l("和回执号对不上，请再看一眼第 6 组")]
    form.story.errors = [_l("写一句经过，哪怕很短")]
    return form
