/* The same with a pointer that walks, over the IPv4 header alone. */
#include "packet.h"

SECTION u64 handler(u8 *packet, u64 length)
{
    u8 *end = packet + length;
    if (packet + 34 > end || (packet[14] & 15) < 5)
        return 0;
    u16 *word = (u16 *)(packet + 14);
    int words = (packet[14] & 15) * 2;
    u32 sum = 0;
    for (int count = 0; count < words; count++) {
        if ((u8 *)(word + 1) > end)
            return 0;
        sum += *word++;
    }
    sum = (sum & 0xffff) + (sum >> 16);
    return (u16)~(sum + (sum >> 16));
}
