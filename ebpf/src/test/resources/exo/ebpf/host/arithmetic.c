/* What clang makes of C's arithmetic: divisions, signed shifts, 32 and 64 bits, comparisons, loops in loops. All in .text. */
typedef unsigned int u32;
typedef long long s64;
typedef unsigned long long u64;

static __attribute__((noinline)) u64 gcd(u64 a, u64 b)
{
    while (b) {
        u64 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static __attribute__((noinline)) u32 primes(u32 below)
{
    u32 count = 0;
    for (u32 candidate = 2; candidate < below; candidate++) {
        u32 divisor = 2;
        while (divisor * divisor <= candidate && candidate % divisor)
            divisor++;
        count += divisor * divisor > candidate;
    }
    return count;
}

u64 entry(const u64 *memory, u64 length)
{
    if (length < 16)
        return 0;
    s64 first = (s64)memory[0] >> 3;
    u32 second = (u32)memory[1];
    u64 mixed = gcd(memory[0] >> 40, memory[1] >> 40) * 1000 + primes(second % 100);
    return first < 0 ? mixed - first : mixed + (second ^ 0x5a5a5a5a);
}
