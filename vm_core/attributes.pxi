# Inline caches of attributes and names: what a quickened instruction checks, and how it is made.
#
# A cache guards with the host's own version numbers: `tp_version_tag` stands for everything a lookup on a
# type can find, a dict-keys version for which names a namespace has and where (DESIGN section 11: 3.11 has no
# watchers). A value found in a type is kept as a borrowed pointer: it lives as long as the version does.

cdef struct AttrCache:          # GETATTR (3 words), GETMETHOD (3), SETATTR (the first 2)
    uint32_t version            # type version, or keys version of a module's dict
    uint32_t index              # slot, entry index, byte offset; of TYPE forms, how to prove that no instance has the name
    PyObject* value             # borrowed: method, class attribute or property
    uint32_t keys_version       # of the type's cached keys: no instance has the name; of the DICT form, the offset of the
                                # instance's dict (0: it is managed by the host); of CLASS forms, the version of the class's
                                # metaclass (0: it is `type`)
    uint32_t mutable            # the class attribute's own type may yet become a descriptor

cdef struct NameCache:          # GETGLOBAL, GETNAME (2 words), SETGLOBAL, SETNAME (the first)
    uint32_t version
    uint32_t index
    uint32_t builtins_version
    uint32_t place              # of the value, behind the dict's keys, in bytes, << MISS_BITS; the site's misses

# A site of attributes that has met what no form is for tries again after so many turns, counted in the variant bits of
# its flags. So does one whose form has missed, after fewer: where a class changes all the time, each look costs more than
# the general way, and what it finds is soon of no use. After how many varies: a program that has its objects in the same
# order in each round must not be in step with it, or the site never looks when the one comes that it does not know.
# While a site has a form, the same bits count how often it met an object that this was not for, and another form was known
# (up to PAUSE): so the compiler knows of sites that see several classes.
cdef enum:
    PAUSE_STEP = 1 << VARIANT_SHIFT
    PAUSE = 31 * PAUSE_STEP
    SHORT_PAUSE = 4 * PAUSE_STEP
    VARYING_PAUSE = 3 * PAUSE_STEP

cdef uint8_t pause_varies = 0

# A site of names that missed this often stays generic. (Attribute sites share a second-level cache instead.)
cdef enum:
    MISS_LIMIT = 60
    MISS_BITS = 6
    MISS_MASK = (1 << MISS_BITS) - 1

# What the sites of attributes have learned, by type version and name: a site that sees many types fills its
# cache from here. Each name of a type has two places; an entry is good as long as its version is some type's.
cdef enum:
    SHARED_BITS = 11
    SHARED_ENTRIES = 1 << SHARED_BITS
    FIRST_SUPER = 256           # no opcode is as large: what `super()` finds, by the place of the class in the mro

cdef struct SharedEntry:
    PyObject* name              # owned
    int base                    # GETATTR, SETATTR or GETMETHOD; FIRST_SUPER and more
    int form                    # the specialised opcode
    AttrCache cache

cdef SharedEntry shared_entries[SHARED_ENTRIES]


cdef inline SharedEntry* shared_places(uint32_t version, PyObject* name, int base) noexcept nogil:
    """The first of the two places, which lie side by side."""
    cdef uint32_t mixed = (version * 3 + <uint32_t>base) * <uint32_t>2654435761 + <uint32_t>(<size_t>name >> 4) * <uint32_t>2246822519
    return &shared_entries[(mixed >> (32 - SHARED_BITS)) & ~<uint32_t>1]


cdef inline bint is_entry_of(SharedEntry* entry, uint32_t version, PyObject* name, int base) noexcept nogil:
    return entry.cache.version == version and entry.name == name and entry.base == base


cdef inline SharedEntry* known_place(PyObject* object, PyObject* name, int base) noexcept nogil:
    """What is known of a name in this object's class, or NULL."""
    cdef uint32_t version = Py_TYPE(object).tp_version_tag
    cdef SharedEntry* entry = shared_places(version, name, base)
    if version == 0:
        return NULL
    if is_entry_of(entry, version, name, base):
        return entry
    return entry + 1 if is_entry_of(entry + 1, version, name, base) else NULL


cdef bint recall(Instr* ip, PyObject* object, PyObject* name, int base) noexcept nogil:
    """Fill a site's cache for this object's type from the shared entries; whether that was possible. A site whose
    cache is for this very version has just missed in it, and is not filled again."""
    cdef AttrCache* cache = attr_cache(ip)
    cdef SharedEntry* entry
    if Py_TYPE(object).tp_version_tag == cache.version:
        return False
    entry = known_place(object, name, base)
    if entry == NULL:
        return False
    cache.version = entry.cache.version
    cache.index = entry.cache.index
    cache.value = entry.cache.value
    if base != OP_SETATTR:
        cache.keys_version = entry.cache.keys_version
        cache.mutable = entry.cache.mutable
    ip.op = <uint8_t>entry.form
    return True


