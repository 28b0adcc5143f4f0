"""What a loop reads and what may not be there: locals and attributes that are bound on some ways only."""

def f(n, flag):
    if flag:
        x = [1, 2]
    t = 0
    for i in range(n):
        t += x[0]
        x = [i, 2]
    return t
def g(n, flag):
    if flag:
        x = 5
    t = 0
    i = 0
    while i < n:
        t += x
        x = i
        i += 1
    return t
class P: pass
def h(p, n):
    t = 0
    for i in range(n):
        t += p.a + p.b
    return t
for i in range(300):
    for fn in (f, g):
        try:
            r = fn(20, i % 3 != 1)
        except UnboundLocalError as e:
            r = str(e)
    if i < 3: print(r)
ps = []
for i in range(300):
    p = P(); p.a = 1; p.b = 2
    if i % 3 == 1: del p.a
    if i % 5 == 1: del p.b
    try:
        r = h(p, 20)
    except AttributeError as e: r = str(e)
    if i < 12: print(r)
