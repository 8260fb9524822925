"""The whole story on sample data, end to end.

A registry with a git history of its own; a provider admitted by two maintainers; a class signed
from a CSV file; a site built; the credentials verified in Python, in Node and in a browser, and
refused when one letter is changed. Every step is a command that you could type yourself.
"""

import argparse
import csv
import io
import json
import os
import secrets
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, date, datetime
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from bukti.cli.issue import day
from bukti.cli.output import say
from bukti.errors import BuktiError
from bukti.files import make_folder

if TYPE_CHECKING:
    from bukti.demo.verifiers import Answer

EXAMPLE = "  bukti demo --work ../bukti-demo --no-serve"

MAINTAINERS = ("demo-maintainer-1", "demo-maintainer-2")
KEY = "demo-key-1"
_SETTINGS = (
    "user.name=Demonstration",
    "user.email=demo@bukti.example",
    "commit.gpgsign=false",
    "core.autocrlf=false",
    f"core.hooksPath={os.devnull}",
)
_GIT_SETTINGS = tuple(part for setting in _SETTINGS for part in ("-c", setting))
"""What the visitor's own settings of git must not decide in the demonstration."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``bukti demo``."""
    parser.add_argument("--repo", type=Path, default=Path(), help="the registry to begin from (default: this folder)")
    parser.add_argument("--work", type=Path, default=Path("build/demo"), help="where it all goes (%(default)s)")
    parser.add_argument("--csv", type=Path, help="a class of your own (columns as in bukti issue)")
    parser.add_argument("--skip-faulty", action="store_true", help="issue the rest of --csv when rows break the rules")
    parser.add_argument("--keys", type=Path, help="keep the secret keys in this new folder (default: they are removed)")
    parser.add_argument("--key-from", type=day, metavar="DATE", help="first day of the signing key (default: today)")
    parser.add_argument("--no-serve", action="store_true", help="leave the site in WORK/site and exit")
    parser.add_argument("--port", type=int, default=8000, help="port of the served site (default: %(default)s)")


def run(args: argparse.Namespace) -> int:
    """Play the story; serve the site at the end unless told not to."""
    from bukti.demo import copy_registry

    work = args.work.absolute()
    _chapter(1, "A registry with a history of its own")
    repo = copy_registry(args.repo, work)
    say(f"copied to {_short(repo)}")
    with _keys_folder(args.keys) as folder:
        story = _Story(repo, work, folder)
        story.play(args.csv, skip_faulty=args.skip_faulty, key_from=args.key_from)
    links = _links(work)
    answers = _verify_everywhere(work, links)
    _ending(work, links, answers, args)
    _refuse_wrong(answers)
    if not args.no_serve:
        from bukti.cli.main import run as command

        return command(["serve", "--site", str(work / "site"), "--port", str(args.port)])
    return 0


@contextmanager
def _keys_folder(keep: Path | None) -> Iterator[Path]:
    """Where the secret keys live: never in the work folder, and gone afterwards unless asked for."""
    if keep is not None:
        if keep.exists():
            raise BuktiError("the folder for the keys is there already", where=str(keep), hint="name a new one")
        make_folder(keep, 0o700)
        yield keep.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="bukti-demo-keys-") as folder:
        yield Path(folder)


def _without_next(lines: Sequence[str]) -> Iterable[str]:
    """What was done; what is to be done next the demonstration does itself."""
    return takewhile(lambda line: not line.startswith("next"), lines)


def _record(lines: Sequence[str]) -> Iterable[str]:
    return (line for line in lines if line.startswith("record"))


def _last(lines: Sequence[str]) -> Iterable[str]:
    return lines[-1:]