cdef void remember(Instr* ip, PyObject* name, int base) noexcept nogil:
    """Share what a site has just learned about a type. The older of two other entries in its places makes room."""
    cdef AttrCache* cache = attr_cache(ip)
    cdef SharedEntry* entry = shared_places(cache.version, name, base)
    cdef PyObject* old = NULL
    if not is_entry_of(entry, cache.version, name, base):
        old = entry[1].name
        entry[1] = entry[0]
        Py_INCREF(name)
        entry.name = name
        entry.base = base
    entry.form = ip.op
    entry.cache.version = cache.version
    entry.cache.index = cache.index
    entry.cache.value = cache.value
    # A store has a shorter cache: its site ends before these.
    entry.cache.keys_version = cache.keys_version if base != OP_SETATTR else 0
    entry.cache.mutable = cache.mutable if base != OP_SETATTR else 0
    Py_XDECREF(old)


cdef inline bint may_quicken(Instr* ip) noexcept nogil:
    """Whether a generic site should look for a form now."""
    if fvm_likely(ip.flags < PAUSE_STEP):
        return True
    ip.flags -= PAUSE_STEP
    return False


cdef void miss_attribute(Instr* ip, PyObject* object, PyObject* name, int generic) noexcept nogil:
    """A specialised form of an attribute's site met an object that it is not for: on to a form that is, if one is known,
    or back to the generic one."""
    global pause_varies
    if not recall(ip, object, name, generic):
        pause_varies += PAUSE_STEP
        ip.op = <uint8_t>generic
        ip.flags = (ip.flags & (PAUSE_STEP - 1)) + SHORT_PAUSE + (pause_varies & VARYING_PAUSE)
    elif ip.flags < PAUSE:
        ip.flags += PAUSE_STEP


cdef void forget_shared() noexcept nogil:
    """Empty the shared entries. They own names, up to SHARED_ENTRIES of them, as the host's own cache of type lookups
    does."""
    cdef PyObject* name
    cdef int i
    for i in range(SHARED_ENTRIES):
        name = shared_entries[i].name
        shared_entries[i].name = NULL
        shared_entries[i].cache.version = 0
        Py_XDECREF(name)


cdef inline AttrCache* attr_cache(Instr* ip) noexcept nogil:
    return <AttrCache*>(ip + 1)


cdef inline NameCache* name_cache(Instr* ip) noexcept nogil:
    return <NameCache*>(ip + 1)


# --- Names ------------------------------------------------------------------------------------------

cdef Py_ssize_t find_entry(PyObject* dict, PyObject* name) noexcept nogil:
    """Index of `name` in a combined dict with unicode keys, or -1."""
    if not PyDict_CheckExact(dict) or fvm_is_split(dict) or not fvm_keys_unicode(fvm_keys(dict)):
        return -1
    cdef Py_ssize_t index = fvm_keys_find(fvm_keys(dict), name)
    if index >= 0 and fvm_entries(fvm_keys(dict))[index].me_value == NULL:
        return -1
    return index


cdef inline bint place_value(NameCache* cache, PyDictKeysObject* keys, Py_ssize_t index) noexcept nogil:
    """Let the cache of a load find the value of this entry, and count that it had to; False: it is too far away."""
    cdef size_t place = <char*>&fvm_entries(keys)[index].me_value - <char*>keys
    if place >> (32 - MISS_BITS) != 0:
        return False
    cache.index = <uint32_t>index
    cache.place = <uint32_t>(place << MISS_BITS) | ((cache.place & MISS_MASK) + 1)
    return True


cdef inline PyObject* placed_value(NameCache* cache, PyObject* dict) noexcept nogil:
    """What is in that place (borrowed) of a dict with these keys, or NULL."""
    return (<PyObject**>(<char*>fvm_keys(dict) + (cache.place >> MISS_BITS)))[0]


cdef bint quicken_global(Instr* ip, PyObject* globals, PyObject* builtins, PyObject* name, int module_op, int builtin_op) noexcept nogil:
    """Specialise a global load; whether it was done."""
    cdef NameCache* cache = name_cache(ip)
    cdef Py_ssize_t index
    cdef uint32_t version
    if cache.place & MISS_MASK >= MISS_LIMIT or not PyDict_CheckExact(globals) or fvm_is_split(globals):
        return False
    if not fvm_keys_unicode(fvm_keys(globals)):
        return False
    version = fvm_keys_version(fvm_keys(globals))
    if version == 0:
        return False
    index = find_entry(globals, name)
    if index >= 0:
        if not place_value(cache, fvm_keys(globals), index):
            return False
        cache.version = version
        ip.op = <uint8_t>module_op
        return True
    if not PyDict_CheckExact(builtins) or PyDict_Contains(globals, name) != 0:
        return False
    index = find_entry(builtins, name)
    if index < 0 or fvm_keys_version(fvm_keys(builtins)) == 0:
        return False
    cache.version = version
    cache.builtins_version = fvm_keys_version(fvm_keys(builtins))
    if not place_value(cache, fvm_keys(builtins), index):
        return False
    ip.op = <uint8_t>builtin_op
    return True


