/* Token buckets in a table of the area, by functions that return and take pointers into it. */
#include "packet.h"
struct state { u32 tokens; u32 last; u64 dropped; };
static struct state states[1024];
static u64 totals[4];
static NOINLINE u32 hash(u32 a, u32 b, u32 c) { a ^= b * 0x85ebca6b; a ^= a >> 13; a += c; return a * 0xc2b2ae35; }
static NOINLINE struct state *lookup(u32 key) { return &states[key % 1024]; }
static NOINLINE int limit(struct state *s, u32 now)
{
    if (now != s->last) { s->tokens = 10; s->last = now; }
    if (s->tokens == 0) { s->dropped++; return 0; }
    s->tokens--;
    return 1;
}
SECTION u64 handler(u8 *packet, u64 length)
{
    if (length < 42) return 0;
    struct ipv4 *ip = (void *)(packet + 14);
    struct state *s = lookup(hash(ip->from, ip->to, ip->protocol));
    int ok = limit(s, ip->name);
    totals[ok & 3]++;
    return ok;
}
