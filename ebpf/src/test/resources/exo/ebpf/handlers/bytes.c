/* Sums all bytes, by a counter that is compared for equality. */
#include "packet.h"

SECTION u64 handler(u8 *packet, u64 length)
{
    u64 sum = 0;
    for (u64 at = 0; at < length; at++)
        sum += packet[at];
    return sum;
}
