"""That the journeys come from the addresses the search looks for."""

import socket

from tests.journeys.relay import CLIENT, HOST, Relay
from tests.journeys.site import FORWARDED


def test_the_server_sees_every_journey_come_from_one_telling_address() -> None:
    with socket.create_server((HOST, 0)) as server:
        relay = Relay(server.getsockname()[1])
        try:
            with socket.create_connection((HOST, relay.port)):
                connection, peer = server.accept()
                connection.close()
        finally:
            relay.stop()
    assert peer[0] == CLIENT


def test_every_request_of_a_journey_says_it_was_forwarded_for_another(story) -> None:
    student = story.student()
    student.home()
    student.leave()
    assert story.site.neutral.forwarded == FORWARDED
