/* A predicate over words: wakes when a counter has passed another, or a flag is set. */
#include "packet.h"

SECTION u64 handler(const u64 *words, u64 length)
{
    if (length < 32)
        return 0;
    if (words[0] & 1)
        return 1;
    return words[1] - words[2] >= words[3];
}
