/* Finds the router alert among an IPv4 header's options. */
#include "packet.h"

SECTION u64 handler(u8 *packet, u64 length)
{
    u8 *end = packet + length;
    struct ipv4 *ip = (void *)packet;
    if ((u8 *)(ip + 1) > end)
        return 0;
    u8 *options = (u8 *)(ip + 1);
    u32 bytes = (ip->version_length & 15) * 4;
    if (bytes < 20 || packet + bytes > end)
        return 0;
    u8 *last = packet + bytes;
    for (int count = 0; count < 40; count++) {
        if (options + 1 > last || options + 1 > end)
            return 0;
        u8 type = *options;
        if (type == 0)
            return 0;
        if (type == 1) {
            options++;
            continue;
        }
        if (options + 2 > end)
            return 0;
        u8 size = options[1];
        if (size < 2)
            return 0;
        if (type == 148)
            return options + 4 > end ? 0 : 1 + (options[2] << 8 | options[3]);
        options += size;
    }
    return 0;
}
