/*
 * The C library's place under TeaVM's generated C, for the kernel and for programs alike: memory and string primitives,
 * non-local jumps (exceptions), a bump allocator for what the runtime itself needs once, and the ends of TeaVM's platform
 * files that have no meaning here. Compiled as one unit with the generated code.
 */
#include "libc.h"

__attribute__((used)) void* memcpy(void* restrict to, const void* restrict from, size_t bytes) {
    void* result = to;
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(bytes) : : "memory");
    return result;
}

__attribute__((used)) void* memmove(void* to, const void* from, size_t bytes) {
    if ((uintptr_t) to - (uintptr_t) from >= bytes) return memcpy(to, from, bytes);
    char* t = (char*) to + bytes;
    const char* f = (const char*) from + bytes;
    while (bytes-- > 0) {
        *--t = *--f;
        __asm__ volatile("" : : : "memory");            /* or gcc makes a call of memmove of it */
    }
    return to;
}

__attribute__((used)) void* memset(void* to, int value, size_t bytes) {
    void* result = to;
    __asm__ volatile("rep stosb" : "+D"(to), "+c"(bytes) : "a"(value) : "memory");
    return result;
}

__attribute__((used)) int memcmp(const void* a, const void* b, size_t bytes) {
    const unsigned char* x = a;
    const unsigned char* y = b;
    for (; bytes > 0; bytes--, x++, y++) {
        if (*x != *y) return *x - *y;
    }
    return 0;
}

__attribute__((used)) size_t strlen(const char* text) {
    size_t length = 0;
    while (text[length] != 0) length++;
    return length;
}

/* UTF-16 to UTF-8, a unit at a time; halves of a surrogate pair become a question mark. */
size_t c16rtomb(char* to, char16_t unit, mbstate_t* state) {
    if (unit < 0x80) { to[0] = (char) unit; return 1; }
    if (unit < 0x800) { to[0] = (char) (0xc0 | unit >> 6); to[1] = (char) (0x80 | (unit & 0x3f)); return 2; }
    if ((unit & 0xf800) == 0xd800) { to[0] = '?'; return 1; }
    to[0] = (char) (0xe0 | unit >> 12);
    to[1] = (char) (0x80 | (unit >> 6 & 0x3f));
    to[2] = (char) (0x80 | (unit & 0x3f));
    return 3;
}

/* UTF-8 to UTF-16; what does not fit one unit, or is malformed, becomes a question mark. */
size_t mbrtoc16(char16_t* to, const char* from, size_t bytes, mbstate_t* state) {
    unsigned char first = (unsigned char) from[0];
    size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    char16_t unit = length == 1 ? first : '?';
    if (length > bytes) length = bytes;
    if (length == 2 && first >= 0xc0) unit = (char16_t) ((first & 0x1f) << 6 | (from[1] & 0x3f));
    if (length == 3) unit = (char16_t) ((first & 0x0f) << 12 | (from[1] & 0x3f) << 6 | (from[2] & 0x3f));
    if (to != NULL) *to = unit;
    return length;
}

__attribute__((naked, noinline, used)) int runtime_setjmp(jmp_buf buffer) {
    __asm__("mov %rbx, (%rdi); mov %rbp, 8(%rdi); mov %r12, 16(%rdi); mov %r13, 24(%rdi); mov %r14, 32(%rdi)\n"
            "mov %r15, 40(%rdi); lea 8(%rsp), %rax; mov %rax, 48(%rdi); mov (%rsp), %rax; mov %rax, 56(%rdi)\n"
            "xor %eax, %eax; ret");
}

__attribute__((naked, noinline, used)) void runtime_longjmp(jmp_buf buffer, int value) {
    __asm__("mov (%rdi), %rbx; mov 8(%rdi), %rbp; mov 16(%rdi), %r12; mov 24(%rdi), %r13; mov 32(%rdi), %r14\n"
            "mov 40(%rdi), %r15; mov 48(%rdi), %rsp; mov %esi, %eax; jmp *56(%rdi)");
}

/*
 * Each block is preceded by its size. Freed blocks are kept on one list and handed out again first-fit: the runtime asks
 * for few, at its start, and for short-lived text.
 */
typedef struct Block { size_t bytes; struct Block* next; } Block;
static Block* free_blocks;
static char* fresh;
static size_t fresh_bytes;

void* malloc(size_t bytes) {
    bytes = (bytes + 15) & ~(size_t) 15;
    for (Block** link = &free_blocks; *link != NULL; link = &(*link)->next) {
        if ((*link)->bytes >= bytes) {
            Block* found = *link;
            *link = found->next;
            return found + 1;
        }
    }
    if (fresh_bytes < bytes + sizeof(Block)) {
        fresh_bytes = (bytes + sizeof(Block) + 16383) & ~(size_t) 4095;
        fresh = mmap(NULL, fresh_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, 0, 0);
        mprotect(fresh, fresh_bytes, PROT_READ | PROT_WRITE);
    }
    Block* block = (Block*) fresh;
    block->bytes = bytes;
    fresh += bytes + sizeof(Block);
    fresh_bytes -= bytes + sizeof(Block);
    return block + 1;
}

void free(void* block) {
    if (block == NULL) return;
    Block* freed = (Block*) block - 1;
    freed->next = free_blocks;
    free_blocks = freed;
}

void* realloc(void* old, size_t bytes) {
    void* block = malloc(bytes);
    if (old != NULL) {
        size_t old_bytes = ((Block*) old - 1)->bytes;
        memcpy(block, old, old_bytes < bytes ? old_bytes : bytes);
        free(old);
    }
    return block;
}

static uint64_t random_state;

void srand(unsigned seed) {
    random_state = (uint64_t) runtime_entropy() ^ seed;
}

int rand(void) {
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (int) (random_state >> 33);
}

time_t time(time_t* out) {
    return 0;
}

char* setlocale(int category, const char* locale) {
    return NULL;
}

long sysconf(int name) {
    return 4096;
}

/* The ends of TeaVM's own platform files: what they start or trace is not there. */
void teavm_initFiber(void) { }
void teavm_initTime(void) { }
void teavm_gc_heapResized(int64_t bytes) { }
void teavm_gc_allocate(void* address, int32_t bytes) { }
void teavm_gc_free(void* address, int32_t bytes) { }
void teavm_gc_assertFree(void* address, int32_t bytes) { }
void teavm_gc_mark(void* address) { }
void teavm_gc_move(void* from, void* to, int32_t bytes) { }
void teavm_gc_reportDirtyRegion(void* address) { }
void teavm_gc_gcStarted(int32_t full) { }
void teavm_gc_markStarted(void) { }
void teavm_gc_markCompleted(void) { }
void teavm_gc_sweepStarted(void) { }
void teavm_gc_sweepCompleted(void) { }
void teavm_gc_defragStarted(void) { }
void teavm_gc_defragCompleted(void) { }
void teavm_gc_gcCompleted(void) { }
