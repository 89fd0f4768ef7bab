"""Attachments of a report and of a message: cleaned, counted, removed, and stored sealed."""

import dataclasses
import io
import zipfile

from PIL import Image
from sqlalchemy import func, select

from reportdesk.domain.errors import Unavailable
from reportdesk.runtime import Runtime
from reportdesk.services import retention
from reportdesk.storage.report import Attachment
from reportdesk.vault.spool import SealedSpool
from tests.filings import a_filing, file_one, school_id
from tests.web.report.conftest import Walker


def picture(name: str = "截图.png", size: int = 40) -> tuple[io.BytesIO, str]:
    file = io.BytesIO()
    Image.new("RGB", (size, size), "red").save(file, "png")
    file.seek(0)
    return file, name


def stored(runtime: Runtime) -> int:
    return runtime.read(lambda tx: tx.session.scalar(select(func.count()).select_from(Attachment)))


def on_disk(runtime: Runtime) -> int:
    """Stored files; before filing each is there twice, cleaned and as it is."""
    return len(list(runtime.settings.blobs.rglob("*-*")))


def sweep(runtime: Runtime) -> None:
    runtime.write(lambda tx: retention.drop_unfiled(tx, runtime.vault))


def limited(runtime: Runtime, **limits: int) -> None:
    runtime.settings = dataclasses.replace(runtime.settings, **limits)


def test_files_travel_with_the_report(walker: Walker, runtime: Runtime) -> None:
    walker.to_story().fill(text="每天录音")
    walker.press("upload", files=[picture(), (io.BytesIO("说明".encode()), "说明.txt")])
    assert "截图.png" in walker.text
    assert "说明.txt" in walker.text
    assert stored(runtime) == 0
    walker.press("next")
    assert "截图.png" in walker.text
    walker.press("file")
    assert stored(runtime) == 2


def test_a_file_can_be_removed_before_filing(walker: Walker, runtime: Runtime) -> None:
    walker.to_story().fill(text="每天录音").press("upload", files=[picture(), picture("二.png")])
    walker.press("0", name="drop")
    assert "截图.png" not in walker.text
    assert "二.png" in walker.text
    walker.press("next").press("file")
    assert stored(runtime) == 1


def test_a_file_chosen_without_uploading_first_comes_along(walker: Walker, runtime) -> None:
    walker.to_story().fill(text="每天录音").press("next", files=[picture()])
    assert walker.heading == "检查并提交"
    assert "截图.png" in walker.text


def test_an_unknown_kind_is_refused_and_leaves_nothing(walker: Walker, runtime: Runtime) -> None:
    walker.to_story().fill(text="每天录音")
    walker.press("upload", files=[(io.BytesIO(b"MZ\x00\x01\x02\x00"), "程序.exe")])
    assert walker.status == 422
    assert "这种文件收不了" in walker.text
    assert walker.form().values["text"] == ["每天录音"]
    assert list(runtime.settings.blobs.rglob("*-*")) == []


def test_too_many_and_too_large_files_are_named_and_earlier_ones_kept(
    walker: Walker, runtime: Runtime
) -> None:
    limited(runtime, max_files=1, max_file_bytes=2**20, max_report_bytes=2**20)
    walker.to_story().fill(text="每天录音").press("upload", files=[picture(), picture("二.png")])
    assert "最多传 1 个文件" in walker.text
    assert "截图.png" in walker.text
    walker.press("0", name="drop")
    walker.press("upload", files=[(io.BytesIO(b"a" * (2**20 + 1)), "大.txt")])
    assert walker.status == 422
    assert "文件太大了" in walker.text


def test_files_that_are_too_large_together_are_refused(walker: Walker, runtime: Runtime) -> None:
    limited(runtime, max_file_bytes=2**20, max_report_bytes=1024)
    walker.to_story().fill(text="每天录音")
    walker.press("upload", files=[(io.BytesIO(b"a" * 2000), "大.txt")])
    assert "文件加起来太大了" in walker.text


def test_a_message_can_carry_a_file(walker: Walker, runtime: Runtime) -> None:
    receipt, _ = file_one(runtime, a_filing(school_id(runtime)))
    walker.open("/follow/").fill(receipt=receipt).press("open").go("addition")
    walker.press("check", files=[picture()])
    assert "截图.png" in walker.text
    walker.press("send")
    assert "你交过的东西 截图.png" in walker.text
    assert stored(runtime) == 1


def test_a_removed_file_leaves_the_disk_at_once(walker: Walker, runtime: Runtime) -> None:
    walker.to_story().fill(text="每天录音").press("upload", files=[picture(), picture("二.png")])
    assert on_disk(runtime) == 4
    walker.press("0", name="drop")
    assert on_disk(runtime) == 2


