/* Local functions: of numbers, of a pointer and the end, and with a result in the caller's frame. */
#include "packet.h"

struct ports { u16 from; u16 to; u32 valid; };

static NOINLINE u32 fold(u32 sum)
{
    sum = (sum & 0xffff) + (sum >> 16);
    return (sum & 0xffff) + (sum >> 16);
}

static NOINLINE u32 word(u8 *packet, u64 length, u64 at)
{
    return at + 4 > length ? 0 : *(u32 *)(packet + at);
}

static NOINLINE void ports_of(u8 *transport, u8 *end, struct ports *ports)
{
    ports->valid = 0;
    if (transport + 4 > end)
        return;
    ports->from = *(u16 *)transport;
    ports->to = *(u16 *)(transport + 2);
    ports->valid = 1;
}

SECTION u64 handler(u8 *packet, u64 length)
{
    struct ports ports;
    if (length < 34)
        return 0;
    u64 header = (packet[14] & 15) * 4;
    ports_of(packet + 14 + header, packet + length, &ports);
    if (!ports.valid)
        return fold(word(packet, length, 26));
    return fold(ports.from + ports.to + word(packet, length, 30));
}
