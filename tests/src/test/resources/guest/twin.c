/*
 * The machine's side of a list of steps: calls, loads, stores and exceptions, each to be taken by one environment. Every
 * environment runs the same page of code, `stepper`, over the same pages of steps and arrivals, which its maker has bound into
 * it. There is one processor, so there is one cursor: whoever is on the processor takes the next step, and the list says who
 * that has to be. Before a step it is written down how its taker came to it: the result of its last call, or where it was
 * entered, and with what registers. The page knows its own address and uses no stack, so it runs wherever it is entered.
 *
 * As the first environment of the machine this program also binds all that, and tells the arrivals at the end.
 */
#pragma GCC target("general-regs-only")
#include <aegis.h>
#include "twin.h"

#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)

__asm__(
    ".section .text.stepper,\"ax\",@progbits\n"
    ".balign 4096\n"
    "stepper:\n"                                    /* any entry: of a start, a transfer or an upcall */
    "    lea stepper(%rip), %r9\n"
    "arrived:\n"
    "    mov $" TEXT(TWIN_CONTROL) ", %r11d\n"
    "    mov (%r11), %r11\n"
    "    shl $6, %r11\n"
    "    add $" TEXT(TWIN_ARRIVALS) ", %r11\n"
    "    mov %r9, (%r11)\n"
    "    mov %rax, 8(%r11)\n"
    "    mov %rcx, 16(%r11)\n"
    "    mov %rdx, 24(%r11)\n"
    "    movabs $" TEXT(TWIN_FACTOR) ", %r9\n"     /* and a sum of the other registers, which are kept or passed on */
    "    xor %eax, %eax\n"
    "    .irp r, rdi, rdx, r8, rbx, rbp, rsp, r12, r13, r14, r15\n"
    "    add %\\r, %rax\n"
    "    imul %r9, %rax\n"
    "    .endr\n"
    "    mov %rax, 32(%r11)\n"
    "    mov %r11, %r13\n"
    "    mov $" TEXT(TWIN_CONTROL) ", %r11d\n"
    "    mov (%r11), %rbx\n"
    "    mov %rbx, %r12\n"
    "    not %r12\n"
    "    mov %rbx, %r15\n"
    "    shl $6, %r15\n"
    "    add $" TEXT(TWIN_STEPS) ", %r15\n"
    "    lea 8(%r15), %rsp\n"
    "    lea 16(%r15), %rbp\n"
    "    movabs $" TEXT(TWIN_BOOKS) ", %r14\n"
    "    mov 104(%r14), %r14\n"                     /* BooksHeader.current */
    "    cmp %r14d, 4(%r15)\n"
    "    jne diverged\n"
    "    cmpq $0, 8(%r11)\n"
    "    jne diverged\n"
    "    incq (%r11)\n"
    "    mov 16(%r15), %rdi\n"
    "    mov 24(%r15), %rsi\n"
    "    mov 40(%r15), %r10\n"
    "    mov 48(%r15), %r8\n"
    "    rdtsc\n"
    "    shl $32, %rdx\n"
    "    lea " TEXT(TWIN_LEAD) "(%rax,%rdx), %rcx\n"
    "    mov 32(%r15), %rdx\n"
    "    mov (%r15), %eax\n"
    "    cmp $" TEXT(TWIN_CALL) ", %eax\n"
    "    je call\n"
    "    cmp $" TEXT(TWIN_PASS) ", %eax\n"
    "    je pass\n"
    "    xor %ecx, %ecx\n"
    "    cmp $" TEXT(TWIN_STORE) ", %eax\n"
    "    je store\n"
    "    cmp $" TEXT(TWIN_LOAD) ", %eax\n"
    "    je load\n"
    "    cmp $" TEXT(TWIN_TOUCH) ", %eax\n"
    "    je touch\n"
    "    cmp $" TEXT(TWIN_TRAP) ", %eax\n"
    "    je trap\n"
    "    cmp $" TEXT(TWIN_SUM) ", %eax\n"
    "    je sum\n"
    "tell:\n"                                      /* the first environment's alone */
    "    movabs $" TEXT(TWIN_STACK) ", %rsp\n"
    "    mov $report, %eax\n"
    "    jmp *%rax\n"

    "call:\n"
    "    cmpq $1, 56(%r15)\n"                       /* a deadline ahead is told from now on */
    "    jne 1f\n"
    "    add %rcx, %rsi\n"
    "1:  cmpq $3, 56(%r15)\n"
    "    jne 2f\n"
    "    add %rcx, %r10\n"
    "2:  mov 8(%r15), %rax\n"
    "    syscall\n"
    "    xor %r9d, %r9d\n"
    "    jmp arrived\n"

    "store:\n"
    "    mov %rsi, (%rdi)\n"
    "    xor %eax, %eax\n"
    "    jmp taken\n"
    "load:\n"
    "    mov (%rdi), %rax\n"
    "    jmp taken\n"
    "touch:\n"
    "    xor %eax, %eax\n"
    "    mov (%rdi), %rsi\n"
    "    jmp taken\n"
    "trap:\n"
    "    xor %eax, %eax\n"
    "    ud2\n"
    "taken:\n"                                     /* what was no call, but is over */
    "    xor %edi, %edi\n"
    "    xor %edx, %edx\n"
    "    xor %r8d, %r8d\n"
    "    xor %r9d, %r9d\n"
    "    jmp arrived\n"

    "pass:\n"
    "    lea " TEXT(TWIN_SLACK) "(%rcx,%rdi), %rsi\n"
    "3:  rdtsc\n"
    "    shl $32, %rdx\n"
    "    or %rdx, %rax\n"
    "    cmp %rsi, %rax\n"
    "    jb 3b\n"
    "    xor %eax, %eax\n"
    "    jmp taken\n"

    "sum:\n"                                       /* rdi: from; rsi: words; of a record rdx, those in the mask r10 left out */
    "    xor %eax, %eax\n"
    "4:  test %rsi, %rsi\n"
    "    je taken\n"
    "    bt %rcx, %r10\n"
    "    jc 5f\n"
    "    xor (%rdi), %rax\n"
    "    imul %r8, %rax\n"
    "    rol $23, %rax\n"
    "5:  add $8, %rdi\n"
    "    dec %rsi\n"
    "    inc %rcx\n"
    "    cmp %rdx, %rcx\n"
    "    jne 4b\n"
    "    xor %ecx, %ecx\n"
    "    jmp 4b\n"

    "diverged:\n"                                   /* somebody else was to be here: the first environment is to tell */
    "    cmpq $0, 8(%r11)\n"
    "    jne 7f\n"
    "    mov %r14, 16(%r11)\n"
    "    movq $1, 8(%r11)\n"
    "7:  cmp $1, %r14d\n"
    "    je tell\n"
    "    mov $0x10001, %edi\n"
    "    mov $1, %eax\n"
    "    syscall\n"
    "    mov $99, %edi\n"
    "    mov $2, %eax\n"
    "    syscall\n"

    ".globl _start\n"
    "_start:\n"
    "    call prologue\n"
    "    xor %eax, %eax\n"
    "    jmp taken\n"
    ".balign 4096\n"
    ".previous\n");

