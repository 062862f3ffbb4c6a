/* What the handlers know of packets. Numbers in packets are big-endian. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed int s32;
typedef signed long long s64;

#define SECTION __attribute__((section("program"), used))
#define NOINLINE __attribute__((noinline))
#define big16(value) ((u16)__builtin_bswap16(value))
#define big32(value) ((u32)__builtin_bswap32(value))

struct ethernet { u8 to[6]; u8 from[6]; u16 type; } __attribute__((packed));
struct vlan { u16 tag; u16 type; } __attribute__((packed));
struct ipv4 {
    u8 version_length; u8 service; u16 length; u16 name; u16 fragment; u8 hops; u8 protocol; u16 checksum; u32 from; u32 to;
} __attribute__((packed));
struct ipv6 { u32 version_flow; u16 length; u8 next; u8 hops; u8 from[16]; u8 to[16]; } __attribute__((packed));
struct udp { u16 from; u16 to; u16 length; u16 checksum; } __attribute__((packed));
struct tcp { u16 from; u16 to; u32 sequence; u32 acknowledged; u8 offset; u8 flags; u16 window; u16 checksum; u16 urgent; }
    __attribute__((packed));
struct icmp { u8 type; u8 code; u16 checksum; u16 name; u16 sequence; } __attribute__((packed));

enum { IPV4 = 0x0800, IPV6 = 0x86dd, VLAN = 0x8100, ICMP = 1, TCP = 6, UDP = 17 };
