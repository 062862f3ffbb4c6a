/* Answers a ping: the type changes, the checksum with it, and addresses change sides. */
#include "packet.h"

SECTION u64 handler(u8 *packet, u64 length)
{
    u8 *end = packet + length;
    if (length < sizeof(struct ethernet) + sizeof(struct ipv4))
        return 0;
    struct ethernet *ethernet = (void *)packet;
    struct ipv4 *ip = (void *)(ethernet + 1);
    if (ethernet->type != big16(IPV4) || ip->protocol != ICMP)
        return 0;
    u8 *transport = (u8 *)ip + (ip->version_length & 15) * 4;
    struct icmp *icmp = (void *)transport;
    if (transport + sizeof *icmp > end || icmp->type != 8)
        return 0;
    icmp->type = 0;
    u32 sum = (u16)~icmp->checksum + (u16)~big16(8 << 8);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    icmp->checksum = (u16)~sum;
    u32 address = ip->from;
    ip->from = ip->to;
    ip->to = address;
    u8 hardware[6];
    __builtin_memcpy(hardware, ethernet->to, 6);
    __builtin_memcpy(ethernet->to, ethernet->from, 6);
    __builtin_memcpy(ethernet->from, hardware, 6);
    return 1;
}
