/* Lets through what belongs to a connection to port 80 or 443, and nothing with impossible flags. */
#include "packet.h"

enum { FIN = 1, SYN = 2, RST = 4, ACK = 16 };

SECTION u64 handler(u8 *packet, u32 length)
{
    u8 *end = packet + length;
    struct ethernet *ethernet = (void *)packet;
    if (packet + sizeof *ethernet > end)
        return 0;
    if (ethernet->type != big16(IPV4))
        return 0;
    struct ipv4 *ip = (void *)(packet + sizeof *ethernet);
    if ((u8 *)ip + sizeof *ip > end)
        return 0;
    int header = (ip->version_length & 15) << 2;
    if (header < 20 || ip->protocol != TCP)
        return 0;
    struct tcp *tcp = (void *)((u8 *)ip + header);
    if ((u8 *)tcp + sizeof *tcp > end)
        return 0;
    u8 flags = tcp->flags;
    if ((flags & (SYN | FIN)) == (SYN | FIN) || (flags & (SYN | RST)) == (SYN | RST) || flags == 0)
        return 0;
    int data = (tcp->offset >> 4) * 4;
    if (data < 20 || (u8 *)tcp + data > end)
        return 0;
    u8 first = data == (u8 *)end - (u8 *)tcp ? 0 : 1;
    return (tcp->to == big16(80) || tcp->to == big16(443)) && (flags & ACK || flags & SYN) ? 1 + first : 0;
}