cdef inline PyObject* cached_global(Instr* ip, PyObject* globals) noexcept nogil:
    """The value (borrowed) of a global by the cache of a load, or NULL on a miss."""
    cdef NameCache* cache = name_cache(ip)
    # Globals are a dict, and no two have keys of the same version: this is the exact one that was looked at.
    if fvm_likely(fvm_keys_peek_version(fvm_keys(globals)) == cache.version):
        return placed_value(cache, globals)
    return NULL


cdef inline PyObject* cached_builtin(Instr* ip, PyObject* globals, PyObject* builtins) noexcept nogil:
    """The value (borrowed) of a builtin by its cache, or NULL on a miss."""
    cdef NameCache* cache = name_cache(ip)
    # (Builtins may be anything.)
    if fvm_likely(fvm_keys_peek_version(fvm_keys(globals)) == cache.version and PyDict_CheckExact(builtins)
                  and fvm_keys_peek_version(fvm_keys(builtins)) == cache.builtins_version):
        return placed_value(cache, builtins)
    return NULL


cdef inline PyObject* cached_target(Instr* ip, PyObject* globals) noexcept nogil:
    """The value (borrowed) that a store to a global replaces by its cache, or NULL on a miss."""
    cdef NameCache* cache = name_cache(ip)
    if fvm_likely(fvm_keys_peek_version(fvm_keys(globals)) == cache.version):
        return fvm_entries(fvm_keys(globals))[cache.index].me_value
    return NULL


cdef bint quicken_store_global(Instr* ip, PyObject* globals, PyObject* name, int module_op) noexcept nogil:
    """Specialise a store to an existing global; whether it was done."""
    cdef NameCache* cache = name_cache(ip)
    cdef Py_ssize_t index = find_entry(globals, name)
    if index < 0:
        return False
    cache.version = fvm_keys_version(fvm_keys(globals))
    if cache.version == 0:
        return False
    cache.index = <uint32_t>index
    ip.op = <uint8_t>module_op
    return True


# --- Loading attributes -------------------------------------------------------------------------------

cdef struct PropertyLayout:     # propertyobject, which descrobject.c keeps to itself
    PyObject base
    PyObject* prop_get
    PyObject* prop_set


cdef inline PyObject* property_getter(PyObject* property) noexcept nogil:
    """The getter (borrowed) when it is a plain function, else NULL."""
    cdef PyObject* getter = (<PropertyLayout*>property).prop_get
    return getter if getter != NULL and Py_TYPE(getter) == &PyFunction_Type else NULL


cdef inline PyObject* property_setter(PyObject* property) noexcept nogil:
    """The setter likewise."""
    cdef PyObject* setter = (<PropertyLayout*>property).prop_set
    return setter if setter != NULL and Py_TYPE(setter) == &PyFunction_Type else NULL


# What the host puts into a class with a `__getattr__`: the usual lookup first, and that method where it raises AttributeError.
cdef getattrofunc HOOKED_GETATTR = NULL
cdef setattrofunc HOOKED_SETATTR = NULL     # what it puts into a class with a `__setattr__`
cdef PyObject* USUAL_GETATTRIBUTE = NULL    # object.__getattribute__, borrowed
cdef PyObject* TYPE_GETATTRIBUTE = NULL     # type.__getattribute__, borrowed
cdef PyObject* GETATTRIBUTE = NULL          # its name
cdef PyObject* CLASS_OF_OBJECT = NULL       # object.__class__, the descriptor, borrowed


cdef int init_attributes() except -1:
    global HOOKED_GETATTR, HOOKED_SETATTR, USUAL_GETATTRIBUTE, CLASS_OF_OBJECT, TYPE_GETATTRIBUTE, GETATTRIBUTE
    hooked = type("hooked", (), {"__getattr__": len, "__setattr__": len})
    HOOKED_GETATTR = (<PyTypeObject*><void*>hooked).tp_getattro
    HOOKED_SETATTR = (<PyTypeObject*><void*>hooked).tp_setattro
    GETATTRIBUTE = PyUnicode_InternFromString(b"__getattribute__")
    USUAL_GETATTRIBUTE = _PyType_Lookup(&PyBaseObject_Type, GETATTRIBUTE)
    TYPE_GETATTRIBUTE = _PyType_Lookup(&PyType_Type, GETATTRIBUTE)
    CLASS_OF_OBJECT = PyDict_GetItemString(PyBaseObject_Type.tp_dict, b"__class__")
    return 0


cdef inline bint is_hooked(PyTypeObject* type) noexcept nogil:
    """Whether the class has a `__getattr__`, and otherwise the usual lookup."""
    return type.tp_getattro == HOOKED_GETATTR and _PyType_Lookup(type, GETATTRIBUTE) == USUAL_GETATTRIBUTE


