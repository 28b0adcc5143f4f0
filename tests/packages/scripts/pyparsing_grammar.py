"""pyparsing: an arithmetic grammar and a configuration grammar, with parse actions, recursion and error messages."""

import pyparsing as pp

pp.ParserElement.enable_packrat()
number = pp.pyparsing_common.number()
variable = pp.pyparsing_common.identifier.copy()
values = {"x": 10, "y": 2.5}
variable.set_parse_action(lambda tokens: values[tokens[0]])
operators = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
}


def fold_left(tokens):
    items = tokens[0]
    result = items[0]
    for operator, operand in zip(items[1::2], items[2::2]):
        result = operators[operator](result, operand)
    return result


def negate(tokens):
    return -tokens[0][1]


expression = pp.infix_notation(
    number | variable,
    [
        ("^", 2, pp.OpAssoc.RIGHT, fold_left),
        ("-", 1, pp.OpAssoc.RIGHT, negate),
        (pp.one_of("* /"), 2, pp.OpAssoc.LEFT, fold_left),
        (pp.one_of("+ -"), 2, pp.OpAssoc.LEFT, fold_left),
    ],
)
for text in ("1 + 2 * 3", "(1 + 2) * 3", "-2 ^ 2", "x / y - 1", "((((1))))", "1 + ", "z + 1", "2 3", "1 / 0"):
    try:
        print(text, "=", expression.parse_string(text, parse_all=True)[0])
    except pp.ParseException as error:
        print(text, "->", error, error.loc, error.lineno, error.column)
    except Exception as error:
        print(text, "->", type(error).__name__, error)

key = pp.Word(pp.alphas, pp.alphanums + "_")
value = pp.Forward()
array = pp.Group(pp.Suppress("[") + pp.Optional(pp.DelimitedList(value)) + pp.Suppress("]"))
table = pp.Forward()
value <<= pp.QuotedString('"') | number | array | table | pp.Keyword("true").set_parse_action(lambda: [True])
pair = pp.Group(key("key") + pp.Suppress("=") + value("value"))
table <<= pp.Suppress("{") + pp.Dict(pp.ZeroOrMore(pair + pp.Optional(pp.Suppress(",")))) + pp.Suppress("}")
section = pp.Group(pp.Suppress("[[") + key("name") + pp.Suppress("]]") + pp.Dict(pp.ZeroOrMore(pair))("body"))
document = pp.ZeroOrMore(section).ignore(pp.python_style_comment)
SOURCE = (
    """
# a comment
[[server]]
host = "localhost"  # another
ports = [80, 443, [1, 2]]
[[client]]
name = "x"
ready = true
ratio = 2.5
"""
    * 20
)
parsed = document.parse_string(SOURCE, parse_all=True)
print(len(parsed), parsed[0].name, parsed[0].body.as_list(), parsed[1].as_dict()["name"])
print(document.parse_string("[[a]]\nb = {c = 1, d = [2]}").as_list())
for match, start, end in pp.Word(pp.nums)("n").scan_string("a1b22c333"):
    print(match.n, start, end)
print(pp.Word(pp.nums).add_parse_action(lambda t: str(int(t[0]) * 2)).transform_string("1 and 22"))
try:
    document.parse_string("[[a]]\nb = \n[[", parse_all=True)
except pp.ParseException as error:
    print(error.explain(depth=0))
