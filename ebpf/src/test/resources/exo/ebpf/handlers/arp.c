/* Answers an ARP request for one address in place. */
#include "packet.h"
struct arp { u16 hardware, protocol; u8 hl, pl; u16 operation; u8 sha[6]; u32 spa; u8 tha[6]; u32 tpa; } __attribute__((packed));
static const u8 mine[6] = {2, 0, 0, 0, 0, 1};
SECTION u64 handler(u8 *packet, u64 length)
{
    struct ethernet *e = (void *)packet;
    struct arp *arp = (void *)(e + 1);
    if (length < sizeof *e + sizeof *arp || e->type != big16(0x806) || arp->operation != big16(1) || arp->tpa != big32(0x0a00020f)) return 0;
    __builtin_memcpy(e->to, e->from, 6);
    __builtin_memcpy(e->from, mine, 6);
    u32 t = arp->tpa;
    arp->operation = big16(2);
    __builtin_memcpy(arp->tha, arp->sha, 6);
    arp->tpa = arp->spa;
    __builtin_memcpy(arp->sha, mine, 6);
    arp->spa = t;
    return 1;
}
