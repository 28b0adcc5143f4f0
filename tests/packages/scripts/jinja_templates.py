"""Jinja2: templates compiled to Python code at run time: inheritance, macros, loops, filters, errors in templates."""
# ruff: noqa: E501 (templates)

import asyncio
import traceback

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError

TEMPLATES = {
    "base.html": "<title>{% block title %}base{% endblock %}</title>\n{% block body %}{% endblock %}\n{% include 'footer.html' %}",
    "footer.html": "footer {{ version or 'none' }}",
    "page.html": """{% extends "base.html" %}
{% from "macros.html" import field, table with context %}
{% block title %}{{ super() }}: {{ title|upper }}{% endblock %}
{% block body %}
{%- for user in users if user.active recursive %}
  {{ loop.index }}/{{ loop.length }} {{ user.name|e }} {{ field(user.name, kind="x") }}
  {%- if user.children %}{{ loop(user.children) }}{% endif %}
  {%- if loop.last %} last{% endif %}
{%- else %}nobody{%- endfor %}
{{ table([[1, 2], [3, 4]]) }}
{% set ns = namespace(total=0) %}{% for n in range(5) %}{% set ns.total = ns.total + n %}{% endfor %}{{ ns.total }}
{% filter upper %}filtered {{ title }}{% endfilter %}
{% call(row) wrapped([1, 2]) %}row {{ row }} {% endcall %}
{{ users|map(attribute="name")|join(", ") }} {{ [3, 1, 2]|sort|reverse|list }} {{ "%.2f"|format(3.14159) }} {{ {"b": 1, "a": 2}|dictsort }}
{% endblock %}""",
    "macros.html": """{% macro field(name, kind="text") %}<{{ kind }} {{ name }} {{ varargs }} {{ kwargs }}>{% endmacro %}
{% macro table(rows) %}{% for row in rows %}{{ row|join("|") }};{{ loop.cycle("odd", "even") }} {% endfor %}{% endmacro %}""",
    "error.html": "line one\n{{ undefined_variable.attribute }}\n",
    "division.html": "{% for n in [1, 0] %}\n{{ 1 / n }}\n{% endfor %}",
    "syntax.html": "{% if %}\n",
}

environment = Environment(
    loader=DictLoader(TEMPLATES),
    undefined=StrictUndefined,
    trim_blocks=True,
    extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
)
environment.globals["wrapped"] = lambda rows, caller: "[" + "".join(caller(row) for row in rows) + "]"
environment.filters["double"] = lambda value: value * 2
environment.tests["even_length"] = lambda value: len(value) % 2 == 0


class User:
    def __init__(self, name, active=True, children=()):
        self.name, self.active, self.children = name, active, children


users = [User("Ann <b>"), User("Bob", False), User("Cy", children=[User("Di"), User("Ed")])]
print(environment.get_template("page.html").render(users=users, title="Title", version=None))
print(
    environment.from_string(
        "{{ 'ab'|double }} {{ 'ab' is even_length }} {% do items.append(3) %}{{ items }} {% for x in items %}{% if x == 2 %}{% break %}{% endif %}{{ x }}{% endfor %}"
    ).render(items=[1, 2])
)
for name in ("error.html", "division.html", "syntax.html", "missing.html"):
    try:
        print(environment.get_template(name).render())
    except (TemplateError, ZeroDivisionError) as error:
        entries = traceback.extract_tb(error.__traceback__)
        print(
            name,
            type(error).__name__,
            error,
            [(entry.name, entry.lineno) for entry in entries if entry.filename == "<template>"],
        )
template = environment.from_string(
    "{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>\n{% endfor %}"
)
text = template.render(rows=[[f"r{i}c{j}" for j in range(10)] for i in range(300)])
print(len(text), text[:60], text[-40:])
print("".join(environment.from_string("{% for i in n %}{{ i }},{% endfor %}").generate(n=range(10))))
print(environment.compile("{{ a + b }}", raw=True)[:200])


async def asynchronous():
    environment = Environment(enable_async=True)

    async def numbers():
        for i in range(3):
            yield i

    async def value():
        return "awaited"

    return await environment.from_string("{% for n in numbers() %}{{ n }}{% endfor %} {{ value() }}").render_async(
        numbers=numbers, value=value
    )


print(asyncio.run(asynchronous()))
