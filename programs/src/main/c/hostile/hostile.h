/*
 * What hostile programs have in common: one line for each attack, with what the kernel answered, and exceptions that end an
 * attack instead of its program. A program is one file that includes this and has a hostile_main.
 *
 *     attack NAME held|BROKEN what the kernel answered
 */
#pragma once
/* Without vector registers: those are for the attacks, and the handler need not save them. Must come before any function. */
#pragma GCC target("general-regs-only")
#include <aegis.h>
#include <stdarg.h>

#define MAYBE static __attribute__((unused))    /* no program uses all of this */
#define PAGE AEGIS_BYTES_IN_FRAME
#define READ AEGIS_RIGHT_READ
#define READ_WRITE (AEGIS_RIGHT_READ | AEGIS_RIGHT_WRITE)
#define READ_EXECUTE (AEGIS_RIGHT_READ | AEGIS_RIGHT_EXECUTE)
#define BOOKS ((const volatile struct aegis_books_header*) AEGIS_BOOKS_START)

/* The program; ends with status 0 if it returns 0 and every attack held. */
static int hostile_main(int argc, char** argv);

static uint64_t self;                           /* this environment's name */
static uint64_t attacks_broken;

/* ---- the books ----------------------------------------------------------------------------------------------------- */

#define BOOK(kind, field) ((const volatile struct kind*) (AEGIS_BOOKS_START + BOOKS->field))

MAYBE const volatile struct aegis_environment_record* environment_record(uint64_t name) {
    return BOOK(aegis_environment_record, environments) + (name & AEGIS_ENVIRONMENT_NAME_INDEX_MASK);
}
MAYBE const volatile struct aegis_frame_record* frame_record(uint64_t frame) {
    return BOOK(aegis_frame_record, frames) + frame;
}
MAYBE uint64_t parent_name(void) {
    return environment_record(environment_record(self)->parent)->name;
}
MAYBE uint64_t account_used(uint64_t index, uint64_t kind) {
    return ((const volatile uint64_t*) BOOK(aegis_account_record, accounts)[index].used)[kind];
}

static inline uint64_t cycles(void) {
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t) high << 32 | low;
}
MAYBE uint64_t milliseconds(uint64_t count) {
    return (uint64_t) aegis_machine_info(AEGIS_INFO_CYCLES_PER_SECOND) / 1000 * count;
}
MAYBE void sleep_milliseconds(uint64_t count) {
    uint64_t end = cycles() + milliseconds(count);
    while (cycles() < end) aegis_wait(AEGIS_EVENT_DEADLINE, end);
}

/* Numbers that repeat with the seed (xorshift64*). */
MAYBE uint64_t random_next(uint64_t* state) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(0x2545f4914f6cdd1d);
}
MAYBE uint64_t number_of(const char* text) {
    uint64_t number = 0;
    while (*text >= '0' && *text <= '9') number = number * 10 + (uint64_t) (*text++ - '0');
    return number;
}

/* ---- the console --------------------------------------------------------------------------------------------------- */

static char line[256];
static uint64_t line_bytes;

MAYBE void say(const char* text) {
    while (*text != 0 && line_bytes < sizeof line - 1) line[line_bytes++] = *text++;
}
MAYBE void say_number(uint64_t number, uint64_t base) {
    char digits[24];
    char* at = digits + sizeof digits - 1;
    *at = 0;
    do *--at = "0123456789abcdef"[number % base]; while ((number /= base) != 0);
    say(at);
}
MAYBE void end_line(void) {
    line[line_bytes++] = '\n';
    for (uint64_t written = 0; written < line_bytes;) {
        int64_t taken = aegis_console_write((uint64_t) line + written, line_bytes - written);
        if (taken < 0) aegis_wait(AEGIS_EVENT_CONSOLE_ROOM, 0);
        else written += (uint64_t) taken;
    }
    line_bytes = 0;
}

MAYBE const char* status_name(int64_t status) {
    static const char* const names[] = { "OK", "NO_SUCH_CALL", "BAD_ARGUMENT", "BAD_ADDRESS", "NOT_YOURS", "NO_SUCH_FRAME",
        "NO_SUCH_ENVIRONMENT", "NO_FREE_FRAME", "FRAME_BUSY", "OVER_LIMIT", "NO_FREE_ENVIRONMENT", "WRONG_STATE",
        "ALREADY_BOUND", "NOT_BOUND", "NO_TABLE", "WRITABLE_AND_EXECUTABLE", "WOULD_BLOCK", "BAD_CAPABILITY",
        "NO_FREE_SLICE", "NO_SUCH_SLICE", "NO_SUCH_ACCOUNT", "NO_FREE_ACCOUNT", "ACCOUNT_BUSY", "TIMED_OUT" };
    return status > 0 ? "a value" : status < -23 ? "NO STATUS" : names[-status];
}

/* %d and %x numbers, %s text, %r the name of a status. */
MAYBE void say_formatted(const char* format, va_list arguments) {
    for (; *format != 0; format++) {
        char one[2] = { *format, 0 };
        if (*format != '%') say(one);
        else if (*++format == 'd') say_number(va_arg(arguments, uint64_t), 10);
        else if (*format == 'x') say("0x"), say_number(va_arg(arguments, uint64_t), 16);
        else if (*format == 's') say(va_arg(arguments, const char*));
        else if (*format == 'r') say(status_name(va_arg(arguments, int64_t)));
        else say("%");
    }
}
/* A line of its own. Every %d and %x takes 64 bits. */
MAYBE void tell(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    say_formatted(format, arguments);
    va_end(arguments);
    end_line();
}
/* The line of one attack. */
MAYBE void attack(const char* name, int held, const char* answer, ...) {
    attacks_broken += !held;
    say("attack "), say(name), say(held ? " held " : " BROKEN ");
    va_list arguments;
    va_start(arguments, answer);
    say_formatted(answer, arguments);
    va_end(arguments);
    end_line();
}

