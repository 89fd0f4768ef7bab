import pytest


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_student_files_from_a_phone_and_follows_the_receipt(story, lang) -> None:
    slip = story.filing(lang)
    assert len("".join(slip.receipt.split())) == 24
