/* LLVM's text form to machine code: llvmlite's library, used without its Python half.
 *
 * Nothing here knows of Python or needs the GIL. The library is loaded by the first compilation (which takes longer
 * than importing the package's modules would be worth). Every compilation has an LLVM context of its own, and one
 * compilation runs at a time (worker.h), so nothing is shared but what LLVM itself guards.
 */
#ifndef FASTVM_COMPILER_LLVM_H
#define FASTVM_COMPILER_LLVM_H

#include "elf.h"
#include <dlfcn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* LLVM ends the process when it is refused memory. So nothing is begun unless what it may take at most can be had: for loading
   the library, and for a text of so many bytes (measured: 50 for each byte of small texts, 300 of the largest). */
#define FVM_LLVM_LIBRARY ((size_t)160 << 20)
#define FVM_LLVM_LEAST ((size_t)32 << 20)
#define FVM_LLVM_PER_BYTE ((size_t)400)
#define FVM_LLVM_NO_ROOM "too little memory" /* the driver knows these two */
#define FVM_LLVM_NO_CODE "memory cannot be made executable"

static bool fvm_llvm_room(size_t bytes) {
    void *room = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return room != MAP_FAILED && munmap(room, bytes) == 0;
}

/* Whether there is room to begin a compilation: what is made for LLVM takes memory, too, and the program needs the rest. */
static bool fvm_llvm_may_begin(void) {
    return fvm_llvm_room(FVM_LLVM_LEAST);
}

/* LLVM does not look whether the memory that its code is in could be made executable. Where the system forbids it (a
   hardened service's), from the start or from some time on, nothing may be compiled. */
static bool fvm_llvm_executable(void) {
    size_t size = 4096;
    char *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    bool allowed;
    if (page == MAP_FAILED) {
        return false;
    }
    *(volatile char *)page = 0; /* (some systems only mind what has been written to) */
    allowed = mprotect(page, size, PROT_READ | PROT_EXEC) == 0;
    munmap(page, size);
    return allowed;
}

/* An object file that an engine has made, as the library's cache of objects gets it. */
typedef struct {
    void *module;
    const char *start;
    size_t size;
} fvm_llvm_object;

/* The functions of the library: result, name after LLVMPY_, parameters. */
#define FVM_LLVM_FUNCTIONS(F) \
    F(void, InitializeNativeTarget, (void)) \
    F(void, InitializeNativeAsmPrinter, (void)) \
    F(unsigned, GetVersionInfo, (void)) \
    F(void, SetCommandLine, (const char *program, const char *option)) \
    F(void, DisposeString, (char *)) \
    F(void, GetDefaultTargetTriple, (char **)) \
    F(void, GetHostCPUName, (char **)) \
    F(int, GetHostCPUFeatures, (char **)) \
    F(void *, GetTargetFromTriple, (const char *, char **)) \
    F(void *, CreateTargetMachine, (void *target, const char *triple, const char *cpu, const char *features, \
                                    int level, const char *reloc, const char *code_model, int print, int jit, \
                                    const char *abi)) \
    F(void, DisposeTargetMachine, (void *)) \
    F(void *, ContextCreate, (void)) \
    F(void, ContextDispose, (void *)) \
    F(void *, ParseAssembly, (void *context, const char *text, char **message)) \
    F(bool, VerifyModule, (void *module, char **message)) \
    F(void, DisposeModule, (void *)) \
    F(void *, GetNamedFunction, (void *module, const char *name)) \
    F(void, SetValueName, (void *value, const char *name)) \
    F(void *, CreatePipelineTuningOptions, (void)) \
    F(void, DisposePipelineTuningOptions, (void *)) \
    F(void *, CreatePassBuilder, (void *machine, void *options)) \
    F(void, DisposePassBuilder, (void *)) \
    F(void *, CreateNewFunctionPassManager, (void)) \
    F(void, DisposeNewFunctionPassManger, (void *)) \
    F(void, RunNewFunctionPassManager, (void *passes, void *function, void *builder)) \
    F(void, function_AddSimplifyCFGPass, (void *)) \
    F(void, function_AddInstCombinePass, (void *)) \
    F(void, function_AddNewGVNPass, (void *)) \
    F(void, function_AddLoopRotatePass, (void *)) \
    F(void, function_AddDSEPass, (void *)) \
    F(void *, CreateMCJITCompiler, (void *module, void *machine, bool own_memory_manager, char **message)) \
    F(void *, CreateObjectCache, (void (*made)(void *, const fvm_llvm_object *), \
                                  void (*wanted)(void *, fvm_llvm_object *), void *data)) \
    F(void, SetObjectCache, (void *engine, void *cache)) \
    F(void, AddModule, (void *engine, void *module)) \
    F(void, FinalizeObject, (void *engine)) \
    F(uint64_t, GetFunctionAddress, (void *engine, const char *name)) \
    F(bool, RemoveModule, (void *engine, void *module, char **message)) \
    F(void, DisposeExecutionEngine, (void *)) \
    F(void *, TargetMachineEmitToMemory, (void *machine, void *module, int as_object, char **message)) \
    F(const char *, GetBufferStart, (void *)) \
    F(size_t, GetBufferSize, (void *)) \
    F(void, DisposeMemoryBuffer, (void *))