extern char stepper[];

static uint64_t self;
static uint64_t entries;

static void fail(void) {
    aegis_power_off(98, 0, 0);
}

/* Binds a page into this environment, and puts it on the list of what every child is to have. */
static void share(uint64_t va, uint64_t frame, uint64_t own, uint64_t rights) {
    struct aegis_batch_entry* list = (struct aegis_batch_entry*) TWIN_LIST;
    if (aegis_bind(self, va, frame, own) != 0) fail();
    list[entries].operation = AEGIS_BATCH_BIND;
    list[entries].rights = rights;
    list[entries].va = va;
    list[entries].frame = frame;
    entries++;
}

/* What exo.tests.kernel.TwinFamily.prologue does on the simulated machine, call by call. */
__attribute__((used)) static void prologue(void) {
    uint64_t writable = AEGIS_RIGHT_READ | AEGIS_RIGHT_WRITE;
    uint64_t script = aegis_machine_info(AEGIS_INFO_ARCHIVE_FRAME)
            + aegis_machine_info(AEGIS_INFO_ARCHIVE_BYTES) / 4096 - TWIN_STEP_PAGES;
    self = aegis_env_self();
    uint64_t list = aegis_frame_alloc(AEGIS_ANY_FRAME);
    if (aegis_bind(self, TWIN_LIST, list, writable) != 0) fail();
    uint64_t code = (uint64_t) aegis_entry_read(self, (uint64_t) stepper) >> 12;
    share(TWIN_ENTRY, code, AEGIS_RIGHT_READ | AEGIS_RIGHT_EXECUTE, AEGIS_RIGHT_READ | AEGIS_RIGHT_EXECUTE);
    share(TWIN_HANDLER, code, AEGIS_RIGHT_READ | AEGIS_RIGHT_EXECUTE, AEGIS_RIGHT_READ | AEGIS_RIGHT_EXECUTE);
    for (uint64_t kind = 0; kind < 5; kind++) {
        share(TWIN_ENTRIES + kind * 4096, code, AEGIS_RIGHT_READ | AEGIS_RIGHT_EXECUTE,
                AEGIS_RIGHT_READ | AEGIS_RIGHT_EXECUTE);
    }
    share(TWIN_CONTROL, (uint64_t) aegis_frame_alloc(AEGIS_ANY_FRAME), writable, writable);
    for (uint64_t page = 0; page < TWIN_ARRIVAL_PAGES; page++) {
        share(TWIN_ARRIVALS + page * 4096, (uint64_t) aegis_frame_alloc(AEGIS_ANY_FRAME), writable, writable);
    }
    for (uint64_t page = 0; page < TWIN_STEP_PAGES; page++) {
        share(TWIN_STEPS + page * 4096, script + page, AEGIS_RIGHT_READ, AEGIS_RIGHT_READ);
    }
    for (uint64_t page = 0; page < TWIN_DATA_PAGES; page++) {
        uint64_t frame = (uint64_t) aegis_frame_alloc(AEGIS_ANY_FRAME);
        if (aegis_bind(self, TWIN_DATA + page * 4096, frame, writable) != 0) fail();
    }
}