def test_removing_a_file_on_an_old_page_takes_nothing_from_the_filed_report(
    walker: Walker, runtime: Runtime
) -> None:
    walker.to_story().fill(text="每天录音").press("upload", files=[picture()])
    story = walker.page.forms
    walker.press("next").press("file")
    walker.page.forms = story
    walker.press("0", name="drop")
    assert "截图.png" not in walker.text
    assert on_disk(runtime) == 1


def test_a_number_of_any_length_removes_nothing_and_breaks_nothing(walker: Walker) -> None:
    walker.to_story().fill(text="每天录音").press("upload", files=[picture()])
    [button] = [one for one in walker.form().buttons if one["name"] == "drop"]
    button["value"] = "9" * 5000
    walker.press(button["value"], name="drop")
    assert walker.status == 200
    assert "截图.png" in walker.text


def test_a_filing_of_three_days_asks_for_its_files_again(
    walker: Walker, runtime: Runtime, clock
) -> None:
    walker.to_story().fill(text="每天录音").press("upload", files=[picture(), picture("二.png")])
    walker.press("next")
    for _ in range(3):
        clock.advance(hours=24)
        walker.press("lang").press("lang")
    sweep(runtime)
    walker.press("file")
    assert walker.status == 422
    assert walker.heading == "错误：说说经过"
    assert "请重新添加：截图.png、二.png" in walker.text
    assert stored(runtime) == 0
    walker.press("next", files=[picture()])
    walker.press("file")
    assert len(walker.receipt) == 24
    assert stored(runtime) == 1


def test_a_message_asks_again_for_a_file_that_was_swept(walker: Walker, runtime: Runtime) -> None:
    receipt, _ = file_one(runtime, a_filing(school_id(runtime)))
    walker.open("/follow/").fill(receipt=receipt).press("open").go("addition")
    walker.fill(text="见附件").press("check", files=[picture()])
    for blob in runtime.settings.blobs.rglob("*-*"):
        blob.unlink()
    walker.press("send")
    assert walker.status == 422
    assert "请重新添加：截图.png" in walker.text
    assert walker.form().values["text"] == ["见附件"]
    walker.press("check", files=[picture()]).press("send")
    assert stored(runtime) == 1


def posted(walker: Walker, text: str, uploads: list[tuple[io.BytesIO, str]]) -> None:
    """Continue from the story page as a browser does: an empty part where no file was chosen."""
    form = walker.form()
    files = uploads or [(io.BytesIO(b""), "")]
    data = {**form.values, "text": text, "do": "next", "files": files}
    walker._take(walker.client.post(form.action, data=data, content_type="multipart/form-data"))


def test_one_bad_file_is_named_and_those_behind_it_are_kept(walker: Walker) -> None:
    walker.to_story()
    bad = (io.BytesIO(b"MZ\x00\x01\x02\x00"), "二\u202e.exe")
    empty = (io.BytesIO(b""), "四.png")
    posted(walker, "每天录音", [picture("一.png"), bad, picture("三.png"), empty])
    assert walker.status == 422
    assert "二.exe：这种文件收不了" in walker.text
    assert "四.png：这个文件是空的" in walker.text
    assert [name for name in ("一.png", "三.png") if f"移除 ：{name}" in walker.text] == [
        "一.png",
        "三.png",
    ]
    assert walker.form().values["text"] == ["每天录音"]


def test_files_beyond_the_limit_are_named_and_the_text_stays(walker: Walker, runtime) -> None:
    limited(runtime, max_files=2)
    walker.to_story()
    posted(walker, "每天录音", [(io.BytesIO(b"x"), f"{n}.txt") for n in range(250)])
    assert walker.status == 422
    assert "2.txt、3.txt、4.txt" in walker.text
    assert "最多传 2 个文件" in walker.text
    assert walker.form().values["text"] == ["每天录音"]
    assert on_disk(runtime) == 4


def test_a_full_disk_stops_files_and_no_words(walker: Walker, runtime, monkeypatch) -> None:
    walker.to_story()
    monkeypatch.setattr(runtime.vault, "room_for", lambda size: False)
    posted(walker, "不能丢的话", [picture()])
    assert walker.status == 422
    assert "截图.png：我们的存储满了" in walker.text
    assert walker.form().values["text"] == ["不能丢的话"]
    assert on_disk(runtime) == 0
    posted(walker, "不能丢的话", [])
    assert walker.heading == "检查并提交"


def test_a_disk_that_fills_while_a_file_arrives_is_said_at_the_field(
    walker: Walker, monkeypatch
) -> None:
    def full(self, data: bytes) -> int:
        raise Unavailable("disk_full")

    walker.to_story()
    monkeypatch.setattr(SealedSpool, "write", full)
    posted(walker, "不能丢的话", [picture()])
    assert walker.status == 422
    assert "我们的存储满了" in walker.text
    assert walker.form().values["text"] == ["不能丢的话"]


