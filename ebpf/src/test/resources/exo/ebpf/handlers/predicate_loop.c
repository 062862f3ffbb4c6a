/* A predicate over a ring of words: the first that is not zero. */
#include "packet.h"

SECTION u64 handler(const u64 *words, u64 length)
{
    const u64 *end = (const u64 *)((const u8 *)words + length);
    for (const u64 *word = words; word + 1 <= end; word++)
        if (*word)
            return *word;
    return 0;
}