class _Story:
    """Chapters 1 to 5: from an empty history to a published batch, each step a real command."""

    def __init__(self, repo: Path, work: Path, keys: Path) -> None:
        self.repo, self.work, self.keys = repo, work, keys
        self.passphrase = keys / "passphrase.txt"
        self.passphrase.touch(mode=0o600)
        self.passphrase.write_text(secrets.token_urlsafe(24) + "\n")

    def play(self, class_csv: Path | None, *, skip_faulty: bool, key_from: date | None) -> None:
        """All chapters in order, with the class of ``class_csv`` or the made-up one."""
        from bukti.demo import DEMO_MC, DEMO_PROVIDER, add_pins, class_file, demo_definition

        for number, maintainer in enumerate(MAINTAINERS, start=201):
            self._new_key("registry", maintainer, number)
        add_pins(self.repo, MAINTAINERS)
        self._git("init", "--quiet", "--initial-branch=main")
        self._commit("Begin the registry")

        _chapter(2, "A provider, admitted by two maintainers")
        self._bukti(
            "provider", "new", DEMO_PROVIDER, "--name", "Demo University", "--country", "MY", "--zone",
            "Asia/Kuala_Lumpur", "--url", "https://demo-university.example", "--email", "mc@demo-university.example",
        )  # fmt: skip
        self._new_key(DEMO_PROVIDER, KEY, 1, *(("--valid-from", key_from.isoformat()) if key_from else ()))
        for maintainer in MAINTAINERS:
            self._bukti("provider", "admit", DEMO_PROVIDER, "--key", self._secret(maintainer),
                        "--as", f"registry/{maintainer}", *self._pass())  # fmt: skip
        self._commit("Admit Demo University")

        _chapter(3, "A micro-credential as YAML")
        for path, text in demo_definition(self.repo).items():
            make_folder((self.repo / path).parent)
            (self.repo / path).write_text(text, encoding="utf-8")
            say(f"written: {path}")
        self._commit("Offer Data Analysis for Everyone")

        _chapter(4, "A class from a CSV file, signed on this machine; only hashes go to git")
        faulty = ("--skip-faulty",) if skip_faulty else ()
        learners = str(class_csv or class_file(self.work))
        self._bukti("issue", learners, *faulty, "--mc", f"{DEMO_PROVIDER}/{DEMO_MC}", "--key",
                    self._secret(KEY), "--out", str(self.work / "out"), *self._pass())  # fmt: skip
        self._commit("Issue a class of Data Analysis for Everyone")
        self._bukti("check", show=_last)

        _chapter(5, "The site")
        self._bukti("build", "--out", str(self.work / "site"))

    def _secret(self, key: str) -> str:
        return str(self.keys / f"{key}.pem")

    def _pass(self) -> tuple[str, str]:
        return "--passphrase-file", str(self.passphrase)

    def _new_key(self, provider: str, key: str, number: int, *more: str) -> None:
        self._bukti("key", "new", "--provider", provider, "--key", key, "--number", str(number), *more,
                    "--out", self._secret(key), *self._pass(), show=_record)  # fmt: skip

    def _bukti(self, *arguments: str, show: Callable[[Sequence[str]], Iterable[str]] = _without_next) -> None:
        """Run a command and show it with those of its lines that ``show`` picks; all of them where it fails."""
        from bukti.cli.main import run as command

        say("$ bukti " + " ".join(_quoted(self._told(argument)) for argument in arguments))
        with redirect_stdout(io.StringIO()) as printed:
            code = command([*arguments, "--repo", str(self.repo)])
        lines = printed.getvalue().splitlines()
        for line in lines if code else show(lines):
            say(self._told(line))
        if code:
            raise BuktiError(f"that ended with exit code {code}", hint="the lines above say why")

    def _told(self, text: str) -> str:
        return text.replace(str(self.keys), "KEYS").replace(str(self.work), _short(self.work))

    def _commit(self, message: str) -> None:
        self._git("add", "--all")
        self._git("commit", "--quiet", "--message", message)
        say(f"$ git commit --message {_quoted(message)}")

    def _git(self, *arguments: str) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        command = ["git", "-C", str(self.repo), *_GIT_SETTINGS, *arguments]
        outcome = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        if outcome.returncode != 0:
            raise BuktiError(f"git {arguments[0]} failed: {outcome.stderr.strip()}", where=str(self.repo))


