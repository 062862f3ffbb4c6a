/*
 * A program on Tiny: reserves more pages than it will ever hold, touches some, watches which of them it writes to, and gives
 * them back; says what each step took. Ends with 1 if a fault or a byte is not what it should be. Under --count a cycle is an
 * instruction.
 */
#include "tiny.c"

#define START UINT64_C(0x10000000000)
#define PAGES 256
#define STEP 4                                  /* every fourth page is touched, */
#define WRITTEN_STEP 16                         /* and every sixteenth written to again */

static uint64_t begun;

static void begin(void) {
    aegis_yield(0);                             /* a slice of one's own begins: nobody else's time is measured */
    begun = tiny_cycles();
}

static void report(const char* what, uint64_t pages, uint64_t faults, const char* became) {
    uint64_t cycles = tiny_cycles() - begun;
    tiny_text(what);
    tiny_number(pages);
    tiny_text(" pages: ");
    tiny_number(faults);
    tiny_text(became);
    tiny_number(cycles);
    tiny_text(" cycles, ");
    tiny_number(cycles / pages);
    tiny_text(" a page");
    tiny_end_line();
}

static volatile uint64_t* word(uint64_t page) { return (volatile uint64_t*) (START + page * TINY_PAGE); }

int tiny_main(void) {
    uint64_t wrong = 0;
    begin();
    if (tiny_reserve(START, PAGES) != 0) return 1;
    report("reserved ", PAGES, tiny_backed, " frames taken, ");

    begin();
    for (uint64_t page = 0; page < PAGES; page += STEP) *word(page) = page;
    report("touched ", PAGES / STEP, tiny_backed, " faults and frames, ");
    wrong += tiny_backed != PAGES / STEP;

    begin();
    for (uint64_t page = 0; page < PAGES; page += STEP) wrong += *word(page) != page;
    report("read again ", PAGES / STEP, tiny_backed - PAGES / STEP, " faults, ");

    tiny_watch(START, PAGES);
    begin();
    for (uint64_t page = 0; page < PAGES; page += WRITTEN_STEP) *word(page) += 1;
    report("wrote, watched, to ", PAGES / WRITTEN_STEP, tiny_noted, " writes noted, ");
    wrong += tiny_noted != PAGES / WRITTEN_STEP;

    begin();
    uint64_t released = tiny_release(START, PAGES);
    report("gave back ", PAGES / STEP, released, " frames, ");
    wrong += released != PAGES / STEP || *word(0) != 0;
    return wrong == 0 ? 0 : 1;
}
