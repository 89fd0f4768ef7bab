"""Forms of accounts and sessions; every one carries the desk's CSRF token."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, EqualTo, Length, Regexp

from reportdesk.services.accounts import MAIL, SHORTEST_PASSWORD

NEEDED = _l("请填写这一项")
LONGEST_PASSWORD = 200
LONGEST_LOGIN = 120
SHORT = _l("密码至少 %(least)d 个字符", least=SHORTEST_PASSWORD)
LONG = _l("密码最多 %(most)d 个字符", most=LONGEST_PASSWORD)
DIFFER = _l("两次写的密码不一样")
TOO_LONG = _l("太长了，请写短一些")
PASSWORD_NEEDED = DataRequired(_l("请写密码"))
NEW_PASSWORD = (
    PASSWORD_NEEDED,
    Length(min=SHORTEST_PASSWORD, message=SHORT),
    Length(max=LONGEST_PASSWORD, message=LONG),
)
LOGIN = (DataRequired(_l("请写邮箱")), Length(max=LONGEST_LOGIN, message=TOO_LONG))
CODE = (DataRequired(_l("请写动态验证码")), Length(max=12, message=_l("动态验证码是 6 位数字")))
RECOVERY = (DataRequired(_l("请写恢复码")), Length(max=80, message=_l("恢复码是 30 位数字")))


class PlainForm(FlaskForm):
    """A button that carries the CSRF token."""


class SignInForm(PlainForm):
    """Login, password and one-time code."""

    login = StringField(_l("邮箱"), LOGIN)
    password = PasswordField(
        _l("密码"), [PASSWORD_NEEDED, Length(max=LONGEST_PASSWORD, message=LONG)]
    )
    code = StringField(_l("动态验证码"), CODE)
    target = HiddenField()
    draft = HiddenField()


class JoinForm(PlainForm):
    """A new password and the first one-time code."""

    password = PasswordField(_l("设一个密码"), NEW_PASSWORD)
    again = PasswordField(
        _l("再写一遍密码"),
        [DataRequired(_l("请把密码再写一遍")), EqualTo("password", message=DIFFER)],
    )
    code = StringField(_l("应用里现在显示的 6 位数字"), CODE)
    state = HiddenField()


class RecoveryForm(PlainForm):
    """The recovery code, typed back."""

    recovery_code = StringField(_l("把恢复码写回来"), RECOVERY)
    state = HiddenField()


class RecoverForm(PlainForm):
    """A lost password: recovery code, one-time code, new password."""

    login = StringField(_l("邮箱"), LOGIN)
    recovery_code = StringField(_l("恢复码"), RECOVERY)
    code = StringField(_l("动态验证码"), CODE)
    password = PasswordField(_l("新密码"), NEW_PASSWORD)
    again = PasswordField(
        _l("再写一遍密码"),
        [DataRequired(_l("请把密码再写一遍")), EqualTo("password", message=DIFFER)],
    )


class InviteForm(PlainForm):
    """A colleague to invite."""

    name = StringField(
        _l("姓名或岗位"), [DataRequired(_l("请写姓名或岗位")), Length(max=80, message=TOO_LONG)]
    )
    login = StringField(
        _l("工作邮箱"), [*LOGIN, Regexp(f"^{MAIL}$", message=_l("请写完整的邮箱地址"))]
    )
    role = SelectField(_l("角色"), [DataRequired(_l("请选一个角色"))])


def put_error(field: Field, words: str) -> None:
    """Add a sentence to a field of a form that was already validated."""
    field.errors = (*field.errors, words)
