/* The same with 32-bit numbers, backwards. */
#include "packet.h"

SECTION u64 handler(u8 *packet, u32 length)
{
    u32 sum = 0;
    for (u32 at = 0; at < length; at++)
        sum += packet[at] * (at + 1);
    u32 limit = length < 64 ? length : 64;
    for (u32 at = 0; at < limit; at++)
        sum ^= packet[at];
    return sum;
}
