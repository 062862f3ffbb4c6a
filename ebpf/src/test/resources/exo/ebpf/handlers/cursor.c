/* A cursor over headers, each taken if it is all there: VLAN tags, IPv4 with options or IPv6, UDP and its payload. */
#include "packet.h"
struct cursor { u8 *at; u8 *end; };
static inline __attribute__((always_inline)) void *take(struct cursor *c, u32 bytes)
{
    u8 *at = c->at;
    if (at + bytes > c->end) return 0;
    c->at = at + bytes;
    return at;
}
SECTION u64 handler(u8 *packet, u64 length)
{
    struct cursor c = {packet, packet + length};
    struct ethernet *e = take(&c, sizeof *e);
    if (!e) return 0;
    u16 type = e->type;
    for (int i = 0; i < 4 && type == big16(VLAN); i++) {
        struct vlan *v = take(&c, sizeof *v);
        if (!v) return 0;
        type = v->type;
    }
    if (type == big16(IPV4)) {
        struct ipv4 *ip = take(&c, sizeof *ip);
        if (!ip) return 0;
        u32 options = (ip->version_length & 15) * 4 - 20;
        if (options > 40 || !take(&c, options)) return 0;
        if (ip->protocol != UDP) return 0;
    } else if (type == big16(IPV6)) {
        struct ipv6 *ip = take(&c, sizeof *ip);
        if (!ip || ip->next != UDP) return 0;
    } else return 0;
    struct udp *u = take(&c, sizeof *u);
    if (!u) return 0;
    u32 payload = big16(u->length) - 8;
    if (payload > 1472 || !take(&c, payload)) return 0;
    return big16(u->to);
}
