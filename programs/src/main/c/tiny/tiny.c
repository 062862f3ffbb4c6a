/*
 * The whole of Tiny; tiny.h says what it offers. Its page table is a sorted array, searched by halving: what a page is to be is
 * known here alone, and the kernel's tables hold only what was touched. Keeps true: a page has a frame in the array exactly
 * when it has a binding.
 */
#include "tiny.h"

#define PAGE_FAULT 14
#define WRITING 2                               /* bit of a page fault's error code (Intel SDM vol. 3A, 4.7) */
#define READ_WRITE (AEGIS_RIGHT_READ | AEGIS_RIGHT_WRITE)

struct page { uint64_t va, frame; };            /* frame: NO_FRAME until it is touched */

static struct page pages[TINY_PAGES_MAXIMUM];
static uint64_t page_count, self;
uint64_t tiny_backed, tiny_noted;

/* ---- the page table ------------------------------------------------------------------------------------------------ */

/* Index of the first page at va or behind it. */
static uint64_t search(uint64_t va) {
    uint64_t low = 0, high = page_count;
    while (low < high) {
        uint64_t middle = (low + high) / 2;
        if (pages[middle].va < va) low = middle + 1;
        else high = middle;
    }
    return low;
}

static struct page* find(uint64_t va) {
    uint64_t at = search(va);
    return at < page_count && pages[at].va == va ? &pages[at] : 0;
}

int tiny_reserve(uint64_t va, uint64_t count) {
    uint64_t at = search(va);
    if (count > TINY_PAGES_MAXIMUM - page_count) return -1;
    for (uint64_t i = page_count; i-- > at;) pages[i + count] = pages[i];
    for (uint64_t i = 0; i < count; i++) pages[at + i] = (struct page) { va + i * TINY_PAGE, AEGIS_NO_FRAME };
    page_count += count;
    return 0;
}

void tiny_watch(uint64_t va, uint64_t count) {
    for (uint64_t i = search(va); i < page_count && pages[i].va < va + count * TINY_PAGE; i++) {
        if (pages[i].frame != AEGIS_NO_FRAME) aegis_protect(self, pages[i].va, AEGIS_RIGHT_READ);
    }
}

uint64_t tiny_release(uint64_t va, uint64_t count) {
    uint64_t released = 0;
    for (uint64_t i = search(va); i < page_count && pages[i].va < va + count * TINY_PAGE; i++) {
        if (pages[i].frame == AEGIS_NO_FRAME) continue;
        aegis_unbind(self, pages[i].va);
        released += aegis_frame_free(pages[i].frame) == AEGIS_STATUS_OK;
        pages[i].frame = AEGIS_NO_FRAME;
    }
    return released;
}

static int64_t give_table(void) {
    int64_t table = aegis_frame_alloc(AEGIS_ANY_FRAME);
    return table < 0 ? table : aegis_table_give(self, (uint64_t) table);
}

static int64_t bind_fresh(struct page* page) {
    int64_t frame = aegis_frame_alloc(AEGIS_ANY_FRAME);
    if (frame < 0) return frame;
    int64_t status = aegis_bind(self, page->va, (uint64_t) frame, READ_WRITE);
    while (status == AEGIS_STATUS_NO_TABLE && (status = give_table()) >= 0) {
        status = aegis_bind(self, page->va, (uint64_t) frame, READ_WRITE);
    }
    if (status < 0) aegis_frame_free((uint64_t) frame);
    else page->frame = (uint64_t) frame;
    return status;
}

/* ---- faults -------------------------------------------------------------------------------------------------------- */

struct aegis_save_area tiny_area __attribute__((aligned(4096)));
uint64_t tiny_handler_stack[512];
/* What the save area's in_use becomes on the way out: not 0, and the same exception again is the end of the environment. */
uint64_t tiny_still_in_use;

__attribute__((used)) void tiny_fault(uint64_t vector, uint64_t address) {
    struct page* page = vector == PAGE_FAULT ? find(address & -TINY_PAGE) : 0;
    tiny_still_in_use = 1;
    if (page == 0) return;
    if (page->frame == AEGIS_NO_FRAME) {
        if (bind_fresh(page) < 0) return;
        tiny_backed++;
    } else if (tiny_area.error_code & WRITING) {
        if (aegis_protect(self, page->va, READ_WRITE) < 0) return;
        tiny_noted++;
    } else {
        return;
    }
    tiny_still_in_use = 0;
}

#define FIELD(name) [name] "i"(__builtin_offsetof(struct aegis_save_area, name))

/* Entered with rax, rcx, rdx, rsp and the flags in the save area; the kernel is not asked for the way back. */
static __attribute__((naked)) void handler(void) {
    __asm__ volatile(
        "mov $tiny_handler_stack + 4096, %%rsp; push %%rsi; push %%rdi; push %%r8; push %%r9; push %%r10; push %%r11\n"
        "mov %%rax, %%rdi; mov %%rdx, %%rsi; cld; call tiny_fault\n"
        "pop %%r11; pop %%r10; pop %%r9; pop %%r8; pop %%rdi; pop %%rsi\n"
        "pushq tiny_area + %c[rflags]; popfq\n"
        "mov tiny_area + %c[rcx], %%rcx; mov tiny_area + %c[rdx], %%rdx; mov tiny_area + %c[rsp], %%rsp\n"
        "mov tiny_still_in_use, %%rax; mov %%rax, tiny_area + %c[in_use]\n"
        "mov tiny_area + %c[rax], %%rax; jmp *tiny_area + %c[rip]"
        : : FIELD(in_use), FIELD(rax), FIELD(rcx), FIELD(rdx), FIELD(rip), FIELD(rflags), FIELD(rsp));
}

/* ---- the console --------------------------------------------------------------------------------------------------- */

static char line[128];
static uint64_t line_bytes;

void tiny_text(const char* text) {
    while (*text != 0 && line_bytes < sizeof line - 1) line[line_bytes++] = *text++;
}

void tiny_number(uint64_t number) {
    char digits[21];
    char* at = digits + sizeof digits - 1;
    *at = 0;
    do *--at = (char) ('0' + number % 10); while ((number /= 10) != 0);
    tiny_text(at);
}

void tiny_end_line(void) {
    line[line_bytes++] = '\n';
    for (uint64_t written = 0; written < line_bytes;) {
        int64_t taken = aegis_console_write((uint64_t) line + written, line_bytes - written);
        if (taken < 0) aegis_wait(AEGIS_EVENT_CONSOLE_ROOM, 0);
        else written += (uint64_t) taken;
    }
    line_bytes = 0;
}

/* ---- the beginning and the end --------------------------------------------------------------------------------------- */

void _start(void) {
    self = (uint64_t) aegis_env_self();
    uint64_t save_frame = (uint64_t) aegis_entry_read(self, (uint64_t) &tiny_area) / TINY_PAGE;
    int64_t status = aegis_upcall(save_frame, (uint64_t) &tiny_area, (uint64_t) handler);
    aegis_exit(status < 0 ? 1 : (uint64_t) tiny_main() & 255);
}
