"""A walk through the standard library: library code written in Python, so that it runs on the engine when adopted."""

import argparse
import ast
import base64
import calendar
import configparser
import contextlib
import csv
import datetime
import difflib
import fnmatch
import fractions
import graphlib
import hashlib
import html.parser
import io
import ipaddress
import json
import pathlib
import pprint
import queue
import random
import re
import shlex
import sqlite3
import statistics
import string
import struct
import tempfile
import textwrap
import tokenize
import unittest
import urllib.parse
import uuid
import xml.etree.ElementTree as ET
import zlib

print(json.dumps({"b": [1, 2.5, None, True], "a": {"é": "x\n"}}, indent=1, sort_keys=True), json.loads('{"a": [1e3, -5, "\\u00e9"]}'))
try:
    json.loads('{"a": }')
except json.JSONDecodeError as error:
    print(error)
print(json.JSONEncoder(default=lambda o: sorted(o)).encode({"s": {3, 1}}), json.loads("[1]", parse_int=lambda s: s + "!"))
print(re.findall(r"(?P<w>\w+)@(\w+)", "a@b c@d"), re.split(r"[,;]\s*", "a, b;c"), re.sub(r"(?<=a)b+", lambda m: m.group().upper(), "abbb cb"), re.fullmatch(r"[^\W\d]+", "abc") is not None)
try:
    re.compile("(unclosed")
except re.error as error:
    print(error)
parser = argparse.ArgumentParser(prog="prog", description="A program.")
parser.add_argument("name")
parser.add_argument("-n", "--number", type=int, default=3, choices=range(5))
parser.add_argument("--flag", action="store_true")
sub = parser.add_subparsers(dest="command")
sub.add_parser("run").add_argument("files", nargs="*")
print(parser.parse_args(["x", "-n", "2", "--flag", "run", "a", "b"]))
print(parser.format_help())
with contextlib.redirect_stderr(io.StringIO()) as err:
    try:
        parser.parse_args(["x", "-n", "9"])
    except SystemExit as error:
        print(error.code, err.getvalue())
print(textwrap.fill("The quick brown fox jumps over the lazy dog " * 3, 40), textwrap.dedent("  a\n   b"), textwrap.shorten("a long text here", 10))
out = io.StringIO()
writer = csv.DictWriter(out, ["a", "b"])
writer.writeheader()
writer.writerow({"a": 'x"y', "b": "1,2"})
print(out.getvalue(), list(csv.reader(['a,"b,c"', "1,2"])))
config = configparser.ConfigParser()
config.read_string("[s]\na = 1\nb = %(a)s2\n[t]\nc: yes")
print(config["s"]["b"], config["t"].getboolean("c"), config.sections())
print(ast.dump(ast.parse("x = [i for i in y if i]")), ast.unparse(ast.parse("def f(a, *b, c=1): return a+b")), ast.literal_eval("{'a': (1, [2.5])}"))
print(datetime.datetime(2020, 2, 29, 12) + datetime.timedelta(days=366), datetime.date.fromisoformat("2021-03-04").isocalendar(), datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc).isoformat())
print(calendar.month(2024, 2))
print("\n".join(difflib.unified_diff("abc", "abd", lineterm="")), difflib.get_close_matches("appel", ["ape", "apple"]), round(difflib.SequenceMatcher(None, "abcd", "bcde").ratio(), 3))
print(statistics.mean([1, 2, 4]), statistics.stdev([1, 2, 4]), statistics.median([3, 1]), statistics.mode("aab"), statistics.NormalDist(0, 1).cdf(1))
random.seed(42)
print(random.random(), random.randint(1, 100), random.sample(range(10), 3), random.choice("abc"), random.shuffle([1]), random.gauss(0, 1))
print(fractions.Fraction("3/4") + 1, fractions.Fraction(0.5), pprint.pformat({"key" * 5: list(range(30)), "b": {"c": ("x" * 30, "y" * 40)}}, width=60))
print(shlex.split("a 'b c' \"d\""), string.Template("$a ${b}").substitute(a=1, b=2), string.capwords("hello world"), fnmatch.filter(["a.py", "b.txt"], "*.py"))
print(urllib.parse.urlparse("http://u:p@h:80/p?q=1#f"), urllib.parse.urlencode({"a": "b c", "d": [1]}), urllib.parse.parse_qs("a=1&a=2"), urllib.parse.urljoin("http://a/b/c", "../d"))
print(list(graphlib.TopologicalSorter({"a": {"b"}, "b": {"c"}}).static_order()), ipaddress.ip_network("10.0.0.0/30").num_addresses, uuid.UUID(int=5), uuid.uuid5(uuid.NAMESPACE_DNS, "x"))
print(hashlib.md5(b"x").hexdigest(), base64.b64encode(b"hello"), zlib.crc32(b"x"), struct.unpack("<IhB", struct.pack("<IhB", 1, -2, 3)))
root = ET.fromstring("<r><a k='1'>t</a><b/></r>")
print([(e.tag, e.attrib, e.text) for e in root.iter()], ET.tostring(root), root.find("a[@k='1']").text)


