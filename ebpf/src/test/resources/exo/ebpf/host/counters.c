/* Functions in two sections, variables in every kind of section, one that holds another's address, and atomic operations. */
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

static u64 counts[4] = {1, 2, 3, 4};
const u32 table[3] = {7, 8, 9};
u64 zeroed[3];
u64 *pointer = &counts[2];
struct {
    u64 head;
    u64 slots[8];
} ring __attribute__((section("maps")));

static __attribute__((noinline)) u64 sum(const u8 *bytes, u64 length)
{
    u64 total = 0;
    for (u64 at = 0; at < length; at++)
        total += bytes[at];
    return total;
}

__attribute__((noinline)) u64 twice(u64 value)
{
    zeroed[1] += value;
    return value * 2 + table[value % 3];
}

__attribute__((section("filter"))) u64 program(const u8 *bytes, u64 length)
{
    counts[1]++;
    __sync_fetch_and_add(&ring.slots[3], 5);
    return twice(sum(bytes, length)) + counts[1] + *pointer;
}
