"""Asking a language model's endpoint: what it costs, how it fails, and that the key stays where it belongs."""

import threading

import pytest

from kg.acquire import Completions, Endpoint
from kg.errors import AcquireError, InputError
from tests.acquire.chat import Chat, says, send, slow

KEY = "sk-very-secret-1234"


@pytest.fixture
def chat():
    running = Chat()
    yield running
    running.close()


@pytest.fixture
def line(chat, tmp_path):
    """A line to the endpoint whose clock only sleeping moves."""

    def made(**changed):
        given = {"url": chat.url, "model": "m", "cache": tmp_path / "cache", "budget": 50, "key": KEY, "timeout": 2.0}
        slept = []
        asking = Completions(Endpoint(**given | changed), sleep=slept.append, clock=lambda: float(sum(slept)))
        asking.slept = slept
        return asking

    return made


def question(text="x"):
    return {"messages": [{"role": "user", "content": f'{{"text": "{text}"}}'}]}


def test_an_answer_is_asked_for_once_and_kept_by_content(chat, line, tmp_path):
    chat.say(says("fine"))
    assert [line()(question()), line()(question())] == [("fine", "")] * 2
    assert [path for path, _, _ in chat.seen] == ["/v1/chat/completions"]
    assert line(model="other")(question()) == ("fine", "") and line()(question("y")) == ("fine", "")
    assert len(chat.seen) == 3 and len(list(tmp_path.rglob("*.json"))) == 3


def test_the_key_is_sent_and_kept_nowhere(chat, line, tmp_path):
    chat.say(says("fine"), send(401, KEY.encode()))
    asking = line()
    asking(question())
    assert chat.seen[0][1]["Authorization"] == f"Bearer {KEY}"
    with pytest.raises(AcquireError, match="RESISTKG_LLM_KEY") as caught:
        asking(question("y"))
    kept = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.json"))
    assert KEY not in kept + str(caught.value) + repr(asking.endpoint) + str(vars(caught.value))


def test_a_damaged_answer_in_the_cache_is_asked_for_again(chat, line, tmp_path):
    chat.say(says("fine"))
    line()(question())
    (path,) = tmp_path.rglob("*.json")
    path.write_text('{"content": ', encoding="utf-8")
    assert line()(question()) == ("fine", "") and len(chat.seen) == 2


def test_the_server_says_how_long_to_wait(chat, line):
    chat.say(send(429, Retry_After="17"), send(500), says("fine"))
    asking = line()
    assert asking(question()) == ("fine", "")
    assert asking.slept == [17, 2] and asking.spent.requests == 3


def test_requests_keep_their_pace(chat, line):
    chat.say(says("fine"))
    asking = line(rate=0.1)
    for number in range(3):
        asking(question(str(number)))
    assert asking.slept == [10, 10]


def test_the_budget_ends_asking_but_not_what_is_known(chat, line):
    chat.say(says("fine"))
    line()(question("known"))
    asking = line(budget=1)
    assert asking(question("known")) == asking(question("new")) == ("fine", "")
    assert "the budget of requests is spent" in asking(question("newer"))[1]
    spent = asking.spent
    assert (spent.requests, spent.kept, spent.over_budget, spent.tokens_in, spent.tokens_out) == (1, 1, 1, 70, 7)


def test_retries_are_of_the_budget(chat, line):
    chat.say(send(503))
    asking = line(budget=2)
    assert "budget" in asking(question())[1] and len(chat.seen) == 2


def test_an_endpoint_that_nobody_serves_is_told_after_some_patience(chat, line):
    chat.close()
    asking = line()
    with pytest.raises(AcquireError, match="is the server running there"):
        asking(question())
    assert asking.slept == [1, 2, 4]


def test_a_slow_answer_is_given_up(chat, line):
    event = threading.Event()
    chat.say(slow(event))
    with pytest.raises(AcquireError, match=r"no answer within 0\.1 s"):
        line(timeout=0.1)(question())
    event.set()


def test_a_connection_that_is_cut_is_tried_again(chat, line):
    cut = send(200, b'{"choices"', Content_Length="500")
    chat.say(cut, says("fine"))
    assert line()(question()) == ("fine", "")


def test_one_bad_passage_does_not_stop_the_others_but_three_in_a_row_do(chat, line):
    bad = [send(500)] * 4
    chat.say(says("fine"), *bad, says("fine"), *bad, *bad, *bad)
    asking = line()
    assert asking(question("1"))[0] == "fine"
    assert "given up after several attempts" in asking(question("2"))[1]
    assert asking(question("3"))[0] == "fine"
    assert asking(question("4"))[1] and asking(question("5"))[1]
    with pytest.raises(AcquireError, match="what was answered is kept in"):
        asking(question("6"))


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (send(400), "declines the question"),
        (send(200, b"<html>"), "something else than a chat completion"),
        (send(200, b"[" * 100_000), "something else than a chat completion"),
        (send(200, b'{"choices": []}'), "something else than a chat completion"),
        (says("{", finish_reason="length"), "did not come to an end"),
        (says(None), "says nothing"),
        (send(200, b" " * 1_000_001), "too large"),
    ],
)
def test_what_is_no_answer_is_told_and_not_kept(chat, line, tmp_path, answer, problem):
    chat.say(says("fine"), answer)
    asking = line()
    asking(question())
    for n in range(4):  # after a good answer, no number of these ends the run
        content, said = asking(question(str(n)))
        assert content == "" and problem in said
    assert len(list(tmp_path.rglob("*.json"))) == 1


def test_an_endpoint_that_never_answers_well_is_given_up(chat, line):
    chat.say(send(400))
    asking = line()
    asking(question("1")), asking(question("2"))
    with pytest.raises(AcquireError, match="declines the question"):
        asking(question("3"))


def test_a_redirect_is_not_followed_with_papers_and_key(chat, line):
    chat.say(send(307, Location="http://127.0.0.1:9/"))
    with pytest.raises(AcquireError, match="does not answer questions"):
        line()(question())


@pytest.mark.parametrize(
    "url", ["ftp://host/v1", "localhost:8000", "https://user:word@host/v1", "https://ho\nst/", "http://[::1", ""]
)
def test_an_endpoint_is_a_web_address(line, url):
    with pytest.raises(InputError, match="is no web address") as caught:
        line(url=url)
    assert "word@" not in str(caught.value)


def test_papers_go_unencrypted_only_where_the_user_says_so(line):
    with pytest.raises(InputError, match="--allow-http"):
        line(url="http://192.0.2.1/v1")
    line(url="http://192.0.2.1/v1", allow_http=True)
    line(url="http://localhost:1/v1")
    line(url="https://192.0.2.1/v1")


@pytest.mark.parametrize("change", [{"rate": float("nan")}, {"timeout": float("inf")}])
def test_pace_and_time_are_finite(line, change):
    with pytest.raises(InputError, match="finite"):
        line(**change)


def test_a_key_with_a_line_end_is_not_shown(line):
    with pytest.raises(InputError) as caught:
        line(key=KEY + "\nx")
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://h", "http://h/v1/chat/completions"),
        ("http://h/v1/", "http://h/v1/chat/completions"),
        ("http://h/api/v3", "http://h/api/v3/chat/completions"),
        ("http://h/v1/chat/completions?a=b", "http://h/v1/chat/completions?a=b"),
    ],
)
def test_what_an_address_lacks_at_its_end_is_added(tmp_path, url, address):
    endpoint = Endpoint(url=url, model="m", cache=tmp_path, budget=1)
    assert endpoint.address == address and "?" not in endpoint.shown
