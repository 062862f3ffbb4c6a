/* Binding and protecting pages, timed: one by one and a hundred in a batch. All pages show one frame. */
#include "exos.h"
#include "meter.h"

#define PAGES 100
#define START 0x600000000000u
#define READ_WRITE (AEGIS_RIGHT_READ | AEGIS_RIGHT_WRITE)

static uint64_t self, frame;
static struct aegis_batch_entry list[PAGES] __attribute__((aligned(4096)));

static void fill(uint32_t operation, uint32_t rights) {
    for (uint64_t i = 0; i < PAGES; i++) {
        list[i].operation = operation;
        list[i].rights = rights;
        list[i].va = START + i * AEGIS_BYTES_IN_FRAME;
        list[i].frame = frame;
    }
}

static int64_t run(void) { return aegis_batch(self, (uint64_t) list, PAGES); }

int64_t meter_prepare_pages(void) {
    self = (uint64_t) aegis_env_self();
    int64_t fresh = aegis_frame_alloc(AEGIS_ANY_FRAME);
    if (fresh < 0) return fresh;
    frame = (uint64_t) fresh;
    int64_t status = aegis_bind(self, START, frame, READ_WRITE);
    while (status == AEGIS_STATUS_NO_TABLE && exos_give_table((int64_t) self) >= 0) {
        status = aegis_bind(self, START, frame, READ_WRITE);
    }
    return status;
}

int64_t meter_protect(void) {
    static uint64_t rights = READ_WRITE;
    rights = READ_WRITE + AEGIS_RIGHT_READ - rights;
    int64_t before = exos_cycles();
    int64_t status = aegis_protect(self, START, rights);
    int64_t after = exos_cycles();
    return status < 0 ? status : after - before;
}

int64_t meter_bind(void) {
    int64_t before = exos_cycles();
    int64_t status = aegis_bind(self, START + AEGIS_BYTES_IN_FRAME, frame, READ_WRITE);
    int64_t after = exos_cycles();
    aegis_unbind(self, START + AEGIS_BYTES_IN_FRAME);
    return status < 0 ? status : after - before;
}

static int64_t timed_batch(void) {
    int64_t before = exos_cycles();
    int64_t done = run();
    int64_t after = exos_cycles();
    return done == PAGES ? (after - before) / PAGES : done < 0 ? done : -1;
}

int64_t meter_bind_batch(void) {
    aegis_unbind(self, START);
    fill(AEGIS_BATCH_BIND, READ_WRITE);
    int64_t cycles = timed_batch();
    fill(AEGIS_BATCH_UNBIND, 0);
    run();
    aegis_bind(self, START, frame, READ_WRITE);
    return cycles;
}

int64_t meter_protect_batch(void) {
    aegis_unbind(self, START);
    fill(AEGIS_BATCH_BIND, READ_WRITE);
    run();
    fill(AEGIS_BATCH_PROTECT, AEGIS_RIGHT_READ);
    int64_t cycles = timed_batch();
    fill(AEGIS_BATCH_UNBIND, 0);
    run();
    aegis_bind(self, START, frame, READ_WRITE);
    return cycles;
}
