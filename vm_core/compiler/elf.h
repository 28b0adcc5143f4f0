/* Machine code from an object file, without LLVM: what was compiled in an earlier process is entered again in this one.
 *
 * LLVM's object files of native code are simple: a section of code and some of constants, whose references to each other
 * and to functions of the C library are addresses of 64 bits. They are put into one mapping, and the addresses filled in.
 * Whatever else a file may hold makes it one that cannot be loaded (fvm_object_load returns false), and then the code is
 * compiled as if there were no file; so does every machine that is not listed here. Nothing of the file is trusted:
 * offsets and sizes are checked.
 */
#ifndef FASTVM_COMPILER_ELF_H
#define FASTVM_COMPILER_ELF_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#if defined(__linux__) && defined(__x86_64__)
#define FVM_LOADS_OBJECTS 1
#include <cpuid.h>
#include <elf.h>
#include <sys/mman.h>
#else
#define FVM_LOADS_OBJECTS 0
#endif

typedef struct {
    char *start;        /* the mapping, or NULL */
    size_t size;
    uint64_t address;   /* of the function in it */
} fvm_object;

static void fvm_object_unload(fvm_object *object) {
#if FVM_LOADS_OBJECTS
    if (object->start != NULL) {
        munmap(object->start, object->size);
    }
#endif
    object->start = NULL;
}

#if FVM_LOADS_OBJECTS

#define FVM_OBJECT_SECTIONS 32

/* An object file that is being loaded. */
typedef struct {
    const char *data;
    size_t size;
    const Elf64_Shdr *sections;
    int count;
    size_t places[FVM_OBJECT_SECTIONS]; /* of sections in the mapping, or NOWHERE */
    const Elf64_Sym *symbols;
    size_t symbol_count;
    const char *names;                  /* of symbols; ends with a NUL */
    size_t names_size;
} fvm_object_file;

#define FVM_NOWHERE ((size_t)-1)

static bool fvm_object_within(const fvm_object_file *file, uint64_t offset, uint64_t size) {
    return offset <= file->size && size <= file->size - offset && offset % 8 == 0;
}

static bool fvm_object_read(fvm_object_file *file) {
    const Elf64_Ehdr *header = (const Elf64_Ehdr *)file->data;
    int i;
    if (file->size < sizeof *header || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 ||
        header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_ident[EI_DATA] != ELFDATA2LSB ||
        header->e_type != ET_REL || header->e_machine != EM_X86_64 || header->e_shentsize != sizeof(Elf64_Shdr) ||
        header->e_shnum > FVM_OBJECT_SECTIONS ||
        !fvm_object_within(file, header->e_shoff, (uint64_t)header->e_shnum * sizeof(Elf64_Shdr))) {
        return false;
    }
    file->sections = (const Elf64_Shdr *)(file->data + header->e_shoff);
    file->count = header->e_shnum;
    for (i = 0; i < file->count; i++) {
        const Elf64_Shdr *section = file->sections + i, *strings;
        if (section->sh_type != SHT_SYMTAB) {
            continue;
        }
        if (!fvm_object_within(file, section->sh_offset, section->sh_size) || section->sh_link >= header->e_shnum) {
            return false;
        }
        file->symbols = (const Elf64_Sym *)(file->data + section->sh_offset);
        file->symbol_count = section->sh_size / sizeof(Elf64_Sym);
        strings = file->sections + section->sh_link;
        if (strings->sh_offset > file->size || strings->sh_size > file->size - strings->sh_offset ||
            strings->sh_size == 0 || file->data[strings->sh_offset + strings->sh_size - 1] != 0) {
            return false;
        }
        file->names = file->data + strings->sh_offset;
        file->names_size = strings->sh_size;
    }
    return file->symbols != NULL;
}

/* Whether a section is wanted at run time. (Nobody unwinds the stack through native code.) */
static bool fvm_object_wants(const Elf64_Shdr *section) {
    return section->sh_flags & SHF_ALLOC && section->sh_size && section->sh_type != SHT_X86_64_UNWIND;
}

/* Where the sections go. False: there is one that is not simply code or constants. */
static bool fvm_object_plan(fvm_object_file *file, size_t *total) {
    int i;
    *total = 0;
    for (i = 0; i < file->count; i++) {
        const Elf64_Shdr *section = file->sections + i;
        size_t align = section->sh_addralign ? section->sh_addralign : 1;
        file->places[i] = FVM_NOWHERE;
        if (!fvm_object_wants(section)) {
            continue;
        }
        if (section->sh_type != SHT_PROGBITS || section->sh_flags & (SHF_WRITE | SHF_TLS) || align > 4096 ||
            align & (align - 1) || section->sh_offset > file->size ||
            section->sh_size > file->size - section->sh_offset) {
            return false;
        }
        *total = (*total + align - 1) & ~(align - 1);
        file->places[i] = *total;
        *total += section->sh_size;
    }
    return *total != 0;
}