#define FVM_LLVM_DECLARE(result, name, parameters) result(*name) parameters;
static struct {
    FVM_LLVM_FUNCTIONS(FVM_LLVM_DECLARE)
} fvm_llvm;
#undef FVM_LLVM_DECLARE

/* What machine code is made for; found once. */
static struct {
    bool tried;
    char *path;     /* of the library */
    char *triple;
    char *cpu;
    char *features;
    void *target;
    char *error;    /* why there is no LLVM, or NULL */
} fvm_llvm_host;

/* LLVM's owner of machine code. It needs most of a megabyte for itself, so several compilations share one; it goes with
   the last of them. */
typedef struct {
    void *engine;
    void *machine;  /* the target machine; the engine's */
    int made;       /* compilations that it was used for */
    int users;      /* those whose code is there */
    bool quick;     /* what its target machine is made for */
} fvm_engine;

#define FVM_ENGINE_SHARED 16 /* by so many compilations */

/* Those that are not full, or NULL: of quick compilations, and of others. */
static fvm_engine *fvm_engine_open[2];

/* One compilation, and later what keeps its machine code. */
typedef struct fvm_code {
    struct fvm_code *next;  /* in the worker's queue */
    int state;              /* worker.h */
    bool unwanted;          /* nobody will ask for it any more */
    bool verify;            /* whether LLVM is to check its text form */
    bool listing;           /* whether the result is assembly instead of machine code */
    bool quick;             /* whether being made soon is more than being fast */
    bool doubtful;          /* whether optimising it is likely to gain nothing */
    char *text;             /* owned; LLVM's text form, until it is not needed any more */
    char *assembly;         /* owned; the listing */
    char *error;            /* owned; why there is no code */
    fvm_engine *engine;     /* shared; the owner of the machine code */
    char *object;           /* owned; the machine code as an object file, until somebody has taken it */
    size_t object_size;
    fvm_object loaded;      /* the machine code, if it comes from such a file */
    uint64_t address;       /* of the function `native` */
    double seconds;         /* of processor time that the compilation took; before: that it will probably take */
} fvm_code;

