"""One comment, kept up to date, on both hosts over real HTTP."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from app.bot.hosts.errors import NoPermission, Patience, Unreachable
from app.bot.hosts.github import github
from app.bot.hosts.gitlab import gitlab
from app.bot.hosts.host import Host
from app.bot.sticky import Behaviour, Done, Words, keep
from tests.bot.hosts.faults import Fault
from tests.bot.hosts.github import OTHER_BOT, REPOSITORY, TOKEN, GithubHost
from tests.bot.hosts.gitlab import TOKEN as GITLAB_TOKEN
from tests.bot.hosts.gitlab import GitlabHost
from tests.bot.hosts.serving import Stage

MARKER = "<!-- diagram-lens -->"
ALL_CLEAR = f"{MARKER}\nNothing is left to say."


def words(text: str | None) -> Words:
    return Words(MARKER, f"{MARKER}\n{text}" if text else None, ALL_CLEAR)


@dataclass
class Place:
    """A host, the bot's connection to it, and the seconds it was made to wait."""

    host: Any
    bot: Host
    waited: list[float]


def place(here: Stage, host: Any, connect: Callable[..., Host]) -> Iterator[Place]:
    waited: list[float] = []
    here.app = host.app
    bot = connect(here.address, wait=waited.append, now=lambda: 1_000.0)
    yield Place(host, bot, waited)
    bot.close()


@pytest.fixture
def on_github(here: Stage) -> Iterator[Place]:
    yield from place(
        here, GithubHost(), lambda address, **given: github(address, TOKEN, REPOSITORY, 7, **given)
    )


@pytest.fixture
def on_gitlab(here: Stage) -> Iterator[Place]:
    yield from place(
        here,
        GitlabHost(),
        lambda address, **given: gitlab(f"{address}/api/v4", GITLAB_TOKEN, "42", 7, **given),
    )


@pytest.fixture(params=["on_github", "on_gitlab"])
def there(request: pytest.FixtureRequest) -> Place:
    found: Place = request.getfixturevalue(request.param)
    return found


def test_the_first_run_posts_the_second_writes_nothing_a_change_updates(there: Place) -> None:
    assert keep(there.bot, words("one"), Behaviour.UPDATE).done is Done.POSTED
    before = len(there.host.writes)
    assert keep(there.bot, words("one"), Behaviour.UPDATE).done is Done.UNCHANGED
    assert len(there.host.writes) == before == 1
    assert keep(there.bot, words("two"), Behaviour.UPDATE).done is Done.UPDATED
    assert there.host.by_the_bot() == [f"{MARKER}\ntwo"]


def test_nothing_to_say_posts_nothing_but_clears_an_earlier_comment(there: Place) -> None:
    assert keep(there.bot, words(None), Behaviour.UPDATE).done is Done.NOTHING
    assert there.host.writes == []
    keep(there.bot, words("one"), Behaviour.UPDATE)
    assert keep(there.bot, words(None), Behaviour.UPDATE).done is Done.UPDATED
    assert there.host.by_the_bot() == [ALL_CLEAR]
    assert keep(there.bot, words(None), Behaviour.UPDATE).done is Done.UNCHANGED


def test_new_follows_and_leaves_the_old_ones(there: Place) -> None:
    for text in ("one", "one", "two"):
        keep(there.bot, words(text), Behaviour.NEW)
    assert there.host.by_the_bot() == [f"{MARKER}\none", f"{MARKER}\ntwo"]


def test_delete_replaces_the_old_one_and_takes_it_away_when_all_is_well(there: Place) -> None:
    assert keep(there.bot, words("one"), Behaviour.DELETE).done is Done.POSTED
    assert keep(there.bot, words("two"), Behaviour.DELETE).done is Done.REPLACED
    assert there.host.by_the_bot() == [f"{MARKER}\ntwo"]
    assert keep(there.bot, words(None), Behaviour.DELETE).done is Done.DELETED
    assert there.host.by_the_bot() == []


def test_off_asks_nothing_of_the_host(there: Place) -> None:
    assert keep(there.bot, words("one"), Behaviour.OFF).done is Done.NOTHING
    assert there.host.requests == []


def test_the_marker_in_somebody_elses_comment_is_not_ours(on_github: Place) -> None:
    host = on_github.host
    host.say(f"{MARKER}\nI quote the bot", OTHER_BOT)
    host.say(f"Look at {MARKER}")
    keep(on_github.bot, words("one"), Behaviour.UPDATE)
    keep(on_github.bot, words("two"), Behaviour.DELETE)
    assert [comment["body"] for comment in host.comments] == [
        f"{MARKER}\nI quote the bot",
        f"Look at {MARKER}",
        f"{MARKER}\ntwo",
    ]


def test_our_comment_is_known_by_our_login_where_no_id_is_told(on_github: Place) -> None:
    on_github.host.tells_ids = False
    on_github.host.say(f"{MARKER}\nI quote the bot", OTHER_BOT)
    keep(on_github.bot, words("one"), Behaviour.UPDATE)
    assert keep(on_github.bot, words("two"), Behaviour.UPDATE).done is Done.UPDATED


def test_another_run_with_another_key_is_not_ours(there: Place) -> None:
    keep(there.bot, words("one"), Behaviour.UPDATE)
    other = Words("<!-- diagram-lens: other -->", "<!-- diagram-lens: other -->\nelse", "")
    assert keep(there.bot, other, Behaviour.UPDATE).done is Done.POSTED
    assert len(there.host.by_the_bot()) == 2


