/* More values than registers: pointers and numbers are spilled and come back. */
#include "packet.h"

struct flow { u32 from; u32 to; u16 port_from; u16 port_to; u8 protocol; u8 zero[3]; };
static u64 flows[64];

SECTION u64 handler(u8 *packet, u64 length)
{
    u8 *end = packet + length;
    struct ethernet *ethernet = (void *)packet;
    struct ipv4 *ip = (void *)(ethernet + 1);
    if ((u8 *)(ip + 1) > end)
        return 0;
    u64 header = (ip->version_length & 15) * 4;
    u8 *transport = (u8 *)ip + header;
    if (transport + 8 > end || header < 20)
        return 0;
    struct flow flow = {ip->from, ip->to, *(u16 *)transport, *(u16 *)(transport + 2), ip->protocol, {0}};
    u64 hash = 0;
    u64 a = flow.from, b = flow.to, c = flow.port_from, d = flow.port_to, e = flow.protocol, f = ip->name, g = ip->hops, h = ip->length;
    for (int round = 0; round < 6; round++) {
        hash += a * 31 + b; a ^= c << 3; b += d; c ^= e; d += f; e ^= g; f += h; g ^= hash; h += a;
    }
    const u8 *bytes = (const u8 *)&flow;
    for (u32 at = 0; at < sizeof flow; at++)
        hash = (hash ^ bytes[at]) * 0x100000001b3ull;
    flows[hash % 64]++;
    *(u16 *)(transport + 6) = (u16)(a ^ b ^ c ^ d ^ e ^ f ^ g ^ h);
    return hash;
}
