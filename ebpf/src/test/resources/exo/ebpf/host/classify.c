/* Finds in a frame what a packet filter asks for: UDP over IPv4, to port 7. Two programs in one object. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

enum { ETHERNET = 14, IPV4_LEAST = 20, UDP = 17, UDP_HEADER = 8, PORT = 7 };

__attribute__((section("udp"))) u64 echo_request(const u8 *frame, u64 length)
{
    if (length < ETHERNET + IPV4_LEAST + UDP_HEADER)
        return 0;
    if (*(const u16 *)(frame + 12) != __builtin_bswap16(0x0800))
        return 0;
    const u8 *ip = frame + ETHERNET;
    if (ip[0] >> 4 != 4 || ip[9] != UDP || (*(const u16 *)(ip + 6) & __builtin_bswap16(0x1fff)) != 0)
        return 0;
    u64 header = (ip[0] & 15) * 4;
    if (header < IPV4_LEAST || ETHERNET + header + UDP_HEADER > length)
        return 0;
    return __builtin_bswap16(*(const u16 *)(ip + header + 2)) == PORT;
}

__attribute__((section("checksum"))) u64 internet_checksum(const u8 *bytes, u64 length)
{
    u64 sum = 0;
    for (u64 at = 0; at + 1 < length; at += 2)
        sum += bytes[at] << 8 | bytes[at + 1];
    if (length & 1)
        sum += bytes[length - 1] << 8;
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return ~sum & 0xffff;
}
