/* See guests.h. */
#include "guests.h"
#include "exos.h"

#define GUEST __attribute__((noinline, section(".text.guests")))
#define SLEEP_CYCLES 20000
#define WORDS_IN_LOSS (sizeof(struct aegis_repossession) / 8)

typedef volatile uint64_t* slate;

static inline __attribute__((always_inline)) uint64_t frame_at(uint64_t self, uint64_t va) {
    return (uint64_t) aegis_entry_read(self, va) / AEGIS_BYTES_IN_FRAME;
}

/* There is no handler behind the area: what it is for here is what the kernel writes of revocation. */
static inline __attribute__((always_inline)) int64_t declare_area(slate words) {
    return aegis_upcall(words[GUEST_SAVE_FRAME], words[GUEST_SAVE_AREA], words[GUEST_SAVE_AREA]);
}

/* Holds what it was given, has the first few of it guaranteed and the first loss backed; then sleeps, and gives nothing back. */
static GUEST void miser(slate words) {
    uint64_t self = (uint64_t) aegis_env_self();
    volatile struct aegis_save_area* area = (volatile struct aegis_save_area*) words[GUEST_SAVE_AREA];
    int64_t status = declare_area(words);
    for (uint64_t i = 0; i < words[GUEST_PAGE_COUNT] && status >= 0; i++) {
        uint64_t page = words[GUEST_PAGES] + i * AEGIS_BYTES_IN_FRAME;
        uint64_t frame = frame_at(self, page);
        *(volatile uint64_t*) page = frame;
        if (i < words[GUEST_GUARANTEED]) status = aegis_frame_guarantee(frame, 1);
    }
    for (uint64_t i = 0; i < 4; i++) ((volatile uint64_t*) area->backings)[i] = words[GUEST_CAPABILITY + i];
    words[GUEST_STATE] = status < 0 ? (uint64_t) status : GUEST_READY;
    for (;;) {
        words[GUEST_ROUNDS]++;
        uint64_t losses = area->repossession_count;
        for (uint64_t i = 0; i < WORDS_IN_LOSS * AEGIS_REPOSSESSION_VECTOR; i++) {
            words[GUEST_VECTOR + i] = ((volatile uint64_t*) area->repossessions)[i];
        }
        words[GUEST_LOSSES] = losses;
        aegis_wait(AEGIS_EVENT_DEADLINE, (uint64_t) exos_cycles() + SLEEP_CYCLES);
    }
}

/* Allocates until it is refused; then sleeps until something is asked back, and gives it back, the last first. */
static GUEST void borrower(slate words) {
    volatile struct aegis_save_area* area = (volatile struct aegis_save_area*) words[GUEST_SAVE_AREA];
    int64_t status = declare_area(words);
    uint64_t held = 0, answered = 0;
    int64_t frame = 0;
    while (held < GUEST_LIST_MAXIMUM && (frame = aegis_frame_alloc(AEGIS_ANY_FRAME)) >= 0) {
        words[GUEST_VECTOR + held++] = (uint64_t) frame;
    }
    words[GUEST_HELD] = held;
    words[GUEST_REFUSAL] = (uint64_t) frame;
    words[GUEST_STATE] = status < 0 ? (uint64_t) status : GUEST_READY;
    for (;;) {
        words[GUEST_ROUNDS]++;
        aegis_wait(AEGIS_EVENT_REVOCATION, 0);
        for (; answered < area->revocation_count; answered++) {
            volatile struct aegis_revocation_request* request =
                (volatile struct aegis_revocation_request*) area->revocations + answered % AEGIS_REVOCATION_RING;
            for (uint64_t i = 0; i < request->count && held > 0; i++) aegis_frame_free(words[GUEST_VECTOR + --held]);
        }
        words[GUEST_HELD] = held;
    }
}

int64_t guest_miser(void) { return (int64_t) miser; }
int64_t guest_borrower(void) { return (int64_t) borrower; }
