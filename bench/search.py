"""`python -m bench.search`: how well and how fast the search answers, beside the theme's default search."""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from bench.browse import browser, cold, results, warm
from bench.queries import Query, given_queries, own_queries, score
from bench.sites import articles_of, build_default, build_ours, enlarge, gzipped
from tests.host import served

SIZES = (60, 600)
COLD_VISITS = 5


def main() -> None:
    """Build the sites, ask every query, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--queries", type=Path, help="a further list: id, query, asked_by, best_provisions, also_relevant"
    )
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=SIZES, help="numbers of protocols to measure a visit at"
    )
    parser.add_argument("--seen-only", action="store_true", help="leave the unseen half of our own list alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, browser() as found:
        ours = build_ours(Path(folder, "ours"))
        lists = _lists(ours, options.queries, seen_only=options.seen_only)
        _compare(found, {"ours": ours, "default": build_default(Path(folder, "default"))}, lists)
        for size in options.sizes:
            _at_size(found, enlarge(ours, Path(folder, f"ours-{size}"), size), size)


def _lists(site: Path, given: Path | None, *, seen_only: bool) -> dict[str, list[Query]]:
    seen, unseen = own_queries()
    lists = {"given": given_queries(given, articles_of(site))} if given else {}
    return lists | {"own, seen": seen} | ({} if seen_only else {"own, unseen": unseen})


def _compare(found: Browser, sites: dict[str, Path], lists: dict[str, list[Query]]) -> None:
    texts = list(dict.fromkeys(query.text for queries in lists.values() for query in queries))
    for name, site in sites.items():
        with served(site) as address:
            shown = results(found, address, texts)
            for title, queries in lists.items():
                _print_score(name, title, queries, shown)
            _print_times(name, warm(found, address, texts), cold(found, address, texts[:COLD_VISITS]))
    print(f"ours     index {gzipped(sites['ours'], 'search/*.js') / 1000:.1f} KB gzip")
    print(f"default  index {gzipped(sites['default'], 'search/search_index.json') / 1000:.1f} KB gzip")


def _print_score(name: str, title: str, queries: list[Query], shown: dict[str, list[str]]) -> None:
    got = score(queries, shown)
    print(
        f"{name:8} {title:12} n={got.asked:3} hit@1 {got.hit1:.3f} hit@3 {got.hit3:.3f} MRR {got.reciprocal:.3f} "
        f"empty {got.empty} no-answer said so {got.honest}/{got.unanswerable}"
    )


def _print_times(name: str, warm_times: list[float], cold_times: list[float]) -> None:
    print(
        f"{name:8} first result: warm median {statistics.median(warm_times):.0f} ms, most {max(warm_times):.0f} ms; "
        f"cold median {statistics.median(cold_times):.0f} ms, most {max(cold_times):.0f} ms"
    )


def _at_size(found: Browser, site: Path, size: int) -> None:
    texts = [query.text for query in own_queries()[0][:COLD_VISITS]]
    with served(site) as address:
        _print_times(f"ours {size}", warm(found, address, texts), cold(found, address, texts))
    print(f"ours {size:3} topics {gzipped(site, 'search/topics.js') / 1000:.0f} KB gzip, ", end="")
    print(f"all parts {gzipped(site, 'search/rules*.js') / 1000:.0f} KB gzip")


if __name__ == "__main__":
    main()
