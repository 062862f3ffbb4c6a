/*
 * Answers pings (RFC 792) at arrival: the echo becomes its reply in the frame that it came in. One word of what the checksum is of
 * changes, and the checksum by as much (RFC 1624), so that data damaged on their way are still found to be by whoever asked. What is
 * unusual (options, fragments, other messages) is the ring's.
 */
#include <exo_bpf.h>

enum { BYTES_LEAST = EXO_ETHERNET_BYTES + EXO_IPV4_BYTES + EXO_ICMP_ECHO_BYTES };

/* What the owner may read. */
static exo_u64 answered;

EXO_HANDLER(icmp_echo) {
    struct exo_ethernet *ethernet = (struct exo_ethernet *) packet;
    struct exo_ipv4 *ip = (struct exo_ipv4 *) (packet + EXO_ETHERNET_BYTES);
    struct exo_icmp_echo *echo = (struct exo_icmp_echo *) (packet + EXO_ETHERNET_BYTES + EXO_IPV4_BYTES);
    if (length < BYTES_LEAST) return EXO_DELIVER;
    if (ethernet->type != EXO_NET16(EXO_TYPE_IPV4) || ip->version_and_words != EXO_IPV4_PLAIN
        || (ip->flags_and_offset & EXO_NET16(EXO_IPV4_FRAGMENT)) != 0 || ip->protocol != EXO_PROTOCOL_ICMP
        || echo->type != EXO_ICMP_ECHO_REQUEST || echo->code != 0) {
        return EXO_DELIVER;
    }
    /* A ping of everybody is for nobody to answer (RFC 1122, 3.2.2.6, lets us be silent). */
    if (!exo_is_for_one(ethernet)) return EXO_DROP;
    exo_turn_ethernet(ethernet);
    EXO_EXCHANGE(ip->source, ip->destination);
    echo->type = EXO_ICMP_ECHO_REPLY;
    echo->checksum = exo_checksum_after(echo->checksum, EXO_NET16(EXO_ICMP_ECHO_REQUEST << 8), EXO_NET16(EXO_ICMP_ECHO_REPLY << 8));
    if (exo_send(length) == 0) answered++;
    return EXO_DROP;
}
