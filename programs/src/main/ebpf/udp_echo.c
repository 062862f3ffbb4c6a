/*
 * UDP echo (RFC 862) at arrival: what came goes back, addresses and ports exchanged, from the frame that it came in. Every checksum stays
 * as it was, since exchanging what is summed changes no sum; so a packet that was damaged on its way goes back as damaged, and is told as
 * such by whom it concerns. What is unusual (options, fragments) is the ring's.
 */
#include <exo_bpf.h>

enum { PORTS_THAT_MAY_ANSWER_THEMSELVES = 1024 };

struct headers {
    struct exo_ethernet ethernet;
    exo_u8 rest[EXO_IPV4_BYTES + EXO_UDP_BYTES];
};

/* What the owner may read. */
static exo_u64 echoed;

EXO_HANDLER(udp_echo) {
    struct exo_ethernet *ethernet = (struct exo_ethernet *) packet;
    struct exo_ipv4 *ip = (struct exo_ipv4 *) (packet + EXO_ETHERNET_BYTES);
    struct exo_udp *udp = (struct exo_udp *) (packet + EXO_ETHERNET_BYTES + EXO_IPV4_BYTES);
    if (length < sizeof(struct headers)) return EXO_DELIVER;
    if (ethernet->type != EXO_NET16(EXO_TYPE_IPV4) || ip->version_and_words != EXO_IPV4_PLAIN
        || (ip->flags_and_offset & EXO_NET16(EXO_IPV4_FRAGMENT)) != 0 || ip->protocol != EXO_PROTOCOL_UDP) {
        return EXO_DELIVER;
    }
    /* An echo to a service that echoes too would never end (RFC 862 knew no better); one to everybody would be many. */
    if (!exo_is_for_one(ethernet) || __builtin_bswap16(udp->source) < PORTS_THAT_MAY_ANSWER_THEMSELVES) return EXO_DROP;
    exo_turn_ethernet(ethernet);
    EXO_EXCHANGE(ip->source, ip->destination);
    EXO_EXCHANGE(udp->source, udp->destination);
    if (exo_send(length) == 0) echoed++;
    return EXO_DROP;
}
