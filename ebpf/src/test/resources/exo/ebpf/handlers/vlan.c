/* Up to two VLAN tags before the IPv4 header: gives tag and protocol. */
#include "packet.h"

SECTION u64 handler(u8 *packet, u64 length)
{
    u8 *end = packet + length;
    u64 offset = sizeof(struct ethernet);
    if (packet + offset > end)
        return 0;
    u16 type = ((struct ethernet *)packet)->type;
    u32 tag = 0;
#pragma unroll
    for (int count = 0; count < 2; count++) {
        if (type != big16(VLAN) && type != big16(0x88a8))
            break;
        struct vlan *vlan = (void *)(packet + offset);
        offset += sizeof *vlan;
        if (packet + offset > end)
            return 0;
        tag = big16(vlan->tag) & 0xfff;
        type = vlan->type;
    }
    if (type != big16(IPV4))
        return 0;
    struct ipv4 *ip = (void *)(packet + offset);
    if ((u8 *)(ip + 1) > end)
        return 0;
    return tag << 8 | ip->protocol;
}
