"""pandas: frames mixed with Python loops: apply, groupby with functions of ours, merges, rolling windows, callbacks."""

import io
import warnings

import numpy as np
import pandas as pd

warnings.simplefilter("ignore")
pd.set_option("display.width", 120)
frame = pd.DataFrame(
    {"name": list("abcdef"), "group": ["x", "y"] * 3, "value": [1.5, 2.0, None, 4.5, 5.0, 6.25], "n": range(6)}
)
print(frame, frame.dtypes, frame.describe())
print(
    frame.apply(lambda row: f"{row['name']}{row['n']}", axis=1).tolist(),
    frame["n"].map(lambda n: n * n).sum(),
    frame["value"].apply(lambda v: v * 2 if v == v else -1).tolist(),
)


def summary(part):
    return pd.Series({"total": part["n"].sum(), "mean": part["value"].mean(), "names": "".join(part["name"])})


print(frame.groupby("group")[["n", "value", "name"]].apply(summary))
print(
    frame.groupby("group").agg(
        total=("n", "sum"), spread=("value", lambda v: v.max() - v.min()), last=("name", lambda s: s.iloc[-1])
    )
)
print(
    frame.groupby("group")["n"].transform(lambda s: s - s.mean()).tolist(),
    frame.groupby(lambda index: index % 3)["n"].sum().to_dict(),
)
print(
    frame["n"].rolling(3).apply(lambda window: window.max() - window.min(), raw=True).tolist(),
    frame["n"].expanding().apply(sum).tolist(),
    frame["n"].cumsum().tolist(),
)
total = 0
for index, row in frame.iterrows():
    if row["group"] == "x":
        total += row["n"] * index
for row in frame.itertuples():
    total += row.n * 10
for column in frame:
    total += len(column)
print(total, [g for g, _ in frame.groupby("group")], {k: v.n.tolist() for k, v in frame.groupby("group")})
other = pd.DataFrame({"group": ["x", "z"], "weight": [10, 20]})
print(
    frame.merge(other, on="group", how="outer", indicator=True),
    frame.pivot_table(index="group", columns=frame["n"] % 2, values="n", aggfunc=lambda v: list(v)[0]),
)
print(
    frame.sort_values("value", key=lambda s: -s).head(2),
    frame.query("n > 2 and group == 'y'"),
    frame.eval("n * 2 + 1").tolist(),
    frame.assign(double=lambda f: f.n * 2).iloc[:2],
)
print(
    frame.pipe(lambda f, k: f.n.sum() * k, 3),
    frame.filter(regex="^n").columns.tolist(),
    frame.stack().shape,
    frame.melt(id_vars="name", value_vars=["n"], value_name="v").shape,
)
dates = pd.date_range("2024-01-30", periods=6, freq="D")
series = pd.Series(range(6), index=dates)
print(
    series.resample("ME").sum(),
    series["2024-02"].tolist(),
    (series.index + pd.Timedelta(days=1))[0],
    series.shift(1).fillna(0).tolist(),
    dates[0].strftime("%a %d"),
)
print(
    pd.read_csv(io.StringIO("a,b\n1,x\n2,y\n"), converters={"b": lambda text: text * 2}),
    frame.to_csv(index=False).splitlines()[1],
    frame.to_json(orient="records")[:60],
)
print(
    frame["name"].str.upper().str.cat(sep="-"),
    frame["name"].str.replace(r"[abc]", lambda m: m.group().upper(), regex=True).tolist(),
    pd.Series(["a1", "b2"]).str.extract(r"([a-z])(\d)").values.tolist(),
)
print(
    frame.map(lambda v: len(str(v))).sum().to_dict(),
    frame["n"].where(lambda s: s > 2, other=lambda s: -s).tolist(),
    frame.loc[lambda f: f.n % 2 == 1, "name"].tolist(),
)
for bad in (
    lambda: frame["missing"],
    lambda: frame.loc[99],
    lambda: frame.merge(other, on="nothing"),
    lambda: frame.apply(lambda row: 1 / row["n"] if row["n"] else row["oops"], axis=1),
    lambda: pd.DataFrame({"a": [1], "b": [1, 2]}),
    lambda: pd.to_datetime("not a date"),
    lambda: bool(frame),
):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, str(error).splitlines()[0])


@pd.api.extensions.register_series_accessor("mine")
class Accessor:
    def __init__(self, series):
        self.series = series

    def double(self):
        return self.series * 2


print(
    frame["n"].mine.double().tolist(),
    frame["n"].combine(frame["value"], lambda a, b: a if b != b else b).tolist(),
    pd.concat([frame, frame]).duplicated().sum(),
)
frame["category"] = pd.Categorical(frame["group"], categories=["y", "x"], ordered=True)
print(
    frame["category"].cat.codes.tolist(),
    frame.sort_values("category")["name"].tolist(),
    pd.cut(frame["n"], 3, labels=list("lmh")).tolist(),
    pd.get_dummies(frame["group"]).sum().to_dict(),
)
index = pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["k", "i"])
print(
    pd.Series(range(4), index=index).unstack(),
    pd.Series(range(4), index=index).groupby(level="k").sum().to_dict(),
    pd.crosstab(frame["group"], frame["n"] > 2).values.tolist(),
)
matrix = pd.DataFrame(np.arange(9).reshape(3, 3), columns=list("abc"))
for i in range(3):
    for c in matrix.columns:
        matrix.loc[i, c] = matrix.loc[i, c] * 2 + i
print(
    matrix,
    matrix.values.tolist(),
    matrix.apply(np.sum),
    matrix.agg(["min", "max"]),
    matrix.T.iloc[0, 1],
    matrix.corr().round(3).values.tolist(),
)
