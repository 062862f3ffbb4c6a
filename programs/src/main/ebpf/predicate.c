/*
 * Sleeps until a queue in memory has so many entries that waking is worth it, or any at all for longer than one would wait. Its owner,
 * and whoever shares the frame, write the numbers; the kernel reads them through this, while nothing else of the owner's runs.
 */
#include <exo_bpf.h>

/* The area, from its beginning. */
volatile struct {
    exo_u64 produced;      /* entries ever put in: written by the producer */
    exo_u64 consumed;      /* entries ever taken out: written by the sleeper */
    exo_u64 worth_waking;  /* entries that are worth waking for at once */
    exo_u64 latest_cycles; /* when fewer will do */
} queue;

EXO_PREDICATE(queue_is_worth_it) {
    exo_u64 entries = queue.produced - queue.consumed;
    if (entries == 0) return 0;
    return entries >= queue.worth_waking || input->cycles >= queue.latest_cycles;
}
