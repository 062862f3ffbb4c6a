/* Counts packets by protocol and by size, in the area. */
#include "packet.h"

struct counter { u64 packets; u64 bytes; };
static struct counter by_protocol[256] __attribute__((section(".bss")));
static u32 by_size[16];

SECTION u64 handler(u8 *packet, u64 length)
{
    if (length < 34)
        return 0;
    struct counter *counter = &by_protocol[packet[23]];
    counter->packets++;
    counter->bytes += length;
    u64 size = length >> 7;
    if (size > 15)
        size = 15;
    __sync_fetch_and_add(&by_size[size], 1);
    u32 hash = (*(u32 *)(packet + 26) * 0x9e3779b1u) >> 28;
    by_size[hash & 15] ^= hash;
    return counter->packets;
}