cdef inline bint finds_plainly(PyTypeObject* type) noexcept nogil:
    """Whether what the usual lookup finds, without raising anything, is what there is."""
    return type.tp_getattro == PyObject_GenericGetAttr or is_hooked(type)


cdef bint finds_in_classes(PyTypeObject* metaclass, PyObject* descriptor) noexcept nogil:
    """Whether objects of this type are classes, and have what type.__getattribute__ finds in them first. `descriptor`: what
    the metaclass itself has under the name, or NULL: it must not come before that, now or later."""
    if metaclass == &PyType_Type:
        return descriptor == NULL or not is_data_descriptor(descriptor)
    if not PyType_HasFeature(metaclass, Py_TPFLAGS_TYPE_SUBCLASS):
        return False
    if metaclass.tp_getattro != PyType_Type.tp_getattro and (
            metaclass.tp_getattro != HOOKED_GETATTR or _PyType_Lookup(metaclass, GETATTRIBUTE) != TYPE_GETATTRIBUTE):
        return False
    return descriptor == NULL or not (is_data_descriptor(descriptor) or is_mutable(descriptor))


cdef inline uint32_t metaclass_version(PyTypeObject* metaclass) noexcept nogil:
    """As caches of CLASS forms have it."""
    return 0 if metaclass == &PyType_Type else fvm_type_version(metaclass)


cdef inline bint has_versions(PyTypeObject* type) noexcept nogil:
    """Whether the version of the class's metaclass can be told, if that is not `type`."""
    cdef PyTypeObject* metaclass = Py_TYPE(<PyObject*>type)
    _PyType_Lookup(metaclass, NAME_INIT)  # (which gives it one)
    return metaclass == &PyType_Type or fvm_type_version(metaclass) != 0


cdef inline bint is_cached_class(PyObject* object, AttrCache* cache) noexcept nogil:
    """Whether an object is the class that the cache of a CLASS form is for."""
    cdef PyTypeObject* metaclass = Py_TYPE(object)
    if metaclass != &PyType_Type and (cache.keys_version == 0 or metaclass.tp_version_tag != cache.keys_version):
        return False
    return (<PyTypeObject*>object).tp_version_tag == cache.version


cdef inline bint is_data_descriptor(PyObject* descriptor) noexcept nogil:
    return Py_TYPE(descriptor).tp_descr_set != NULL


cdef inline bint is_mutable(PyObject* attribute) noexcept nogil:
    """Whether a class attribute's type may become a descriptor's later. The version of the class does not tell."""
    return not PyType_HasFeature(Py_TYPE(attribute), Py_TPFLAGS_IMMUTABLETYPE)


cdef inline bint still_plain(AttrCache* cache) noexcept nogil:
    """Whether the cached class attribute is (still) no descriptor."""
    return not cache.mutable or Py_TYPE(cache.value).tp_descr_get == NULL


cdef inline PyMemberDef* object_slot(PyTypeObject* type, PyObject* descriptor, int flags) noexcept nogil:
    """The slot (`__slots__`) of objects of this type that a descriptor stands for, or NULL: it may be another
    kind of member, or have been borrowed from a class that this one is no subclass of. `flags`: which it may have."""
    cdef PyMemberDef* member
    if Py_TYPE(descriptor) != &PyMemberDescr_Type or not PyType_IsSubtype(type, PyDescr_TYPE(descriptor)):
        return NULL
    member = (<PyMemberDescrObject*>descriptor).d_member
    return member if member.type == T_OBJECT_EX and member.offset > 0 and not member.flags & ~flags else NULL


cdef bint all_interned(PyDictKeysObject* keys) noexcept nogil:
    """Whether a search by identity finds any name there is. (A key that a program put into an instance's `__dict__` may
    only be equal to the name.)"""
    cdef Py_ssize_t i
    cdef PyObject* key
    for i in range(keys.dk_nentries):
        key = fvm_entries(keys)[i].me_key
        if key != NULL and not PyUnicode_CHECK_INTERNED(key):
            return False
    return True


# The ways to prove it (AttrCache.index). Any other number is the offset of the instance's dict.
cdef enum:
    NO_DICT = 0
    BY_KEYS = 1             # keys_version, as long as the instance has no dict


cdef bint instances_lack(PyTypeObject* type, PyObject* name, AttrCache* cache) noexcept nogil:
    """Fill the cache's proof that no instance of `type` has an attribute `name` of its own; False: no proof."""
    if type.tp_dictoffset == 0:
        cache.index = NO_DICT
        return True
    if not PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT):
        return False
    cdef PyDictKeysObject* keys = fvm_cached_keys(type)
    if keys == NULL or fvm_keys_find(keys, name) >= 0 or not all_interned(keys):
        return False
    cache.keys_version = fvm_keys_version(keys)
    cache.index = BY_KEYS
    return cache.keys_version != 0


