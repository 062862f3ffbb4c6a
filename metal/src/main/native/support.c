/*
 * What the C runtime needs of the kernel: a small heap in the image for the objects made at boot, a stop when Java throws
 * where nothing catches (a bug: the kernel uses no exceptions), and no threads.
 */
#include "libc.h"
#include "processor.h"

#define HEAP_BYTES (320 * 1024)
static char heap[HEAP_BYTES] __attribute__((aligned(4096), section(".heap")));   /* read-only once booted */
static size_t heap_used;

_Noreturn void aegis_uncaught(void);
_Noreturn void abort(void) { aegis_uncaught(); __builtin_trap(); }
_Noreturn void exit(int status) { abort(); }

void* mmap(void* address, size_t bytes, int protection, int flags, int file, long offset) {
    if (bytes > HEAP_BYTES - heap_used) abort();
    void* block = heap + heap_used;
    heap_used += (bytes + 4095) & ~(size_t) 4095;
    return block;
}

int mprotect(void* address, size_t bytes, int protection) { return 0; }
int64_t runtime_entropy(void) { return 0; }

void teavm_waitFor(int64_t milliseconds) { abort(); }
void teavm_interrupt(void) { }
void teavm_outOfMemory(void) { abort(); }
void teavm_logchar(int32_t octet) { processor_out8(0xe9, octet); }
void teavm_printInt(int32_t value) { }
void teavm_printWString(wchar_t* text) { }
void teavm_printString(char16_t* text) { while (*text != 0) processor_out8(0xe9, *text++); }
int64_t teavm_currentTimeMillis(void) { return 0; }
int64_t teavm_currentTimeNano(void) { return 0; }
