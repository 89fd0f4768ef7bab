from reportdesk.vault.keypair import KeyPair


def test_a_pair_can_be_found_again_from_its_private_key() -> None:
    pair = KeyPair.new()
    assert KeyPair.of_private(pair.private) == pair


def test_a_seed_always_yields_the_same_pair() -> None:
    assert KeyPair.from_seed(b"s" * 32) == KeyPair.from_seed(b"s" * 32)
    assert KeyPair.from_seed(b"s" * 32) != KeyPair.from_seed(b"t" * 32)
    assert KeyPair.of_private(KeyPair.from_seed(b"s" * 32).private) == KeyPair.from_seed(b"s" * 32)


def test_two_new_pairs_differ() -> None:
    assert KeyPair.new() != KeyPair.new()
