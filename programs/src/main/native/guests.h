/*
 * The children of the programs miser and lender: functions of theirs that run in environments of their own, without a library.
 * Each is at most a page long, calls nothing but the kernel, and touches nothing but its stack and what its slate names.
 */
#pragma once
#include "aegis.h"

/* Words of the slate, which maker and child both see; in the order of exo.programs.revocation.Word. */
enum guest_word {
    GUEST_STATE,                /* 0 at first, GUEST_READY once it holds what it wants, or a status: why it does not */
    GUEST_ROUNDS,               /* rises as long as it lives */
    GUEST_SAVE_FRAME,           /* a frame of the child's own, */
    GUEST_SAVE_AREA,            /* and where it is bound */
    GUEST_PAGES,                /* where other frames of its own are bound, */
    GUEST_PAGE_COUNT,           /* how many they are, */
    GUEST_GUARANTEED,           /* and how many of them, from the first, it is to have guaranteed */
    GUEST_HELD,                 /* frames that it has allocated and not given back */
    GUEST_REFUSAL,              /* the status that ended its allocating */
    GUEST_LOSSES,               /* losses in its repossession vector */
    GUEST_CAPABILITY = 16,      /* four words: a capability for backing */
    GUEST_VECTOR = 32,          /* its repossession vector, copied; or the numbers of the frames that it holds */
};

#define GUEST_READY 1
#define GUEST_LIST_MAXIMUM 400

/* Addresses of the two, for env_start; each takes the slate's address. */
int64_t guest_miser(void);
int64_t guest_borrower(void);
