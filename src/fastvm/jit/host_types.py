"""Types of the host, as the module `types` has them.

The compiler is imported in the middle of anything, also of an import that the program has just begun. If it imported
that very module, there would be two of it. So it imports no module that is written in Python but its own, and those
that every start of the host has loaded.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import BuiltinFunctionType as BuiltinFunctionType
    from types import CodeType as CodeType
    from types import FunctionType as FunctionType
    from types import GetSetDescriptorType as GetSetDescriptorType
    from types import MemberDescriptorType as MemberDescriptorType
    from types import MethodDescriptorType as MethodDescriptorType
    from types import ModuleType as ModuleType
else:
    BuiltinFunctionType = type(len)
    CodeType = type((lambda: None).__code__)  # (builtins.compile makes the classes of all syntax nodes, the first time)
    FunctionType = type(lambda: None)
    GetSetDescriptorType = type(vars(type(lambda: None))["__code__"])
    MemberDescriptorType = type(vars(type(lambda: None))["__globals__"])
    MethodDescriptorType = type(str.join)
    ModuleType = type(sys)
