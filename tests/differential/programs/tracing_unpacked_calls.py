"""A thread that is traced from inside a call that unpacks its arguments: what held them dies, the caller goes on traced."""

import sys
class Noisy:
    alive=0
    def __init__(self): Noisy.alive+=1
    def __del__(self): Noisy.alive-=1
events=[]
def tracer(frame, event, arg):
    events.append((event, frame.f_code.co_name, frame.f_lineno))
    return tracer
def large(first, second=1, *others):
    total = second
    for value in others: total += 1
    total = total * 3 + second
    total = total // 2 - 5
    total = total * total % 1000
    if total > 500: total -= len(others)
    if total < 100: total += len(others) * 7
    if second % 1000 == 777:
        sys.settrace(tracer)
    if second % 1000 == 778:
        sys.settrace(None)
    return total
def kernel(n):
    out=[]
    for i in range(n):
        pair = Noisy(), i
        r = large(*pair)
        pair = None
        out.append((r, Noisy.alive))
    return out
for _ in range(3): x=kernel(3000)
sys.settrace(None)
print(set(a for _,a in x), len(events), events[:6], events[-6:])
