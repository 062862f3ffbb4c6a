/*
 * The programs by which the engine of downloaded code is measured, each called with a memory of 1 KiB. What clang makes of them is in
 * exo.programs.ebpf.BenchmarkText; a test compares.
 */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;

#define MEMORY_BYTES 1024
#define PROGRAM(name) __attribute__((section("bench_" #name))) u64 name(u8* memory, u64 length)

/* The Internet's checksum (RFC 1071) of all of the memory. */
PROGRAM(checksum) {
    u64 sum = 0;
    for (u32 at = 0; at < MEMORY_BYTES; at += 4) {
        sum += *(u32*) (memory + at);
    }
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return (u16) ~((sum & 0xffff) + (sum >> 16));
}

/* A UDP packet's addresses and ports, as a filter looks at them: which of 64 receivers it is for, or none. */
PROGRAM(udp_header) {
    if (*(u16*) (memory + 12) != 0x0008 || (memory[14] & 0xf0) != 0x40 || memory[23] != 17) {
        return 64;
    }
    if ((*(u16*) (memory + 20) & 0xff1f) != 0) {
        return 64;
    }
    u32 header = (memory[14] & 15) * 4;
    if (header != 20) {
        return 64;
    }
    u32 port = __builtin_bswap16(*(u16*) (memory + 36));
    u32 mixed = *(u32*) (memory + 26) ^ *(u32*) (memory + 30) ^ port;
    return (u32) (mixed * 0x9e3779b1u) >> 26;
}

/* FNV-1a over 256 bytes. */
PROGRAM(hash) {
    u64 hash = 0xcbf29ce484222325ul;
    for (u32 at = 0; at < 256; at++) {
        hash = (hash ^ memory[at]) * 0x100000001b3ul;
    }
    return hash;
}

/* Every word of the memory to the other byte order. */
PROGRAM(byte_swap) {
    for (u32 at = 0; at < MEMORY_BYTES; at += 4) {
        *(u32*) (memory + at) = __builtin_bswap32(*(u32*) (memory + at));
    }
    return 0;
}

static volatile u64 counters[64];

/* How often each value of six bits occurs among 128 bytes, in a map. */
PROGRAM(map_counter) {
    for (u32 at = 0; at < 128; at++) {
        counters[memory[at] & 63]++;
    }
    return counters[1];
}

/* 32 words, by insertion, in the stack. */
PROGRAM(sort) {
    u32 sorted[32] = {0};
    for (u32 at = 0; at < 32; at++) {
        u32 word = *(u32*) (memory + at * 4);
        u32 place = at;
        while (place > 0 && place < 32 && sorted[place - 1] > word) {
            sorted[place] = sorted[place - 1];
            place--;
        }
        sorted[place & 31] = word;
    }
    return sorted[16];
}

/* Where four bytes occur in the memory for the first time. */
PROGRAM(search) {
    for (u32 at = 0; at < MEMORY_BYTES - 4; at++) {
        if (*(u32*) (memory + at) == 0x74696e69) {
            return at;
        }
    }
    return MEMORY_BYTES;
}

/* The greatest common divisor of two numbers, by division. */
PROGRAM(divisor) {
    u64 a = *(u64*) memory | 1;
    u64 b = *(u64*) (memory + 8) >> 8;
    for (u32 turn = 0; turn < 128 && b != 0; turn++) {
        u64 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}
