/* Uses all that exo_bpf.h has, to see that it compiles for the kernel. */
#include <exo_bpf.h>

static struct exo_arp last;
static exo_u64 cycles;

EXO_HANDLER(arp) {
    struct exo_ethernet *ethernet = (struct exo_ethernet *) packet;
    struct exo_arp *arp = (struct exo_arp *) (packet + EXO_ETHERNET_BYTES);
    if (length < EXO_ETHERNET_BYTES + EXO_ARP_BYTES || ethernet->type != EXO_NET16(EXO_TYPE_ARP)) return EXO_DELIVER;
    if (arp->operation != EXO_NET16(EXO_ARP_REQUEST)) return EXO_DROP;
    exo_s64 sum = exo_copy(&last, arp, EXO_ARP_BYTES);
    if (sum < 0 || exo_fold((exo_u64) sum) != exo_fold(EXO_SUM(arp, EXO_ARP_BYTES))) return EXO_DROP;
    cycles = exo_cycles();
    exo_wake();
    return EXO_DELIVER;
}

EXO_HANDLER(ipv4_checksum) {
    if (length < EXO_ETHERNET_BYTES + EXO_IPV4_BYTES) return EXO_DROP;
    return exo_checksum(EXO_SUM(packet + EXO_ETHERNET_BYTES, EXO_IPV4_BYTES)) == 0 ? EXO_DELIVER : EXO_DROP;
}

EXO_PREDICATE(frames_are_scarce) {
    return input->frames_free < 16 || (input->events_pending & EXO_NET32(1)) != 0;
}