/* ---- many calls of one attack, and what they may answer ------------------------------------------------------------- */

#define STATUSES 41
#define MAY(status) (UINT64_C(1) << -(AEGIS_STATUS_##status))

struct tally { uint64_t counts[STATUSES]; uint64_t tried, wrong; int64_t first_wrong; };

/* Counts an answer; one that is not among the allowed is remembered, and false. */
MAYBE int judge(struct tally* tally, int64_t answer, uint64_t allowed) {
    int64_t status = answer > 0 ? 0 : answer;
    int right = status > -STATUSES && (allowed >> -status & 1);
    tally->tried++;
    if (status > -STATUSES) tally->counts[-status]++;
    if (!right && tally->wrong++ == 0) tally->first_wrong = answer;
    return right;
}
/* The line of such an attack: how often it was tried, and each answer with how often it was given. */
MAYBE void verdict(const char* name, const struct tally* tally) {
    attacks_broken += tally->wrong != 0;
    say("attack "), say(name), say(tally->wrong == 0 ? " held " : " BROKEN ");
    say_number(tally->tried, 10), say(" tries:");
    for (int64_t status = 0; status < STATUSES; status++) {
        if (tally->counts[status] == 0) continue;
        say(" "), say(status_name(-status)), say(" "), say_number(tally->counts[status], 10);
    }
    if (tally->wrong != 0) say("; wrong "), say_number(tally->wrong, 10), say(", first "), say(status_name(tally->first_wrong));
    end_line();
}

/* ---- exceptions ---------------------------------------------------------------------------------------------------- */

#define NONE (-1)
#define DEBUG 1
#define BREAKPOINT 3
#define OVERFLOW 4
#define INVALID_OPCODE 6
#define PROTECTION 13
#define PAGE_FAULT 14

/* What a thread's handler goes by lies in its save area, in words that are the environment's own. */
#define GUARD_STACK 80
#define GUARD_FLAGS 88

static struct aegis_save_area area __attribute__((aligned(4096)));

/* Runs an act; its exception's vector, or NONE. Nothing but the stack and what C keeps is as before: flags, and segment and
 * vector registers are as the act left them. */
int64_t guarded_in(struct aegis_save_area* area, void (*act)(uint64_t), uint64_t argument);
void guard_handler(void);
__asm__(".text\n"
        "guarded_in: push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15; push %rdi\n"
        "  mov %rsp, 80(%rdi); mov %rsi, %rax; mov %rdx, %rdi; call *%rax; mov $-1, %rax; pop %rdi\n"
        "1: movq $0, 80(%rdi); pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx; ret\n"
        "guard_handler: mov 80(%rcx), %rsp; test %rsp, %rsp; jz 2f\n"
        "  pushfq; popq 88(%rcx); pushq $2; popfq; pop %rdi; movq $0, (%rcx); jmp 1b\n"
        "2: ud2\n");                            /* nothing was guarded: the second exception is the end */

MAYBE int64_t guarded(void (*act)(uint64_t), uint64_t argument) { return guarded_in(&area, act, argument); }

MAYBE void load_from(uint64_t address) { (void) *(volatile uint8_t*) address; }
MAYBE void store_to(uint64_t address) { *(volatile uint8_t*) address = 1; }
MAYBE void jump_to(uint64_t address) { ((void (*)(void)) address)(); }

/* ---- frames -------------------------------------------------------------------------------------------------------- */

MAYBE uint64_t fresh(void) { return (uint64_t) aegis_frame_alloc(AEGIS_ANY_FRAME); }

/* Binds a page, giving the tables that it takes. */
MAYBE int64_t bind_in(uint64_t env, uint64_t va, uint64_t frame, uint64_t rights) {
    int64_t status;
    while ((status = aegis_bind(env, va, frame, rights)) == AEGIS_STATUS_NO_TABLE) {
        if (aegis_table_give(env, fresh()) < 0) break;
    }
    return status;
}
MAYBE uint64_t frame_at(uint64_t va) {
    uint64_t entry = (uint64_t) aegis_entry_read(self, va & -PAGE);
    return entry & AEGIS_ENTRY_BOUND ? entry / PAGE : AEGIS_NO_FRAME;
}
/* A fresh frame at a page of one's own. */
MAYBE uint64_t fresh_at(uint64_t va, uint64_t rights) {
    uint64_t frame = fresh();
    return bind_in(self, va, frame, rights) < 0 ? AEGIS_NO_FRAME : frame;
}
MAYBE int64_t discard(uint64_t va) {
    int64_t frame = aegis_unbind(self, va);
    return frame < 0 ? frame : aegis_frame_free((uint64_t) frame);
}

/* ---- the beginning and the end --------------------------------------------------------------------------------------- */

__attribute__((used)) static void begin(int64_t argc, char** argv) {
    self = (uint64_t) aegis_env_self();
    aegis_upcall(frame_at((uint64_t) &area), (uint64_t) &area, (uint64_t) guard_handler);
    int status = hostile_main((int) argc, argv);
    aegis_exit(status != 0 ? (uint64_t) status & 255 : attacks_broken != 0);
}
__asm__(".globl _start\n_start: xor %ebp, %ebp; and $-16, %rsp; call begin; ud2\n");