def _links(work: Path) -> list[dict[str, str]]:
    with (work / "out" / "links.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _verify_everywhere(work: Path, links: list[dict[str, str]]) -> "list[Answer]":
    """What Python, Node and a browser say, as far as they are at hand."""
    from bukti.demo.verifiers import Outcome, in_node, in_python

    _chapter(6, "Verified, and refused when one letter of a name is changed")
    good, changed, site = [link["link"] for link in links], _one_letter_changed(work, links), work / "site"
    answers: list[Answer] = []
    for ask in (in_python, in_node, _in_browser):
        answer = ask(site, good, changed)
        mark = "NOT TRIED: " if answer.outcome is Outcome.NOT_TRIED else ""
        say(f"in {answer.place}: {mark}{answer.told}")
        answers.append(answer)
    return answers


def _one_letter_changed(work: Path, links: list[dict[str, str]]) -> str:
    """The first learner's file with one letter of the name changed, written beside the site."""
    document = json.loads((work / "out" / links[0]["json"]).read_bytes())
    holder = document["credentialSubject"]["identifier"][0]
    name = holder["identityHash"]
    holder["identityHash"] = name[:-1] + ("x" if name[-1] != "x" else "y")
    path = work / "changed.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    say(f"{_short(path)}: {name!r} changed to {holder['identityHash']!r}")
    return str(path)


def _in_browser(site: Path, good: Sequence[str], changed: str) -> "Answer":
    """The first link and the changed file on the real verify page."""
    from bukti.demo.browser import NoBrowserError, verdicts_in_browser
    from bukti.demo.verifiers import Answer, Outcome, judged
    from site_builder.server import make_server

    fragment, browser = good[0].partition("#")[2], os.environ.get("BUKTI_CHROMIUM")
    with make_server(site, 0, datetime.now(UTC)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            page = f"http://127.0.0.1:{server.server_port}/v/"
            linked, dropped = verdicts_in_browser(page, fragment=fragment, file=Path(changed), chromium=browser)
        except NoBrowserError as error:
            return Answer("a browser", Outcome.NOT_TRIED, f"{error}; open the link below yourself")
        finally:
            server.shutdown()
            thread.join()
    return judged("a browser", [linked], dropped)


def _refuse_wrong(answers: "list[Answer]") -> None:
    """A verifier that is not there has said nothing wrong; one that answers otherwise ends in an error."""
    from bukti.demo.verifiers import Outcome

    wrong = [answer.place for answer in answers if answer.outcome is Outcome.WRONG]
    if wrong:
        raise BuktiError(f"the answers in {' and '.join(wrong)} are not what they should be; see above")


def _ending(work: Path, links: list[dict[str, str]], answers: "list[Answer]", args: argparse.Namespace) -> None:
    from bukti.demo.verifiers import Outcome

    first = links[0]
    local = f"http://127.0.0.1:{args.port}/v/#{first['link'].partition('#')[2]}"
    say(f"\nLearners' files: {_short(work / 'out')}   site: {_short(work / 'site')}")
    missing = [answer.place for answer in answers if answer.outcome is Outcome.NOT_TRIED]
    if missing:
        say(f"Not tried on this machine: {' and '.join(missing)}. What they would say is NOT shown by this run.")
    say(f"A link to try ({first['name']}):\n{local}")
    if args.no_serve:
        say(f"Serve the site with: bukti serve --site {_short(work / 'site')}")
        return
    import segno

    segno.make(local, error="l").terminal(compact=True)


def _chapter(number: int, title: str) -> None:
    say(f"\n{number}. {title}")


def _quoted(argument: str) -> str:
    return f'"{argument}"' if " " in argument else argument


def _short(path: Path) -> str:
    """The path as seen from here, where it lies below."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
