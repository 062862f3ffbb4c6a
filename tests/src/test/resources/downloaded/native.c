/* The parts of exo_bpf.h that only compute, on the host: ends with the number of the first claim that does not hold, or 0. */
#include <exo_bpf.h>

/* RFC 1071, section 3; and the IPv4 header that everybody has as an example, whose checksum is b861. */
static const exo_u8 example[8] __attribute__((aligned(2))) = {0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7};
static exo_u8 header[20] __attribute__((aligned(4))) = {0x45, 0, 0, 0x73, 0, 0, 0x40, 0, 0x40, 0x11, 0xb8, 0x61, 0xc0, 0xa8, 0, 1,
    0xc0, 0xa8, 0, 0xc7};
static exo_u8 frame[14] __attribute__((aligned(2))) = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 8, 0};

static int is_turned(void) {
    for (int at = 0; at < 6; at++) {
        if (frame[at] != at + 7 || frame[at + 6] != at + 1) return 0;
    }
    return frame[12] == 8 && frame[13] == 0;
}

int main(void) {
    struct exo_ipv4 *ip = (struct exo_ipv4 *) header;
    if (exo_fold(EXO_SUM(example, 8)) != EXO_NET16(0xddf2)) return 1;
    if (exo_checksum(EXO_SUM(header, 20)) != 0) return 2;
    exo_u16 known = ip->checksum;
    ip->checksum = 0;
    if (exo_checksum(EXO_SUM(header, 20)) != known || known != EXO_NET16(0xb861)) return 3;
    for (exo_u64 changed = 0; changed < 0x10000; changed++) {
        exo_u16 before = ip->identification;
        ip->checksum = exo_checksum(EXO_SUM(header, 20));
        exo_u16 after = exo_checksum_after(ip->checksum, before, (exo_u16) changed);
        ip->identification = (exo_u16) changed;
        ip->checksum = 0;
        if (exo_checksum(EXO_SUM(header, 20)) != after) return 4;
    }
    if (exo_fold(0xffffffffffffffff) != 0xffff || exo_fold(0x1fffe) != 0xffff || exo_fold(0) != 0) return 5;
    if (EXO_NET32(0x01020304) != 0x04030201) return 6;
    exo_turn_ethernet((struct exo_ethernet *) frame);
    return is_turned() ? 0 : 7;
}