def test_an_unfiled_file_is_deleted_on_the_third_day_as_the_page_says(
    walker: Walker, runtime, clock
) -> None:
    walker.to_story().press("upload", files=[picture()])
    assert "没有提交，三天后自动删除" in walker.text
    for left in (2, 2, 0):
        clock.advance(hours=24)
        sweep(runtime)
        assert on_disk(runtime) == left


OLD_DOCUMENT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def old(name: str = "通知.doc") -> tuple[io.BytesIO, str]:
    """A document in a form that cannot be cleaned."""
    return io.BytesIO(OLD_DOCUMENT), name


def test_a_cleaned_file_says_what_went_and_what_no_tool_can_take_out(walker: Walker) -> None:
    exif = Image.Exif()
    exif[0x013B] = "somebody"
    data = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(data, "jpeg", exif=exif)
    data.seek(0)
    walker.to_story().press("upload", files=[(data, "照片.jpg")])
    assert "：作者名。" in walker.text
    assert "：脸、笔迹" in walker.text
    assert walker.form().values["send-0"] == ["clean"]


def test_what_was_not_chosen_is_destroyed_with_the_filing(walker: Walker, runtime) -> None:
    walker.to_story().fill(text="每天录音").press("upload", files=[picture()])
    assert on_disk(runtime) == 2
    walker.press("next").press("file")
    assert on_disk(runtime) == 1


def test_an_original_goes_only_when_its_sender_says_so_and_is_announced(
    walker: Walker, runtime
) -> None:
    walker.to_story().fill(text="每天录音").press("upload", files=[picture(), picture("二.png")])
    walker.fill(**{"send-0": "original"}).press("next")
    assert "这些文件发原件：截图.png" in walker.text
    assert "发原件，没有处理" in walker.text
    walker.press("file")
    assert on_disk(runtime) == 2
    assert stored(runtime) == 2


def test_a_choice_survives_another_language_and_the_way_back(walker: Walker) -> None:
    walker.to_story().fill(text="每天录音").press("upload", files=[picture()])
    walker.fill(**{"send-0": "original"}).press("lang").press("lang")
    assert walker.form().values["send-0"] == ["original"]
    walker.press("back").press("next")
    assert walker.form().values["send-0"] == ["original"]


def test_a_file_that_cannot_be_cleaned_is_named_and_not_sent_unless_chosen(
    walker: Walker, runtime
) -> None:
    walker.to_story().fill(text="每天录音").press("upload", files=[old()])
    assert walker.status == 422
    assert "通知.doc：这种文件里的隐藏信息去不掉" in walker.text
    assert walker.form().values["send-0"] == ["nothing"]
    walker.press("next")
    assert "不发" in walker.text
    walker.press("file")
    assert (stored(runtime), on_disk(runtime)) == (0, 0)


def test_a_file_that_cannot_be_cleaned_goes_as_it_is_when_chosen(walker: Walker, runtime) -> None:
    walker.to_story().fill(text="每天录音").press("upload", files=[old()])
    walker.fill(**{"send-0": "original"}).press("next").press("file")
    assert (stored(runtime), on_disk(runtime)) == (1, 1)


def test_nobody_can_choose_a_clean_copy_that_does_not_exist(walker: Walker, runtime) -> None:
    walker.to_story().fill(text="每天录音").press("upload", files=[old()])
    walker.form().values["send-0"] = ["clean"]
    walker.press("next").press("file")
    assert stored(runtime) == 0


def test_programs_and_archives_are_not_even_taken_as_they_are(walker: Walker, runtime) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.exe", b"MZ")
    for data, name in ((archive.getvalue(), "a.docx"), (b"MZ\x00\x01", "b.pdf")):
        walker.to_story().press("upload", files=[(io.BytesIO(data), name)])
        assert f"{name}：这种文件收不了" in walker.text
        assert on_disk(runtime) == 0


def test_a_message_with_nothing_but_a_file_that_is_not_sent_says_nothing(
    walker: Walker, runtime
) -> None:
    receipt, _ = file_one(runtime, a_filing(school_id(runtime)))
    walker.open("/follow/").fill(receipt=receipt).press("open").go("addition")
    walker.press("upload", files=[old()]).press("check")
    assert walker.status == 422
    walker.fill(**{"send-0": "original"}).press("check")
    assert "这些文件发原件：通知.doc" in walker.text
    walker.press("send")
    assert (stored(runtime), on_disk(runtime)) == (1, 1)


def test_the_size_of_a_report_counts_the_larger_of_copy_and_original(
    walker: Walker, runtime: Runtime
) -> None:
    limited(runtime, max_report_bytes=3000)
    walker.to_story().press("upload", files=[(io.BytesIO(b"a" * 2000), "一.txt")])
    walker.press("upload", files=[(io.BytesIO(b"a" * 2000), "二.txt")])
    assert "二.txt：没有收下，文件加起来太大了" in walker.text
    assert on_disk(runtime) == 2
