/* Walks over an IPv6 packet's extension headers to its transport header, and gives that one's protocol and first two bytes. */
#include "packet.h"

SECTION u64 handler(u8 *packet, u64 length)
{
    u8 *end = packet + length;
    struct ethernet *ethernet = (void *)packet;
    struct ipv6 *ip = (void *)(ethernet + 1);
    if ((u8 *)(ip + 1) > end || ethernet->type != big16(IPV6))
        return 0;
    u8 next = ip->next;
    u8 *header = (u8 *)(ip + 1);
    for (int count = 0; count < 8; count++) {
        if (header + 8 > end)
            return 0;
        switch (next) {
        case 0:
        case 43:
        case 60:
            next = header[0];
            header += (header[1] + 1) * 8;
            break;
        case 44:
            if (*(u16 *)(header + 2) & big16(0xfff8))
                return 0;
            next = header[0];
            header += 8;
            break;
        case TCP:
        case UDP:
            return (u64)next << 16 | header[0] << 8 | header[1];
        default:
            return 0;
        }
    }
    return 0;
}
