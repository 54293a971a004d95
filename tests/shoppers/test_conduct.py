"""The code of conduct: what was signed can be read again, word for word."""

from shoppers.conduct import NEWEST, code_of_conduct, version_of_code
from shoppers.languages import Language

# A version that may have been signed never changes; another text is a new version.
HASHES = {1: "2e1776eeb56f5f9bc6df00f8190a04f5013cf6842952a6f117582b0c6fea1c97"}


def test_every_version_is_as_it_was_signed() -> None:
    assert {version: version_of_code(version).text_hash for version in HASHES} == HASHES
    assert max(HASHES) == NEWEST


def test_it_says_the_same_in_three_languages() -> None:
    articles = code_of_conduct().articles

    assert {len(articles[language]) for language in Language} == {7}
    texts = [article.text for language in Language for article in articles[language]]
    assert len(set(texts)) == len(texts)
