/* The Internet checksum of all of a packet, of any length up to 1500 (RFC 1071). */
#include "packet.h"

SECTION u64 handler(u8 *packet, u64 length)
{
    u64 sum = 0;
    u64 at;
    if (length > 1500)
        return 0;
    for (at = 0; at + 2 <= length; at += 2)
        sum += *(u16 *)(packet + at);
    if (at < length)
        sum += packet[at];
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return ~sum & 0xffff;
}
