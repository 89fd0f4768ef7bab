"""Files chosen while scripts run: the page is still there to write on."""

from playwright.sync_api import Route, expect

from tests.journeys.papers import note


def test_what_is_typed_and_ticked_while_files_are_on_their_way_stays(story) -> None:
    student = story.student(brief=True, scripts=True)
    student.walk_to_story()
    held: list[Route] = []
    student.page.route("**/report/*", lambda route: held.append(route))
    student.page.locator("#text").fill("写了一半")
    student.attach("附件（可以不传）", note(student.site.folder, "n", "w"))
    student.press("上传所选文件")
    expect(student.page.get_by_role("progressbar")).to_be_visible()
    student.page.locator("#text").fill("写了一半，又写完了")
    tick = student.page.locator("[name=asked]").first
    tick.check()
    held[0].continue_()
    expect(student.page.get_by_text("传上来 1 个文件")).to_be_visible()
    expect(student.page.locator("#text")).to_have_value("写了一半，又写完了")
    expect(student.page.locator("[name=asked]").first).to_be_checked()