cdef bint dict_lacks(PyObject* object, AttrCache* cache, PyObject* name) noexcept nogil:
    """proof_holds for an instance of a class whose instances may have dicts."""
    cdef PyObject* dict
    if cache.index == BY_KEYS:
        dict = fvm_managed_dict(object)
    else:
        dict = (<PyObject**>(<char*>object + cache.index))[0]
        if dict == NULL:
            return True
    return PyDict_Contains(dict, name) == 0


cdef inline bint proof_holds(PyObject* object, AttrCache* cache, PyObject* name) noexcept nogil:
    """Whether `object`, of the cached type, has no attribute of its own that shadows the type's."""
    if cache.index == NO_DICT:
        return True
    if fvm_likely(cache.index == BY_KEYS and fvm_managed_dict(object) == NULL):
        return fvm_keys_peek_version(fvm_cached_keys(Py_TYPE(object))) == cache.keys_version
    return dict_lacks(object, cache, name)


cdef inline bint has_dict_slot(PyTypeObject* type) noexcept nogil:
    """Whether this is a class of C code whose instances have a dict at an offset: exceptions, syntax nodes, futures."""
    return type.tp_dictoffset > BY_KEYS and not PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT)


cdef inline bint ask_dict_slot(PyTypeObject* type, AttrCache* cache) noexcept nogil:
    """Let the proof that an instance has no attribute of its own be asked of that dict; False: it is no such class."""
    if not has_dict_slot(type):
        return False
    cache.index = <uint32_t>type.tp_dictoffset
    return True


cdef bint quicken_getattr_dict(Instr* ip, PyObject* object, PyObject* name, uint32_t offset, PyObject* descriptor) noexcept nogil:
    """Use GETATTR_DICT, if the instance's dict (where `offset` says) has the name now; whether it was done. `descriptor`:
    what the class has under the name, no data descriptor, or NULL."""
    cdef AttrCache* cache = attr_cache(ip)
    cdef PyObject* dict = dict_at(object, offset)
    cdef Py_ssize_t index
    if dict == NULL or not PyDict_CheckExact(dict) or not fvm_keys_unicode(fvm_keys(dict)):
        return False
    index = fvm_keys_find(fvm_keys(dict), name)
    if index < 0 or (fvm_split_value(dict, index) if fvm_is_split(dict) else fvm_entries(fvm_keys(dict))[index].me_value) == NULL:
        return False
    cache.index = <uint32_t>index
    cache.keys_version = offset
    cache.value = descriptor if descriptor != NULL and is_mutable(descriptor) else NULL
    ip.op = OP_GETATTR_DICT
    remember(ip, name, OP_GETATTR)
    return True


cdef bint quicken_getattr_descriptor(Instr* ip, PyObject* descriptor, PyObject* name) noexcept nogil:
    """Use GETATTR_DESCRIPTOR, for a data descriptor of the type whose version is in the cache; whether it was done."""
    if Py_TYPE(descriptor).tp_descr_get == NULL:
        return False
    attr_cache(ip).value = descriptor
    ip.op = OP_GETATTR_DESCRIPTOR
    remember(ip, name, OP_GETATTR)
    return True


