/* Timed transfers of the programs client and server; see transfer_timed.S. */
#pragma once
#include "exos.h"

int64_t client_call(int64_t env, int64_t deadline, int64_t message);
int64_t client_no_call(int64_t env, int64_t deadline, int64_t message);
int64_t client_no_transfer(int64_t env, int64_t deadline, int64_t message);

/* Declares the server's timed synchronous entry, and the library OS's asynchronous one; 0, or the kernel's status. */
static inline int64_t server_declare(void) {
    extern char server_timed_entry[];
    int64_t status = exos_declare_server();
    return status < 0 ? status : aegis_entry_point(AEGIS_ENTRY_POINT_SYNCHRONOUS, (uint64_t) server_timed_entry);
}
