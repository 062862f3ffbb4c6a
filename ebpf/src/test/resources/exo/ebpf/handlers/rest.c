/* Compares what is left to the end, as a difference of pointers. */
#include "packet.h"
SECTION u64 handler(u8 *packet, u64 length)
{
    u8 *end = packet + length, *at = packet;
    if (end - at < 20) return 0;
    at += (packet[0] & 15) * 4;
    if (at > end || end - at < 8) return 0;
    return at[0] + at[7];
}