cdef void quicken_getattr(Instr* ip, PyObject* object, PyObject* name) noexcept nogil:
    """Choose the specialised form of GETATTR for this object; leaves GETATTR where none fits."""
    cdef AttrCache* cache = attr_cache(ip)
    cdef PyTypeObject* type = Py_TYPE(object)
    cdef PyObject* descriptor
    cdef PyObject* dict
    cdef Py_ssize_t index
    cdef PyMemberDef* member
    descriptor = _PyType_Lookup(type, name)
    cache.version = fvm_type_version(type)
    if cache.version == 0:
        return
    if type == &PyModule_Type:
        if descriptor != NULL:
            return
        dict = (<PyModuleObject*>object).md_dict
        if dict == NULL:
            return
        index = find_entry(dict, name)
        if index < 0:
            return
        cache.version = fvm_keys_version(fvm_keys(dict))
        cache.index = <uint32_t>index
        if cache.version != 0:
            ip.op = OP_GETATTR_MODULE
        return
    if type.tp_getattro == PyType_Type.tp_getattro and descriptor != NULL and is_data_descriptor(descriptor):
        quicken_getattr_descriptor(ip, descriptor, name)
        return
    if finds_in_classes(type, descriptor):
        descriptor = _PyType_Lookup(<PyTypeObject*>object, name)
        if descriptor == NULL:
            return
        if Py_TYPE(descriptor).tp_descr_get != NULL and Py_TYPE(descriptor) != &PyFunction_Type:
            return
        cache.version = fvm_type_version(<PyTypeObject*>object)
        cache.keys_version = metaclass_version(type)
        cache.value = descriptor
        cache.mutable = is_mutable(descriptor)
        if cache.version != 0 and not is_changing(name, descriptor):
            ip.op = OP_GETATTR_CLASS
        return
    if not finds_plainly(type):
        return
    if descriptor != NULL and is_data_descriptor(descriptor):
        member = object_slot(type, descriptor, READONLY)
        if member != NULL:
            cache.index = <uint32_t>member.offset
            ip.op = OP_GETATTR_MEMBER
            remember(ip, name, OP_GETATTR)
        elif type.tp_getattro != PyObject_GenericGetAttr:
            return  # (what it raises may be for __getattr__)
        elif Py_TYPE(descriptor) == &PyProperty_Type and property_getter(descriptor) != NULL:
            cache.value = descriptor
            ip.op = OP_GETATTR_PROPERTY
            remember(ip, name, OP_GETATTR)
        else:
            quicken_getattr_descriptor(ip, descriptor, name)
        return
    if PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT):
        if fvm_values(object) != NULL:
            index = fvm_keys_find(fvm_cached_keys(type), name)
            if index >= 0 and fvm_values(object).values[index] != NULL and (descriptor == NULL or not is_mutable(descriptor)):
                cache.index = <uint32_t>index
                ip.op = OP_GETATTR_SLOT
                remember(ip, name, OP_GETATTR)
                return
        elif quicken_getattr_dict(ip, object, name, 0, descriptor):
            return
    if has_dict_slot(type) and quicken_getattr_dict(ip, object, name, <uint32_t>type.tp_dictoffset, descriptor):
        return
    if descriptor == NULL:
        return
    if Py_TYPE(descriptor).tp_descr_get == NULL or Py_TYPE(descriptor) == &PyFunction_Type:
        if is_changing(name, descriptor):
            return
        if ask_dict_slot(type, cache) or instances_lack(type, name, cache):
            cache.value = descriptor
            cache.mutable = is_mutable(descriptor)
            ip.op = OP_GETATTR_METHOD if Py_TYPE(descriptor) == &PyFunction_Type else OP_GETATTR_TYPE
            remember(ip, name, OP_GETATTR)


cdef inline PyObject* getattr_slot(Instr* ip, PyObject* object) noexcept nogil:
    """Borrowed value by GETATTR_SLOT's cache, or NULL on a miss."""
    cdef AttrCache* cache = attr_cache(ip)
    cdef PyDictValues* values
    if fvm_likely(Py_TYPE(object).tp_version_tag == cache.version):
        values = fvm_values(object)
        if fvm_likely(values != NULL):
            return values.values[cache.index]
    return NULL


cdef inline PyObject* getattr_member(Instr* ip, PyObject* object) noexcept nogil:
    """Borrowed value by a MEMBER form's cache, or NULL on a miss."""
    cdef AttrCache* cache = attr_cache(ip)
    return (<PyObject**>(<char*>object + cache.index))[0] if Py_TYPE(object).tp_version_tag == cache.version else NULL


cdef inline PyObject* dict_at(PyObject* object, uint32_t offset) noexcept nogil:
    """The dict (borrowed) of an instance, where the cache of a DICT form says it is; NULL: there is none."""
    return fvm_managed_dict(object) if offset == 0 else (<PyObject**>(<char*>object + offset))[0]


cdef inline PyObject* dict_of(PyObject* object) noexcept nogil:
    """The dict (borrowed) of an object whose type stores attributes as usual; NULL: it has none, now or ever."""
    cdef PyTypeObject* type = Py_TYPE(object)
    if PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT):
        return fvm_managed_dict(object)
    return dict_at(object, <uint32_t>type.tp_dictoffset) if has_dict_slot(type) else NULL


cdef inline PyObject* getattr_dict(AttrCache* cache, PyObject* object, PyObject* name) noexcept nogil:
    """Borrowed value by GETATTR_DICT's cache, or NULL on a miss."""
    cdef PyObject* dict
    cdef PyDictUnicodeEntry* entry
    # (What the class has under the name, as a cached property, may become a data descriptor: its version does not tell.)
    if fvm_likely(Py_TYPE(object).tp_version_tag == cache.version and (cache.value == NULL or not is_data_descriptor(cache.value))):
        dict = dict_at(object, cache.keys_version)
        if fvm_likely(dict != NULL and PyDict_CheckExact(dict) and fvm_keys_unicode(fvm_keys(dict))
                      and <Py_ssize_t>cache.index < fvm_keys(dict).dk_nentries):
            entry = fvm_entries(fvm_keys(dict)) + cache.index
            if fvm_likely(entry.me_key == name):
                return fvm_split_value(dict, cache.index) if fvm_is_split(dict) else entry.me_value
    return NULL


# --- Storing attributes ---------------------------------------------------------------------------------

