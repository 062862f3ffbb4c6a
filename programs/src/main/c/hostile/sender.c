/*
 * Takes the wire: sends as fast as it can, and is sent to faster than it could take, by whoever is at the other end. That one is told
 * what goes on by a packet at the beginning of each phase, from the port of that number: spinning, so that there is something to compare
 * with, sending, being sent to, and the end. It begins when a packet comes to its first port. Argument: milliseconds of a phase.
 */
#include "hostile.h"

#define GUEST UINT32_C(0x0a00020f)
#define ETHERNET_BYTES 14
#define HEADER_BYTES 42
#define PORT_AT 34
#define SHORT_BYTES 60
#define LONG_BYTES 1000
#define RECEIVE_TIMES 4                         /* as long as the others, so that it is most of the run */
#define TELLS 3                                 /* a wire may lose a packet */
#define PACKETS_MINIMUM 1000
#define IPV4 0x0800
#define UDP 17

enum { BEGIN, SPIN, SEND, RECEIVE, END };

static struct aegis_packet_ring heard __attribute__((aligned(4096))), deaf __attribute__((aligned(4096)));
static struct aegis_filter_atom atoms[4];
static uint8_t packet[PAGE] __attribute__((aligned(4096)));
static const volatile struct aegis_plan_claim* claim = (const volatile struct aegis_plan_claim*) AEGIS_CLAIMS_START;

static void store16(uint8_t* at, uint64_t value) { at[0] = (uint8_t) (value >> 8), at[1] = (uint8_t) value; }
static uint64_t first_port(void) { return ((const volatile struct aegis_claim_bounds*) claim->bounds)->port_first; }

/* To anybody, from a port of its own. */
static void make(uint64_t port, uint64_t bytes) {
    for (int i = 0; i < 6; i++) packet[i] = 0xff, packet[6 + i] = (uint8_t) (BOOKS->network_address >> 8 * i);
    store16(packet + 12, IPV4);
    packet[14] = 0x45, packet[22] = 64, packet[23] = UDP;
    store16(packet + 16, bytes - ETHERNET_BYTES);
    for (int i = 0; i < 4; i++) packet[26 + i] = (uint8_t) (GUEST >> (24 - 8 * i)), packet[30 + i] = 0xff;
    store16(packet + PORT_AT, port), store16(packet + PORT_AT + 2, port);
    store16(packet + PORT_AT + 4, bytes - PORT_AT);
}
static int64_t send(uint64_t bytes) { return aegis_packet_send(frame_at((uint64_t) packet), 0, bytes); }

/* Tells the other end what begins; waits for room. */
static void tell_phase(uint64_t phase) {
    make(first_port() + phase, SHORT_BYTES);
    for (int i = 0; i < TELLS; i++) while (send(SHORT_BYTES) < 0) sleep_milliseconds(1);
}

static int64_t receive_at(uint64_t port, struct aegis_packet_ring* ring) {
    int64_t name = aegis_ring_begin(frame_at((uint64_t) ring));
    if (name < 0) return name;
    atoms[0] = (struct aegis_filter_atom) { .base = 0, .width = 2, .offset = 0, .mask = 0xffff, .value = IPV4 };
    atoms[1] = (struct aegis_filter_atom) { .base = 0, .width = 1, .offset = 8, .mask = 0xff, .value = UDP };
    atoms[2] = (struct aegis_filter_atom) { .base = 2, .width = 4, .offset = 16, .mask = ~UINT32_C(0), .value = GUEST };
    atoms[3] = (struct aegis_filter_atom) { .base = 3, .width = 2, .offset = 2, .mask = 0xffff, .value = (uint32_t) port };
    return aegis_filter_bind((uint64_t) atoms, 4, claim->claim, (uint64_t) name, 0);
}

static uint64_t phase_end(uint64_t phase, uint64_t length) {
    tell_phase(phase);
    return cycles() + milliseconds(length);
}

/* Offers frames and frees them at once, so that packets come for what is no one's any more, and would take the ring's own page away. */
static void withdraw(struct tally* tally, uint64_t end) {
    volatile uint64_t* received = (volatile uint64_t*) &deaf.received, * offered = (volatile uint64_t*) &deaf.offered;
    volatile uint64_t* accepted = (volatile uint64_t*) &deaf.accepted, * taken = (volatile uint64_t*) &deaf.taken;
    while (cycles() < end) {
        judge(tally, aegis_frame_free(frame_at((uint64_t) &deaf)), MAY(FRAME_BUSY));
        if (*offered - *accepted < AEGIS_PACKET_RING) {
            uint64_t frame = fresh();
            ((volatile uint64_t*) deaf.offers)[*offered % AEGIS_PACKET_RING] = frame;
            ++*offered;
            judge(tally, aegis_frame_free(frame), MAY(OK) | MAY(NOT_YOURS));
        }
        for (; *taken < *received; ++*taken) {
            const volatile struct aegis_packet_entry* entries = (const volatile struct aegis_packet_entry*) deaf.entries;
            judge(tally, aegis_frame_free(entries[*taken % AEGIS_PACKET_RING].frame), MAY(OK));
        }
    }
}

static int hostile_main(int argc, char** argv) {
    uint64_t length = number_of(argv[1]);
    if (receive_at(first_port(), &heard) < 0 || receive_at(first_port() + 1, &deaf) < 0) return 2;
    ((volatile uint64_t*) heard.offers)[0] = fresh();
    *(volatile uint64_t*) &heard.offered = 1;
    while (*(volatile uint64_t*) &heard.received + *(volatile uint64_t*) &heard.refused == 0) sleep_milliseconds(10);

    for (uint64_t end = phase_end(SPIN, length); cycles() < end;) continue;

    struct tally tally = { 0 };
    uint64_t end = phase_end(SEND, length);
    make(first_port(), LONG_BYTES);
    while (cycles() < end) judge(&tally, send(LONG_BYTES), MAY(OK) | MAY(WOULD_BLOCK));
    verdict("transmit-flood", &tally);

    uint64_t unclaimed = BOOKS->packets_unclaimed;
    for (end = phase_end(RECEIVE, RECEIVE_TIMES * length); cycles() < end;) continue;
    unclaimed = BOOKS->packets_unclaimed - unclaimed;
    uint64_t dropped = *(volatile uint64_t*) &deaf.dropped;
    uint64_t received = *(volatile uint64_t*) &deaf.received;
    tally = (struct tally) { 0 };
    withdraw(&tally, cycles() + milliseconds(length));
    attack("packets-for-nobody", unclaimed > PACKETS_MINIMUM, "%d came, and went back to the device", unclaimed);
    attack("packets-nobody-takes", dropped > PACKETS_MINIMUM && received == 0,
           "%d dropped: there was no offer for them", dropped);
    verdict("ring-withdrawn", &tally);
    tell_phase(END);
    return 0;
}
