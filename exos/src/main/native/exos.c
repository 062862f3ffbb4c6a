/*
 * The library OS below Java: where the C runtime gets its memory (frames of the environment, bound page by page), what
 * System.out comes to, and the program's beginning and end. All of it over the kernel's calls alone.
 */
#include "libc.h"
#include "exos.h"
#include "resume.h"

#define PAGE AEGIS_BYTES_IN_FRAME
#define HEAP_START 0x100000000000u
#define OUT_OF_MEMORY_STATUS 137

int teavm_main(int argc, char** argv);
extern char exos_upcall[];

static uint64_t heap_end = HEAP_START;
static uint64_t self;
static char line[256];
static size_t line_bytes;

static void write_all(const char* bytes, size_t count) {
    while (count > 0) {
        int64_t taken = aegis_console_write((uint64_t) bytes, count);
        if (taken == AEGIS_STATUS_WOULD_BLOCK) aegis_wait(AEGIS_EVENT_CONSOLE_ROOM, 0);
        else if (taken < 0) return;
        else bytes += taken, count -= (size_t) taken;
    }
}

void exos_flush(void) {
    if (line_bytes > 0) write_all(line, line_bytes);
    line_bytes = 0;
}

void teavm_logchar(int32_t octet) {
    line[line_bytes++] = (char) octet;
    if (octet == '\n' || line_bytes == sizeof line) exos_flush();
}

static void print(const char* text) {
    while (*text != 0) teavm_logchar(*text++);
}

_Noreturn void exit(int status) {
    exos_flush();
    aegis_exit((uint64_t) (status & 255));
    __builtin_trap();
}

void exos_exit(int32_t status) { exit(status); }

/* Where the runtime gives up: an exception that nobody caught, most often; its text has been printed. */
_Noreturn void abort(void) { exit(1); }

static _Noreturn void out_of_memory(void) {
    exos_flush();
    print("out of memory: the environment's limit is reached\n");
    exit(OUT_OF_MEMORY_STATUS);
}

void teavm_outOfMemory(void) { out_of_memory(); }

int64_t exos_give_table(int64_t env) {
    int64_t frame = aegis_frame_alloc(AEGIS_ANY_FRAME);
    return frame < 0 ? frame : aegis_table_give((uint64_t) env, (uint64_t) frame);
}

static int64_t map_frame(uint64_t va, int64_t frame, uint64_t rights) {
    int64_t status = aegis_bind(self, va, (uint64_t) frame, rights);
    while (status == AEGIS_STATUS_NO_TABLE) {
        status = exos_give_table((int64_t) self);
        if (status < 0) return status;
        status = aegis_bind(self, va, (uint64_t) frame, rights);
    }
    return status;
}

int64_t exos_map_fresh(int64_t va, int64_t rights) {
    int64_t frame = aegis_frame_alloc(AEGIS_ANY_FRAME);
    if (frame < 0) return frame;
    int64_t status = map_frame((uint64_t) va, frame, (uint64_t) rights);
    if (status < 0) aegis_frame_free((uint64_t) frame);
    return status;
}

void* mmap(void* address, size_t bytes, int protection, int flags, int file, long offset) {
    uint64_t start = heap_end;
    heap_end += (bytes + 2 * PAGE - 1) & ~(PAGE - 1);           /* and a page that is never bound behind it */
    return (void*) start;
}

/* The runtime commits what it has reserved, and may give it back. */
int mprotect(void* address, size_t bytes, int protection) {
    uint64_t end = (uint64_t) address + bytes;
    for (uint64_t va = (uint64_t) address & ~(PAGE - 1); va < end; va += PAGE) {
        if (protection != PROT_NONE) {
            int64_t status = exos_map_fresh((int64_t) va, AEGIS_RIGHT_READ | AEGIS_RIGHT_WRITE);
            if (status < 0 && status != AEGIS_STATUS_ALREADY_BOUND) out_of_memory();
        } else {
            int64_t frame = aegis_unbind(self, va);
            if (frame >= 0) aegis_frame_free((uint64_t) frame);
        }
    }
    return 0;
}

int64_t exos_set_handler(void* handler) {
    static int64_t frame;
    if (frame == 0) {
        int64_t fresh = aegis_frame_alloc(AEGIS_ANY_FRAME);
        if (fresh < 0) return fresh;
        int64_t status = map_frame(EXOS_SAVE_AREA, fresh, AEGIS_RIGHT_READ | AEGIS_RIGHT_WRITE);
        if (status < 0) return status;
        frame = fresh;
    }
    return aegis_upcall((uint64_t) frame, EXOS_SAVE_AREA, (uint64_t) handler);
}

int64_t exos_catch_exceptions(void) { return exos_set_handler(exos_upcall); }

int64_t (*exos_exception_handler)(int64_t, int64_t, int64_t);
extern char exos_handled_upcall[], exos_serve_synchronous[], exos_serve_asynchronous[];

int64_t exos_handle_exceptions(int64_t (*handler)(int64_t, int64_t, int64_t)) {
    exos_exception_handler = handler;
    return exos_set_handler(exos_handled_upcall);
}

int64_t exos_declare_server(void) {
    int64_t status = aegis_entry_point(AEGIS_ENTRY_POINT_SYNCHRONOUS, (uint64_t) exos_serve_synchronous);
    return status < 0 ? status : aegis_entry_point(AEGIS_ENTRY_POINT_ASYNCHRONOUS, (uint64_t) exos_serve_asynchronous);
}

int64_t runtime_entropy(void) { return exos_cycles(); }

static int64_t nanoseconds(void) {
    uint64_t per_second = (uint64_t) aegis_machine_info(AEGIS_INFO_CYCLES_PER_SECOND);
    uint64_t cycles = (uint64_t) exos_cycles();
    return (int64_t) (cycles / per_second * 1000000000u + cycles % per_second * 1000000000u / per_second);
}

/* There is no wall clock yet: time begins when the machine does. */
int64_t teavm_currentTimeMillis(void) { return nanoseconds() / 1000000; }
int64_t teavm_currentTimeNano(void) { return nanoseconds(); }

/* No fiber can run: the processor goes to others, until the time has come or for good. */
void teavm_waitFor(int64_t milliseconds) {
    exos_flush();
    uint64_t per_second = (uint64_t) aegis_machine_info(AEGIS_INFO_CYCLES_PER_SECOND);
    uint64_t ahead = milliseconds < 0 ? 0 : (uint64_t) milliseconds * (per_second / 1000);
    aegis_wait(AEGIS_EVENT_DEADLINE, (uint64_t) exos_cycles() + ahead);
}

void teavm_interrupt(void) { }

void teavm_printInt(int32_t value) {
    char digits[12];
    int at = sizeof digits;
    uint32_t rest = value < 0 ? 0u - (uint32_t) value : (uint32_t) value;
    digits[--at] = 0;
    do digits[--at] = (char) ('0' + rest % 10); while ((rest /= 10) != 0);
    if (value < 0) digits[--at] = '-';
    print(digits + at);
}

void teavm_printWString(wchar_t* text) {
    while (*text != 0) teavm_logchar((int32_t) *text++);
}

void teavm_printString(char16_t* text) {
    char bytes[4];
    mbstate_t state = { 0 };
    for (; *text != 0; text++) {
        size_t count = c16rtomb(bytes, *text, &state);
        for (size_t i = 0; i < count; i++) teavm_logchar(bytes[i]);
    }
}

_Noreturn void exos_start(int argc, char** argv) {
    self = (uint64_t) aegis_env_self();
    exit(teavm_main(argc, argv));
}