cdef void quicken_setattr(Instr* ip, PyObject* object, PyObject* name) noexcept nogil:
    """Choose the specialised form of SETATTR for this object; leaves SETATTR where none fits."""
    cdef AttrCache* cache = attr_cache(ip)
    cdef PyTypeObject* type = Py_TYPE(object)
    cdef PyObject* descriptor
    cdef Py_ssize_t index
    cdef PyMemberDef* member
    if type.tp_setattro != PyObject_GenericSetAttr:
        return
    descriptor = _PyType_Lookup(type, name)
    cache.version = fvm_type_version(type)
    if cache.version == 0:
        return
    if descriptor != NULL and is_data_descriptor(descriptor):
        member = object_slot(type, descriptor, 0)
        if member != NULL:
            cache.index = <uint32_t>member.offset
            ip.op = OP_SETATTR_MEMBER
            remember(ip, name, OP_SETATTR)
        return
    if descriptor != NULL and is_mutable(descriptor):
        return
    if PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT) and fvm_values(object) != NULL:
        index = fvm_keys_find(fvm_cached_keys(type), name)
        if index >= 0:
            cache.index = <uint32_t>index
            ip.op = OP_SETATTR_SLOT
            remember(ip, name, OP_SETATTR)
    elif dict_of(object) != NULL:
        index = find_entry(dict_of(object), name)
        if index >= 0:
            cache.index = <uint32_t>index
            ip.op = OP_SETATTR_DICT
            if has_dict_slot(type):  # (others may have the attribute in their values)
                remember(ip, name, OP_SETATTR)


cdef inline bint setattr_slot(Instr* ip, PyObject* object, PyObject* value, PyObject** old) noexcept nogil:
    """Store `value` (reference stolen on success) by SETATTR_SLOT's cache; *old gets the former value
    (owned by the caller, or NULL). False on a miss."""
    cdef AttrCache* cache = attr_cache(ip)
    cdef PyDictValues* values
    if fvm_likely(Py_TYPE(object).tp_version_tag == cache.version):
        values = fvm_values(object)
        if fvm_likely(values != NULL):
            old[0] = values.values[cache.index]
            values.values[cache.index] = value
            if old[0] == NULL:
                _PyDictValues_AddToInsertionOrder(values, cache.index)
            return True
    return False


cdef inline bint has_entry(PyObject* dict, Py_ssize_t index, PyObject* name) noexcept nogil:
    """Whether a dict, which is not split, has a value under the name in this entry."""
    cdef PyDictUnicodeEntry* entry
    if not (PyDict_CheckExact(dict) and not fvm_is_split(dict) and fvm_keys_unicode(fvm_keys(dict))
            and index < fvm_keys(dict).dk_nentries):
        return False
    entry = fvm_entries(fvm_keys(dict)) + index
    return entry.me_key == name and entry.me_value != NULL


cdef inline bint setattr_dict(Instr* ip, PyObject* object, PyObject* name, PyObject* value, PyObject** old) noexcept nogil:
    """As setattr_slot, into the instance's dict at the hinted entry."""
    cdef AttrCache* cache = attr_cache(ip)
    cdef PyObject* dict
    if fvm_likely(Py_TYPE(object).tp_version_tag == cache.version):
        dict = dict_of(object)
        if fvm_likely(dict != NULL and has_entry(dict, cache.index, name)):
            old[0] = fvm_entry_replace(dict, cache.index, value)
            return True
    return False


# --- Methods ------------------------------------------------------------------------------------------

cdef inline bint is_found_unbound(PyObject* descriptor) noexcept nogil:
    """Whether a class gives this descriptor itself: functions, and the methods of classes of C code."""
    cdef PyTypeObject* type = Py_TYPE(descriptor)
    return type == &PyFunction_Type or type == &PyMethodDescr_Type or type == &PyWrapperDescr_Type


cdef struct WrapperLayout:      # staticmethod and classmethod, which funcobject.c keeps to itself
    PyObject base
    PyObject* callable


cdef inline PyObject* wrapped_function(PyObject* wrapper) noexcept nogil:
    """The function (borrowed) in a static or class method when it is a plain one, else NULL. (It may be given another one,
    which the version of the class does not tell.)"""
    cdef PyObject* function = (<WrapperLayout*>wrapper).callable
    return function if function != NULL and Py_TYPE(function) == &PyFunction_Type else NULL


cdef inline bint wraps_function(PyObject* descriptor) noexcept nogil:
    """Whether this is a static or class method (of no derived class) with a plain function."""
    cdef PyTypeObject* type = Py_TYPE(descriptor)
    return (type == &PyStaticMethod_Type or type == &PyClassMethod_Type) and wrapped_function(descriptor) != NULL


cdef inline bint is_of_class(int op) noexcept nogil:
    """Whether a form of GETMETHOD is for classes, whose own version its cache has."""
    return op == OP_GETMETHOD_CLASS or op == OP_GETMETHOD_STATIC_CLASS or op == OP_GETMETHOD_BOUND_CLASS


