/*
 * Makes an account and, in it, a child that never ends and has a slice to do so in; then ends itself as if nothing were left to
 * do. Status 1: it could not make them.
 */
#include <aegis.h>

static void endless(void) {
    for (;;) __asm__ volatile("");
}

static uint64_t fresh(void) { return (uint64_t) aegis_frame_alloc(AEGIS_ANY_FRAME); }

/* The caller's first position from here on. */
static uint64_t position(uint64_t self, uint64_t from) {
    const struct aegis_books_header* books = (const struct aegis_books_header*) AEGIS_BOOKS_START;
    const struct aegis_slice_record* slices = (const struct aegis_slice_record*) (AEGIS_BOOKS_START + books->slices);
    while (slices[from].owner != (self & AEGIS_ENVIRONMENT_NAME_INDEX_MASK)) from++;
    return from;
}

void _start(void) {
    uint64_t self = (uint64_t) aegis_env_self();
    uint64_t account = (uint64_t) aegis_account_create();
    int64_t status = aegis_account_lend(account, AEGIS_RESOURCE_FRAMES, 16);
    status |= aegis_account_lend(account, AEGIS_RESOURCE_ENVIRONMENTS, 1);
    int64_t child = aegis_env_create(fresh(), fresh(), account, 0x6e6168706f72, 0);
    uint64_t page = (uint64_t) endless & -AEGIS_BYTES_IN_FRAME;
    uint64_t frame = (uint64_t) aegis_entry_read(self, page) / AEGIS_BYTES_IN_FRAME;
    while (aegis_bind((uint64_t) child, page, frame, AEGIS_RIGHT_READ | AEGIS_RIGHT_EXECUTE) == AEGIS_STATUS_NO_TABLE) {
        aegis_table_give((uint64_t) child, fresh());
    }
    uint64_t spare = position(self, 0);
    uint64_t given = position(self, spare + 1);
    status |= aegis_slice_free(spare);
    status |= aegis_account_lend(account, AEGIS_RESOURCE_SLICES, 1);
    status |= aegis_slice_give(given, (uint64_t) child);
    status |= aegis_env_start((uint64_t) child, (uint64_t) endless, AEGIS_USER_START, 0, 0);
    aegis_exit(child < 0 || status < 0 ? 1 : 0);
}
