def test_two_officers_join_by_invitation(story) -> None:
    story.joining()


def test_an_answer(story) -> None:
    story.answering()