cdef inline bint is_of_wrapper(int op) noexcept nogil:
    """Whether a form of GETMETHOD is for static or class methods."""
    return (op == OP_GETMETHOD_STATIC_CLASS or op == OP_GETMETHOD_STATIC_TYPE or op == OP_GETMETHOD_BOUND_CLASS
            or op == OP_GETMETHOD_BOUND_TYPE)


cdef PyObject* wrapped_method(Instr* ip, PyObject* object, PyObject* name, PyObject** bound) noexcept nogil:
    """The function (borrowed) by the cache of GETMETHOD's forms for static and class methods; NULL on a miss. `bound`: the
    class that it is called with (borrowed), or NULL."""
    cdef AttrCache* cache = attr_cache(ip)
    cdef PyTypeObject* type = Py_TYPE(object)
    if is_of_class(ip.op):
        if not is_cached_class(object, cache):
            return NULL
        type = <PyTypeObject*>object
    elif type.tp_version_tag != cache.version or not proof_holds(object, cache, name):
        return NULL
    bound[0] = <PyObject*>type if ip.op == OP_GETMETHOD_BOUND_CLASS or ip.op == OP_GETMETHOD_BOUND_TYPE else NULL
    return wrapped_function(cache.value)


cdef inline bint is_of_instance(int op) noexcept nogil:
    """Whether a form of GETMETHOD is for a callable that the instance has."""
    return op == OP_GETMETHOD_SLOT or op == OP_GETMETHOD_DICT or op == OP_GETMETHOD_MEMBER


cdef inline PyObject* held_callable(Instr* ip, PyObject* object, PyObject* name) noexcept nogil:
    """The callable (borrowed) by the cache of GETMETHOD's forms for what the instance has; NULL on a miss."""
    if ip.op == OP_GETMETHOD_SLOT:
        return getattr_slot(ip, object)
    if ip.op == OP_GETMETHOD_MEMBER:
        return getattr_member(ip, object)
    return getattr_dict(attr_cache(ip), object, name)


cdef void quicken_held(Instr* ip, PyObject* object, PyObject* name) noexcept nogil:
    """Choose the form of GETMETHOD for what the instance has itself, which is found as GETATTR finds it."""
    quicken_getattr(ip, object, name)
    if ip.op == OP_GETATTR_SLOT:
        ip.op = OP_GETMETHOD_SLOT
    elif ip.op == OP_GETATTR_MEMBER:
        ip.op = OP_GETMETHOD_MEMBER
    elif ip.op == OP_GETATTR_DICT:
        ip.op = OP_GETMETHOD_DICT
    else:
        ip.op = OP_GETMETHOD
        return
    remember(ip, name, OP_GETMETHOD)


cdef void quicken_getmethod(Instr* ip, PyObject* object, PyObject* name) noexcept nogil:
    """Choose the specialised form of GETMETHOD for this object; leaves GETMETHOD where none fits."""
    cdef AttrCache* cache = attr_cache(ip)
    cdef PyTypeObject* type = Py_TYPE(object)
    cdef PyObject* descriptor
    cdef PyObject* dict
    cdef Py_ssize_t index
    descriptor = _PyType_Lookup(type, name)
    if type == &PyModule_Type:
        dict = (<PyModuleObject*>object).md_dict
        if descriptor != NULL or dict == NULL:
            return
        index = find_entry(dict, name)
        if index < 0:
            return
        cache.version = fvm_keys_version(fvm_keys(dict))
        cache.index = <uint32_t>index
        if cache.version != 0:
            ip.op = OP_GETMETHOD_MODULE
        return
    cache.version = fvm_type_version(type)
    if cache.version == 0:
        return
    if finds_in_classes(type, descriptor):
        descriptor = _PyType_Lookup(<PyTypeObject*>object, name)
        if descriptor == NULL or not (is_found_unbound(descriptor) or wraps_function(descriptor)):
            return
        cache.version = fvm_type_version(<PyTypeObject*>object)
        cache.keys_version = metaclass_version(type)
        cache.value = descriptor
        if cache.version == 0:
            return
        if is_found_unbound(descriptor):
            ip.op = OP_GETMETHOD_CLASS
        else:
            ip.op = OP_GETMETHOD_STATIC_CLASS if Py_TYPE(descriptor) == &PyStaticMethod_Type else OP_GETMETHOD_BOUND_CLASS
        return
    if (descriptor == NULL or not finds_plainly(type)
            or not (PyType_HasFeature(Py_TYPE(descriptor), Py_TPFLAGS_METHOD_DESCRIPTOR) or wraps_function(descriptor))
            or not (ask_dict_slot(type, cache) or instances_lack(type, name, cache))):
        quicken_held(ip, object, name)
        return
    cache.value = descriptor
    if not wraps_function(descriptor):
        ip.op = OP_GETMETHOD_TYPE
    else:
        ip.op = OP_GETMETHOD_STATIC_TYPE if Py_TYPE(descriptor) == &PyStaticMethod_Type else OP_GETMETHOD_BOUND_TYPE
    remember(ip, name, OP_GETMETHOD)