/* The address of a symbol; 0: there is none. */
static uint64_t fvm_object_symbol(const fvm_object_file *file, const char *start, size_t number) {
    const Elf64_Sym *symbol = file->symbols + number;
    if (number >= file->symbol_count) {
        return 0;
    }
    if (symbol->st_shndx == SHN_UNDEF) {
        return symbol->st_name && symbol->st_name < file->names_size
                   ? (uint64_t)(uintptr_t)dlsym(RTLD_DEFAULT, file->names + symbol->st_name)
                   : 0;
    }
    if (symbol->st_shndx >= file->count || file->places[symbol->st_shndx] == FVM_NOWHERE ||
        symbol->st_value >= file->sections[symbol->st_shndx].sh_size) {
        return 0;
    }
    return (uint64_t)(uintptr_t)start + file->places[symbol->st_shndx] + symbol->st_value;
}

static bool fvm_object_relocate(const fvm_object_file *file, char *start) {
    int i;
    size_t k;
    for (i = 0; i < file->count; i++) {
        const Elf64_Shdr *section = file->sections + i;
        const Elf64_Rela *entries;
        if ((section->sh_type != SHT_RELA && section->sh_type != SHT_REL) || section->sh_info >= (unsigned)file->count ||
            file->places[section->sh_info] == FVM_NOWHERE) {
            continue;
        }
        if (section->sh_type == SHT_REL || !fvm_object_within(file, section->sh_offset, section->sh_size)) {
            return false;
        }
        entries = (const Elf64_Rela *)(file->data + section->sh_offset);
        for (k = 0; k < section->sh_size / sizeof(Elf64_Rela); k++) {
            uint64_t to = fvm_object_symbol(file, start, ELF64_R_SYM(entries[k].r_info));
            uint64_t room = file->sections[section->sh_info].sh_size;
            if (to == 0 || ELF64_R_TYPE(entries[k].r_info) != R_X86_64_64 || room < 8 ||
                entries[k].r_offset > room - 8) {
                return false;
            }
            to += (uint64_t)entries[k].r_addend;
            memcpy(start + file->places[section->sh_info] + entries[k].r_offset, &to, 8);
        }
    }
    return true;
}

/* Load the only global function of an object file. */
static bool fvm_object_load(fvm_object *object, const char *data, size_t size) {
    fvm_object_file file = {.data = data, .size = size};
    size_t k, total;
    int i;
    object->start = NULL;
    object->address = 0;
    if ((uintptr_t)data % 8 || !fvm_object_read(&file) || !fvm_object_plan(&file, &total)) {
        return false;
    }
    object->size = total;
    object->start = mmap(NULL, total, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (object->start == MAP_FAILED) {
        object->start = NULL;
        return false;
    }
    for (i = 0; i < file.count; i++) {
        if (file.places[i] != FVM_NOWHERE) {
            memcpy(object->start + file.places[i], data + file.sections[i].sh_offset, file.sections[i].sh_size);
        }
    }
    for (k = 0; k < file.symbol_count; k++) {
        const Elf64_Sym *symbol = file.symbols + k;
        if (ELF64_ST_TYPE(symbol->st_info) == STT_FUNC && ELF64_ST_BIND(symbol->st_info) == STB_GLOBAL &&
            symbol->st_shndx != SHN_UNDEF) {
            object->address = fvm_object_symbol(&file, object->start, k);
        }
    }
    if (object->address == 0 || !fvm_object_relocate(&file, object->start) ||
        mprotect(object->start, total, PROT_READ | PROT_EXEC) != 0) {
        fvm_object_unload(object);
        return false;
    }
    return true;
}

/* What tells this processor's instruction set from others'. */
static uint64_t fvm_processor(void) {
    static const unsigned leaves[] = {1, 7, 0x80000001, 0x80000008};
    uint64_t hash = 14695981039346656037ULL;
    unsigned registers[4], i, k, low = 0, high = 0;
    for (i = 0; i < sizeof leaves / sizeof *leaves; i++) {
        if (!__get_cpuid_count(leaves[i], 0, registers, registers + 1, registers + 2, registers + 3)) {
            continue;
        }
        if (leaves[i] == 1) {
            registers[1] = 0; /* which processor it is that runs this */
            if (registers[2] & bit_OSXSAVE) {
                __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0)); /* what the system lets be used of it */
            }
        } else if (leaves[i] == 0x80000008) {
            registers[0] = registers[2] = registers[3] = 0;
        }
        for (k = 0; k < 4; k++) {
            hash = (hash ^ registers[k]) * 1099511628211ULL;
        }
    }
    return (hash ^ low) * 1099511628211ULL;
}

#else

static bool fvm_object_load(fvm_object *object, const char *data, size_t size) {
    (void)data;
    (void)size;
    object->start = NULL;
    return false;
}

static uint64_t fvm_processor(void) {
    return 0;
}

#endif
#endif
