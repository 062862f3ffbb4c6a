/* A handler that forgets a test, for the explanations. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned long long u64;

struct header { u8 to[6]; u8 from[6]; u16 type; } __attribute__((packed));

__attribute__((section("program"))) u64 careless(u8 *packet, u64 length)
{
    struct header *header = (void *)packet;
    if (length < sizeof *header)
        return 0;
    if (header->type != 0x0008)
        return 1;
    u8 *transport = packet + 14 + (packet[14] & 15) * 4;
    return *(u16 *)(transport + 2);
}
