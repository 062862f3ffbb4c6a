/* Looks for five bytes at every place of a payload. */
#include "packet.h"
SECTION u64 handler(u8 *packet, u64 length)
{
    static const char want[] = "GET /";
    if (length < 54 + 5) return 0;
    for (u64 at = 54; at + 5 <= length && at < 200; at++) {
        int same = 1;
        for (int i = 0; i < 5; i++) if (packet[at + i] != want[i]) same = 0;
        if (same) return at;
    }
    return 0;
}