static char *fvm_format(const char *format, ...) {
    char text[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return strdup(text);
}

/* A copy of a string (stolen) that the library made. */
static char *fvm_llvm_string(char *made) {
    char *copy = strdup(made != NULL ? made : "");
    if (made != NULL) {
        fvm_llvm.DisposeString(made);
    }
    return copy;
}

#define FVM_LLVM_OLDEST 14 /* versions that fvm_llvm_allocate_well knows */
#define FVM_LLVM_NEWEST 22

static char *fvm_llvm_find_functions(void) {
    void *library = dlopen(fvm_llvm_host.path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        return fvm_format("llvmlite's library cannot be loaded: %s", dlerror());
    }
#define FVM_LLVM_FIND(result, name, parameters) \
    *(void **)&fvm_llvm.name = dlsym(library, "LLVMPY_" #name); \
    if (fvm_llvm.name == NULL) { \
        return fvm_format("this llvmlite has no function %s", #name); \
    }
    FVM_LLVM_FUNCTIONS(FVM_LLVM_FIND)
#undef FVM_LLVM_FIND
    return NULL;
}

/* Quick compilations (level 0) get the register allocator of the others, too: without it every value goes through memory, and
   a small loop is slower than the interpreter's. They take half as long again. There is no other way to say so than an option
   for the whole library, and one that the library does not know ends the process: so only where it is known. */
static void fvm_llvm_allocate_well(void) {
    unsigned major = fvm_llvm.GetVersionInfo() >> 16;
    if (major >= FVM_LLVM_OLDEST && major <= FVM_LLVM_NEWEST) {
        fvm_llvm.SetCommandLine("fastvm", "--optimize-regalloc");
    }
}

static char *fvm_llvm_prepare(void) {
    char *text = NULL;
    char *error = fvm_llvm_room(FVM_LLVM_LIBRARY) ? fvm_llvm_find_functions() : strdup(FVM_LLVM_NO_ROOM);
    if (error != NULL) {
        return error;
    }
    fvm_llvm.InitializeNativeTarget();
    fvm_llvm.InitializeNativeAsmPrinter();
    fvm_llvm_allocate_well();
    fvm_llvm.GetDefaultTargetTriple(&text);
    fvm_llvm_host.triple = fvm_llvm_string(text);
    text = NULL;
    fvm_llvm.GetHostCPUName(&text);
    fvm_llvm_host.cpu = fvm_llvm_string(text);
    text = NULL;
    fvm_llvm.GetHostCPUFeatures(&text);
    fvm_llvm_host.features = fvm_llvm_string(text);
    text = NULL;
    fvm_llvm_host.target = fvm_llvm.GetTargetFromTriple(fvm_llvm_host.triple, &text);
    return fvm_llvm_host.target != NULL ? NULL : fvm_llvm_string(text);
}

/* Load the library, the first time. False: there is none that can be used (fvm_llvm_host.error). */
static bool fvm_llvm_ready(void) {
    if (!fvm_llvm_host.tried) {
        fvm_llvm_host.tried = true;
        fvm_llvm_host.error = fvm_llvm_prepare();
    }
    return fvm_llvm_host.error == NULL;
}

/* The passes are our own choice, and few: what the HIR cannot see (address arithmetic, redundant loads, loop shape). A quick
   compilation only joins blocks: that pays for itself in what comes after it. */
static void fvm_llvm_optimise(void *function, void *machine, bool quick) {
    void *options = fvm_llvm.CreatePipelineTuningOptions();
    void *builder = fvm_llvm.CreatePassBuilder(machine, options);
    void *passes = fvm_llvm.CreateNewFunctionPassManager();
    fvm_llvm.function_AddSimplifyCFGPass(passes);
    if (!quick) {
        fvm_llvm.function_AddInstCombinePass(passes);
        fvm_llvm.function_AddNewGVNPass(passes);
        fvm_llvm.function_AddLoopRotatePass(passes);
        fvm_llvm.function_AddSimplifyCFGPass(passes);
        fvm_llvm.function_AddDSEPass(passes);
    }
    fvm_llvm.RunNewFunctionPassManager(passes, function, builder);
    fvm_llvm.DisposeNewFunctionPassManger(passes);
    fvm_llvm.DisposePassBuilder(builder);
    fvm_llvm.DisposePipelineTuningOptions(options);
}

/* Assembly of a module, for people to read. */
static void fvm_llvm_list(fvm_code *code, void *module, void *machine) {
    char *message = NULL;
    void *buffer = fvm_llvm.TargetMachineEmitToMemory(machine, module, 0, &message);
    if (buffer == NULL) {
        code->error = fvm_llvm_string(message);
    } else {
        code->assembly = strndup(fvm_llvm.GetBufferStart(buffer), fvm_llvm.GetBufferSize(buffer));
        fvm_llvm.DisposeMemoryBuffer(buffer);
    }
}

/* The compilation that an engine works for, and the library's object through which it tells what it has made. */
static fvm_code *fvm_llvm_generating;
static void *fvm_llvm_cache;

static void fvm_llvm_made(void *data, const fvm_llvm_object *made) {
    fvm_code *code = fvm_llvm_generating;
    (void)data;
    code->object = malloc(made->size);
    if (code->object != NULL) {
        memcpy(code->object, made->start, made->size);
        code->object_size = made->size;
    }
}

static void fvm_llvm_wanted(void *data, fvm_llvm_object *found) {
    (void)data;
    (void)found;
}

static void fvm_engine_leave(fvm_engine *shared) {
    if (--shared->users == 0 && shared != fvm_engine_open[shared->quick]) {
        fvm_llvm.DisposeExecutionEngine(shared->engine);
        free(shared);
    }
}

/* Machine code of a module, whose function has a name of its own. The module is stolen, and the target machine too unless
   it is the open engine's. What is kept is the machine code: the module is a hundred times larger. */
static void fvm_llvm_generate(fvm_code *code, void *module, void *machine, const char *name) {
    char *message = NULL;
    fvm_engine *shared = fvm_engine_open[code->quick];
    if (shared != NULL) {
        fvm_llvm.AddModule(shared->engine, module);
    } else {
        shared = calloc(1, sizeof(fvm_engine));
        if (shared == NULL) {
            fvm_llvm.DisposeModule(module);
            fvm_llvm.DisposeTargetMachine(machine);
            code->error = strdup("out of memory");
            return;
        }
        shared->machine = machine;
        shared->quick = code->quick;
        shared->engine = fvm_llvm.CreateMCJITCompiler(module, machine, false, &message);
        if (shared->engine == NULL) {
            code->error = fvm_llvm_string(message);
            free(shared);
            return;
        }
        fvm_engine_open[code->quick] = shared;
        if (fvm_llvm_cache == NULL) {
            fvm_llvm_cache = fvm_llvm.CreateObjectCache(fvm_llvm_made, fvm_llvm_wanted, NULL);
        }
        fvm_llvm.SetObjectCache(shared->engine, fvm_llvm_cache);
    }
    shared->users++;
    code->engine = shared;
    fvm_llvm_generating = code;
    fvm_llvm.FinalizeObject(shared->engine);
    code->address = fvm_llvm.GetFunctionAddress(shared->engine, name);
    if (!fvm_llvm.RemoveModule(shared->engine, module, &message)) {
        fvm_llvm.DisposeModule(module);
    } else if (message != NULL) {
        fvm_llvm.DisposeString(message);
    }
    if (++shared->made == FVM_ENGINE_SHARED) {
        fvm_engine_open[code->quick] = NULL;
    }
}

/* Compile. *stop is looked at between the steps: when it is true, there will be no result. */
static void fvm_llvm_compile(fvm_code *code, volatile bool *stop) {
    static unsigned long number;
    char *message = NULL, name[32];
    void *context, *module, *function, *machine = NULL;
    bool shared = false;
    if (!fvm_llvm_room(FVM_LLVM_LEAST + FVM_LLVM_PER_BYTE * strlen(code->text))) {
        code->error = strdup(FVM_LLVM_NO_ROOM);
        return;
    }
    if (!fvm_llvm_executable()) {
        code->error = strdup(FVM_LLVM_NO_CODE);
        return;
    }
    if (!fvm_llvm_ready()) {
        code->error = strdup(fvm_llvm_host.error);
        return;
    }
    context = fvm_llvm.ContextCreate();
    module = fvm_llvm.ParseAssembly(context, code->text, &message);
    if (module == NULL || (code->verify && fvm_llvm.VerifyModule(module, &message))) {
        code->error = fvm_llvm_string(message);
    } else if (!*stop) {
        shared = fvm_engine_open[code->quick] != NULL;
        machine = shared ? fvm_engine_open[code->quick]->machine
                         : fvm_llvm.CreateTargetMachine(fvm_llvm_host.target, fvm_llvm_host.triple, fvm_llvm_host.cpu,
                                                        fvm_llvm_host.features, code->quick ? 0 : 2, "default",
                                                        "jitdefault", 0, 0, "");
        function = fvm_llvm.GetNamedFunction(module, "native");
        fvm_llvm_optimise(function, machine, code->quick);
        if (!code->listing) { /* an engine finds code by its name */
            snprintf(name, sizeof name, "native%lu", number++);
            fvm_llvm.SetValueName(function, name);
        }
    }
    if (machine != NULL && !*stop) {
        if (code->listing) {
            fvm_llvm_list(code, module, machine);
        } else {
            fvm_llvm_generate(code, module, machine, name);
            module = machine = NULL;
        }
    }
    if (machine != NULL && !shared) {
        fvm_llvm.DisposeTargetMachine(machine);
    }
    if (module != NULL) {
        fvm_llvm.DisposeModule(module);
    }
    fvm_llvm.ContextDispose(context);
}

/* Free a compilation and its machine code. */
static void fvm_llvm_dispose(fvm_code *code) {
    if (code->engine != NULL) {
        fvm_engine_leave(code->engine);
    }
    fvm_object_unload(&code->loaded);
    free(code->object);
    free(code->text);
    free(code->assembly);
    free(code->error);
    free(code);
}

#endif
