/*
 * What code for the kernel is written against: eBPF programs in C, compiled by clang -O2 -target bpf -c. Freestanding, without any other
 * header. A program is a function in a section of its own, made by one of the two macros below; its object may hold several. It reaches
 * what it is called with, its stack, and its variables, which are its area and live as long as it does; nothing else. Tests of lengths must
 * stand before the accesses that they are for: the kernel's checker refuses what it cannot prove.
 */
#ifndef EXO_BPF_H
#define EXO_BPF_H

typedef __UINT8_TYPE__ exo_u8;
typedef __UINT16_TYPE__ exo_u16;
typedef __UINT32_TYPE__ exo_u32;
typedef __UINT64_TYPE__ exo_u64;
typedef __INT64_TYPE__ exo_s64;

/* ---- programs ---------------------------------------------------------------------------------------------------------------- */

/*
 * A packet handler, run when a packet arrives that a filter of its owner's took: EXO_HANDLER(name) { … } with the variables `packet`, from
 * the first byte of the Ethernet header, which it may change, and `length`, at least EXO_ETHERNET_BYTES. Returns EXO_DROP or EXO_DELIVER.
 */
#define EXO_HANDLER(name) \
    __attribute__((section("handler/" #name), used)) exo_u64 name(exo_u8 *packet, exo_u64 length)

/*
 * A wakeup predicate, run when something may have changed while its owner sleeps: EXO_PREDICATE(name) { … } with the variable `input`.
 * Returns 0 to sleep on. Its area is to be read only, and written by its owner meanwhile: its variables are to be volatile.
 */
#define EXO_PREDICATE(name) \
    __attribute__((section("predicate/" #name), used)) exo_u64 name(const struct exo_predicate_input *input)

/* What becomes of a packet: its handler has done all there was to do, or it goes to the ring of the filter. */
enum { EXO_DROP = 0, EXO_DELIVER = 1 };

/* As struct aegis_predicate_input in aegis.h. */
struct exo_predicate_input {
    exo_u64 cycles;         /* the cycle counter */
    exo_u64 events_pending; /* events that happened and were not yet told */
    exo_u64 frames_free;    /* frames on the free list */
    exo_u64 reserved;
};
_Static_assert(sizeof(struct exo_predicate_input) == 32, "predicate input");

/* ---- what handlers may call; each takes from the run's budget --------------------------------------------------------------------- */

/*
 * Sends the packet as it is now, its first `length` bytes. The kernel checks what it claims to be from against its owner's claims. 0, or a
 * negative status: it was not sent. Only once in a run; what was sent is not delivered as well.
 */
static exo_s64 (*const exo_send)(exo_u64 length) = (exo_s64 (*)(exo_u64)) 1;

/*
 * Copies from the packet to the area, and gives the ones' complement sum of the bytes as exo_sum does, from 0 to 0xffff; or a negative
 * status: nothing was copied.
 */
static exo_s64 (*const exo_copy)(void *to, const void *from, exo_u64 length) = (exo_s64 (*)(void *, const void *, exo_u64)) 2;

/* Wakes the owner, if it sleeps on packets. */
static exo_s64 (*const exo_wake)(void) = (exo_s64 (*)(void)) 3;

/* The cycle counter. */
static exo_u64 (*const exo_cycles)(void) = (exo_u64 (*)(void)) 4;

/* ---- byte order: fields of packets are big-endian, the processor is not -------------------------------------------------------- */

#define EXO_NET16(value) ((exo_u16) __builtin_bswap16((exo_u16) (value)))
#define EXO_NET32(value) ((exo_u32) __builtin_bswap32((exo_u32) (value)))

/* ---- packets --------------------------------------------------------------------------------------------------------------- */

/*
 * Fields wider than 16 bits are at odd multiples of 2 in a frame. The structures claim natural alignment all the same, as eBPF loads and
 * stores of any width work anywhere: told the truth, clang would take such fields apart.
 */
struct exo_ethernet {
    exo_u8 destination[6];
    exo_u8 source[6];
    exo_u16 type;
};
#define EXO_ETHERNET_BYTES 14
_Static_assert(sizeof(struct exo_ethernet) == EXO_ETHERNET_BYTES, "Ethernet header");

enum { EXO_TYPE_IPV4 = 0x0800, EXO_TYPE_ARP = 0x0806, EXO_TYPE_VLAN = 0x8100, EXO_TYPE_IPV6 = 0x86dd };

/* RFC 826, for IPv4 over Ethernet. The addresses lie where only 16 bits are aligned. */
struct exo_arp {
    exo_u16 hardware_type;
    exo_u16 protocol_type;
    exo_u8 hardware_bytes;
    exo_u8 protocol_bytes;
    exo_u16 operation;
    exo_u8 sender_hardware[6];
    exo_u16 sender_protocol[2];
    exo_u8 target_hardware[6];
    exo_u16 target_protocol[2];
};
#define EXO_ARP_BYTES 28
_Static_assert(sizeof(struct exo_arp) == EXO_ARP_BYTES, "ARP packet");

enum { EXO_ARP_REQUEST = 1, EXO_ARP_REPLY = 2 };

/* RFC 791, without options. */
struct exo_ipv4 {
    exo_u8 version_and_words; /* EXO_IPV4_PLAIN: there are no options */
    exo_u8 traffic_class;
    exo_u16 length;
    exo_u16 identification;
    exo_u16 flags_and_offset; /* EXO_IPV4_FRAGMENT: any of these bits says that it is a fragment */
    exo_u8 time_to_live;
    exo_u8 protocol;
    exo_u16 checksum;
    exo_u32 source;
    exo_u32 destination;
};
#define EXO_IPV4_BYTES 20
_Static_assert(sizeof(struct exo_ipv4) == EXO_IPV4_BYTES, "IPv4 header");

enum { EXO_IPV4_PLAIN = 0x45, EXO_IPV4_FRAGMENT = 0x3fff, EXO_PROTOCOL_ICMP = 1, EXO_PROTOCOL_TCP = 6, EXO_PROTOCOL_UDP = 17 };

/* RFC 792: an echo or its reply. */
struct exo_icmp_echo {
    exo_u8 type;
    exo_u8 code;
    exo_u16 checksum;
    exo_u16 identifier;
    exo_u16 sequence;
};
#define EXO_ICMP_ECHO_BYTES 8
_Static_assert(sizeof(struct exo_icmp_echo) == EXO_ICMP_ECHO_BYTES, "ICMP echo");

enum { EXO_ICMP_ECHO_REPLY = 0, EXO_ICMP_ECHO_REQUEST = 8 };

/* RFC 768. */
struct exo_udp {
    exo_u16 source;
    exo_u16 destination;
    exo_u16 length;
    exo_u16 checksum; /* 0: there is none */
};
#define EXO_UDP_BYTES 8
_Static_assert(sizeof(struct exo_udp) == EXO_UDP_BYTES, "UDP header");

/* Exchanges two fields of equal type. */
#define EXO_EXCHANGE(first, second) \
    do { \
        __typeof__(first) exo_first = (first); \
        (first) = (second); \
        (second) = exo_first; \
    } while (0)

/* Whether it was sent to this card alone. */
static inline int exo_is_for_one(const struct exo_ethernet *ethernet) {
    return (ethernet->destination[0] & 1) == 0;
}

/* Sends a frame back to the card that it came from, as far as Ethernet has it. */
static inline void exo_turn_ethernet(struct exo_ethernet *ethernet) {
    exo_u16 *words = (exo_u16 *) ethernet;
    EXO_EXCHANGE(words[0], words[3]);
    EXO_EXCHANGE(words[1], words[4]);
    EXO_EXCHANGE(words[2], words[5]);
}

/* ---- checksums (RFC 1071): sums of 16-bit words as they lie in memory, which is as good as in network order ----------------------- */

/* Brings a sum of many words to 16 bits. */
static inline exo_u16 exo_fold(exo_u64 sum) {
    sum = (sum >> 32) + (sum & 0xffffffff);
    sum = (sum >> 16) + (sum & 0xffff);
    sum = (sum >> 16) + (sum & 0xffff);
    return (exo_u16) ((sum >> 16) + sum);
}

/* The sum of an even number of bytes, known when this is compiled; to be folded. */
#define EXO_SUM(bytes, count) exo_sum((const exo_u16 *) (bytes), (count) / 2)

static inline __attribute__((always_inline)) exo_u64 exo_sum(const exo_u16 *words, exo_u64 count) {
    exo_u64 sum = 0;
#pragma clang loop unroll(full)
    for (exo_u64 at = 0; at < count; at++) sum += words[at];
    return sum;
}

/* The checksum of a sum. */
static inline exo_u16 exo_checksum(exo_u64 sum) {
    return (exo_u16) ~exo_fold(sum);
}

/* A checksum after one of the words that it is of has changed (RFC 1624, equation 3). */
static inline exo_u16 exo_checksum_after(exo_u16 checksum, exo_u16 before, exo_u16 after) {
    return exo_checksum((exo_u64) (exo_u16) ~checksum + (exo_u16) ~before + after);
}

#endif