def test_a_comment_beyond_the_first_hundred_is_found(there: Place) -> None:
    for number in range(250):
        there.host.say(f"talk {number}")
    keep(there.bot, words("one"), Behaviour.UPDATE)
    for number in range(250):
        there.host.say(f"more talk {number}")
    assert keep(there.bot, words("two"), Behaviour.UPDATE).done is Done.UPDATED
    assert len(there.host.by_the_bot()) == 1


def test_line_ends_that_the_host_changed_are_no_change(there: Place) -> None:
    keep(there.bot, words("one\nline"), Behaviour.UPDATE)
    comments = there.host.comments if isinstance(there.host, GithubHost) else there.host.notes
    comments[0]["body"] = comments[0]["body"].replace("\n", "\r\n") + "\r\n"
    assert keep(there.bot, words("one\nline"), Behaviour.UPDATE).done is Done.UNCHANGED


def test_a_rate_limit_is_waited_for_as_long_as_the_host_asks(there: Place) -> None:
    there.host.faults.append(Fault("POST", "s", 429, headers={"Retry-After": "7"}))
    assert keep(there.bot, words("one"), Behaviour.UPDATE).done is Done.POSTED
    assert there.waited == [7]


def test_githubs_secondary_limit_and_its_reset_are_understood(on_github: Place) -> None:
    on_github.host.faults += [
        Fault("POST", "/comments", 403, headers={"Retry-After": "3"}, message="secondary rate limit"),
        Fault("POST", "/comments", 403, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1030"}),
    ]
    assert keep(on_github.bot, words("one"), Behaviour.UPDATE).done is Done.POSTED
    assert on_github.waited == [3, 30]


def test_a_wait_of_an_hour_is_refused_and_says_so(there: Place) -> None:
    there.host.faults.append(Fault("GET", "s", 429, headers={"Retry-After": "3600"}))
    with pytest.raises(Patience, match="3,600 s"):
        keep(there.bot, words("one"), Behaviour.UPDATE)
    assert there.waited == []


def test_reading_is_tried_again_when_the_host_fails(there: Place) -> None:
    there.host.faults.append(Fault("GET", "s", 502, times=2))
    assert keep(there.bot, words("one"), Behaviour.UPDATE).done is Done.POSTED
    assert there.waited == [1, 2]


def test_a_host_that_stays_down_is_reported(there: Place) -> None:
    there.host.faults.append(Fault("GET", "s", 503, times=99))
    with pytest.raises(Unreachable, match="503"):
        keep(there.bot, words("one"), Behaviour.UPDATE)


def test_an_answer_lost_after_posting_makes_no_second_comment(there: Place) -> None:
    there.host.faults.append(Fault("POST", "s", 502, after=True))
    assert keep(there.bot, words("one"), Behaviour.UPDATE).done is Done.POSTED
    assert there.host.by_the_bot() == [f"{MARKER}\none"]


def test_a_failed_post_is_tried_once_more(there: Place) -> None:
    there.host.faults.append(Fault("POST", "s", 502))
    assert keep(there.bot, words("one"), Behaviour.UPDATE).done is Done.POSTED
    assert there.host.by_the_bot() == [f"{MARKER}\none"]


def test_a_token_that_only_reads_is_explained(on_github: Place) -> None:
    on_github.host.writable = False
    with pytest.raises(NoPermission, match="pull-requests: write"):
        keep(on_github.bot, words("one"), Behaviour.UPDATE)


def test_a_wrong_token_is_explained(on_gitlab: Place) -> None:
    on_gitlab.bot._wire._headers["PRIVATE-TOKEN"] = "wrong"  # type: ignore[attr-defined]
    with pytest.raises(NoPermission, match=r"401 Unauthorized.*GITLAB_TOKEN"):
        keep(on_gitlab.bot, words("one"), Behaviour.UPDATE)


def test_what_gitlab_itself_notes_down_is_no_comment(on_gitlab: Place) -> None:
    on_gitlab.host.say(f"{MARKER}\nchanged title", {"id": 91}, system=True)
    assert keep(on_gitlab.bot, words("one"), Behaviour.UPDATE).done is Done.POSTED


def test_nobody_listening_is_reported_not_raised_raw() -> None:
    bot = github("http://127.0.0.1:9", TOKEN, REPOSITORY, 7, wait=lambda seconds: None)
    with pytest.raises(Unreachable):
        keep(bot, words("one"), Behaviour.UPDATE)
    bot.close()


def test_a_redirect_is_not_followed_with_the_token(on_github: Place) -> None:
    on_github.host.faults.append(Fault("GET", "/comments", 302, headers={"Location": "http://127.0.0.1:9/"}))
    with pytest.raises(Exception, match="302"):
        keep(on_github.bot, words("one"), Behaviour.UPDATE)


@pytest.mark.parametrize(
    ("api", "graphql"),
    [
        ("https://api.github.com", "https://api.github.com"),
        ("https://git.example/api/v3", "https://git.example/api"),
        ("https://git.example/api/v3/", "https://git.example/api"),
    ],
)
def test_an_own_servers_other_api_is_beside_the_first(api: str, graphql: str) -> None:
    assert github(api, TOKEN, REPOSITORY, 7)._graphql.address == graphql
