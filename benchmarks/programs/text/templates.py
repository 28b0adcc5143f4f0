"""A template engine: parsed to a tree, then rendered; and the same page by f-strings.

Stresses: regular expression splitting, small node classes with a `render` method, dict
scopes, attribute or item look-up by name, string joining, escaping.
From: the template languages of web frameworks.
"""

import re

SIZE = 2_500
SMALL_SIZE = 3
SMALL_RESULT = (3137, "1. Lamp &lt;10&gt; &amp; shade:\n<b>new</")

PAGE = """<h1>{{ title|upper }}</h1>
<ul>
{% for item in items %}  <li class="{% if item.sold %}sold{% else %}open{% endif %}">{{ loop }}. {{ item.name|escape }}:
{% for tag in item.tags %}<b>{{ tag }}</b> {% endfor %} {{ item.price }} {{ shop.currency }}</li>
{% endfor %}</ul>
{% if note %}<p>{{ note|escape }}</p>{% endif %}"""

TOKEN = re.compile(r"({{.*?}}|{%.*?%})", re.DOTALL)


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


FILTERS = {"upper": str.upper, "escape": escape, "trim": str.strip}


class TemplateError(Exception):
    pass


class Text:
    def __init__(self, text):
        self.text = text

    def render(self, scope, out):
        out.append(self.text)


class Lookup:
    def __init__(self, expression):
        path, *filters = expression.split("|")
        self.path = path.strip().split(".")
        self.filters = [FILTERS[name.strip()] for name in filters]

    def value(self, scope):
        name, *rest = self.path
        value = scope.get(name, "")
        for name in rest:
            value = value[name] if isinstance(value, dict) else getattr(value, name)
        return value

    def render(self, scope, out):
        text = str(self.value(scope))
        for apply in self.filters:
            text = apply(text)
        out.append(text)


class For:
    def __init__(self, name, source, body):
        self.name = name
        self.source = source
        self.body = body

    def render(self, scope, out):
        inner = dict(scope)
        for count, value in enumerate(self.source.value(scope), start=1):
            inner[self.name] = value
            inner["loop"] = count
            for node in self.body:
                node.render(inner, out)


class If:
    def __init__(self, condition, then, otherwise):
        self.condition = condition
        self.then = then
        self.otherwise = otherwise

    def render(self, scope, out):
        for node in self.then if self.condition.value(scope) else self.otherwise:
            node.render(scope, out)


class Template:
    def __init__(self, source):
        self.tokens = TOKEN.split(source)
        self.position = 0
        self.nodes, _ = self.parse(())

    def parse(self, enders):
        nodes = []
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            self.position += 1
            if token.startswith("{{"):
                nodes.append(Lookup(token[2:-2]))
            elif token.startswith("{%"):
                word, *words = token[2:-2].split()
                if word in enders:
                    return nodes, word
                nodes.append(self.block(word, words))
            elif token:
                nodes.append(Text(token))
        if enders:
            raise TemplateError(f"no {' or '.join(enders)}")
        return nodes, None

    def block(self, word, words):
        if word == "for":
            body, _ = self.parse(("endfor",))
            return For(words[0], Lookup(words[2]), body)
        if word == "if":
            then, ender = self.parse(("else", "endif"))
            otherwise = self.parse(("endif",))[0] if ender == "else" else []
            return If(Lookup(words[0]), then, otherwise)
        raise TemplateError(f"no block {word!r}")

    def render(self, **scope):
        out = []
        for node in self.nodes:
            node.render(scope, out)
        return "".join(out)


class Shop:
    currency = "EUR"


def direct(title, items, note):
    rows = "".join(
        f'  <li class="{"sold" if item["sold"] else "open"}">{count}. {escape(item["name"])}:\n'
        f"{''.join(f'<b>{tag}</b> ' for tag in item['tags'])} {item['price']} {Shop.currency}</li>\n"
        for count, item in enumerate(items, start=1)
    )
    return f"<h1>{title.upper()}</h1>\n<ul>\n{rows}</ul>\n" + (f"<p>{escape(note)}</p>" if note else "")


def run(size=SIZE):
    """(total length of `size` pages, the last item of the last)."""
    total = 0
    page = ""
    for n in range(size):
        items = [
            {"name": f"Lamp <{k}> & shade", "price": k * 3 + n % 10, "sold": k % 3 == 0, "tags": ["new", f"t{k}"]}
            for k in range(12)
        ]
        note = "closed on Sundays" if n % 2 else ""
        if n % 20 == 0:
            template = Template(PAGE)
        page = template.render(title="Lamps", items=items, shop=Shop(), note=note)
        assert page == direct("Lamps", items, note)
        total += len(page)
    return total, page[-160:-120]


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