class Parser(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs):
        print("start", tag, attrs)

    def handle_data(self, data):
        print("data", data)


Parser().feed("<p class=x>hi &amp; <b>bye</b>")
with tempfile.TemporaryDirectory() as name:
    path = pathlib.Path(name) / "f.txt"
    path.write_text("line 1\nline 2\n")
    print([p.name for p in pathlib.Path(name).iterdir()], path.read_text().splitlines(), path.suffix, path.stat().st_size)
print(pathlib.Path(name).exists())
db = sqlite3.connect(":memory:")
db.create_function("double", 1, lambda v: v * 2)
db.create_aggregate("total_", 1, type("T", (), {"__init__": lambda s: setattr(s, "t", 0), "step": lambda s, v: setattr(s, "t", s.t + v), "finalize": lambda s: s.t}))
db.row_factory = sqlite3.Row
with db:
    db.execute("create table t (a, b)")
    db.executemany("insert into t values (?, ?)", ((i, str(i)) for i in range(5)))
print([tuple(r) for r in db.execute("select double(a), b from t where a > ?", (2,))], tuple(db.execute("select total_(a) from t").fetchone()))
try:
    db.execute("select double('x', 1)")
except sqlite3.OperationalError as error:
    print(error)


class Tests(unittest.TestCase):
    def test_pass(self):
        self.assertEqual(1, 1)

    def test_fail(self):
        self.assertEqual([1, 2], [1, 3])

    def test_error(self):
        raise ValueError("error")

    @unittest.skip("skipped")
    def test_skip(self):
        pass

    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertNotEqual(i, 1)


stream = io.StringIO()
result = unittest.TextTestRunner(stream=stream, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(Tests))
print(result, re.sub(r"in [\d.]+s", "in TIME", stream.getvalue()))
print([(tokenize.tok_name[t.type], t.string) for t in tokenize.generate_tokens(io.StringIO("x = 1 # c\n").readline)])
import doctest


def documented(n):
    """
    >>> documented(2)
    4
    >>> documented('a')
    Traceback (most recent call last):
        ...
    TypeError: can't multiply sequence by non-int of type 'str'
    >>> documented(3)
    10
    """
    return n * n


runner = doctest.DocTestRunner(verbose=False)
for test in doctest.DocTestFinder().find(documented, "documented", globs=globals()):
    print(runner.run(test, out=print))
import functools
import typing
import abc
import numbers


class Base(abc.ABC):
    @abc.abstractmethod
    def f(self): ...

    @property
    @abc.abstractmethod
    def p(self): ...


try:
    Base()
except TypeError as error:
    print(error)
print(isinstance(1, numbers.Integral), issubclass(bool, numbers.Number), typing.get_args(dict[str, int]))
import unittest.mock as mock
m = mock.Mock(return_value=5)
print(m(1, k=2), m.call_args, m.called)
with mock.patch("json.dumps", side_effect=ValueError("patched")) as patched:
    try:
        json.dumps(1)
    except ValueError as error:
        print(error, patched.call_count)
q = queue.PriorityQueue()
for v in (3, 1, 2):
    q.put(v)
print(q.get(), q.qsize())