static char line[256];
static uint64_t length;

static void flush(void) {
    uint64_t sent = 0;
    while (sent < length) {
        int64_t taken = aegis_console_write((uint64_t) line + sent, length - sent);
        if (taken > 0) sent += (uint64_t) taken;
        else aegis_wait(AEGIS_EVENT_CONSOLE_ROOM, 0);
    }
    length = 0;
}

static void put(char octet) {
    line[length++] = octet;
    if (octet == '\n') flush();
}

static void number(uint64_t value) {
    int shift = 60;
    while (shift > 0 && value >> shift == 0) shift -= 4;
    for (; shift >= 0; shift -= 4) put("0123456789abcdef"[value >> shift & 15]);
}

static void text(const char* words) {
    while (*words != 0) put(*words++);
}

/* The kinds of the machine's frames, in runs, so that a simulated machine can be made alike. */
static void tellMachine(void) {
    const struct aegis_books_header* header = (const struct aegis_books_header*) AEGIS_BOOKS_START;
    const struct aegis_frame_record* frame = (const void*) (AEGIS_BOOKS_START + header->frames);
    uint64_t start = 0;
    text("machine ");
    number(header->frames_total);
    for (uint64_t i = 1; i <= header->frame_count; i++) {
        if (i == header->frame_count || frame[i].kind != frame[start].kind) {
            put(' ');
            number(start);
            put(':');
            number(frame[start].kind);
            start = i;
            if (length > 200) text("\nmachine");
        }
    }
    text("\nmachine ");
    number(header->frame_count);
    put('\n');
}

__attribute__((used)) static void report(void) {
    volatile uint64_t* control = (volatile uint64_t*) TWIN_CONTROL;
    const uint64_t* arrival = (const uint64_t*) TWIN_ARRIVALS;
    uint64_t count = control[0];
    uint64_t diverged = control[1];
    uint64_t who = control[2];
    tellMachine();
    text("arrivals");
    for (uint64_t i = 0; i < count + diverged; i++, arrival += 8) {
        put(' ');
        number(arrival[4] >> 32);
        for (int word = arrival[0] != 0 ? 0 : 1; word < (arrival[0] != 0 ? 4 : 2); word++) {
            put('/');
            number(arrival[word]);
        }
        if (length > 140) text("\narrivals");
    }
    put('\n');
    if (diverged) {
        text("diverged at step ");
        number(count);
        text(", which environment ");
        number(who);
        text(" came to\n");
    }
    flush();
    const uint64_t* end = (const uint64_t*) (TWIN_STEPS + (count - 1) * 64);
    aegis_power_off(diverged ? 97 : end[2], diverged ? 0 : end[3], 0);
}
