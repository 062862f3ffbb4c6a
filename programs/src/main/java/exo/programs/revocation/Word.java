package exo.programs.revocation;

/** The words of a slate, by their places in {@code guests.h}. */
enum Word {
    STATE, ROUNDS, SAVE_FRAME, SAVE_AREA, PAGES, PAGE_COUNT, GUARANTEED, HELD, REFUSAL, LOSSES
}
