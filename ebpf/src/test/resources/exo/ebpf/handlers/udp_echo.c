/* Answers a UDP packet to port 7 in place: addresses and ports change sides. 1: it is an answer now. */
#include "packet.h"

SECTION u64 handler(u8 *packet, u64 length)
{
    u8 *end = packet + length;
    struct ethernet *ethernet = (void *)packet;
    struct ipv4 *ip = (void *)(ethernet + 1);
    if ((u8 *)(ip + 1) > end || ethernet->type != big16(IPV4) || ip->protocol != UDP || ip->fragment & big16(0x3fff))
        return 0;
    u32 header = (ip->version_length & 15) * 4;
    if (header < sizeof *ip)
        return 0;
    struct udp *udp = (void *)((u8 *)ip + header);
    if ((u8 *)(udp + 1) > end || udp->to != big16(7))
        return 0;
    for (int at = 0; at < 6; at++) {
        u8 byte = ethernet->to[at];
        ethernet->to[at] = ethernet->from[at];
        ethernet->from[at] = byte;
    }
    u32 address = ip->from;
    ip->from = ip->to;
    ip->to = address;
    u16 port = udp->from;
    udp->from = udp->to;
    udp->to = port;
    udp->checksum = 0;
    return 1;
}
