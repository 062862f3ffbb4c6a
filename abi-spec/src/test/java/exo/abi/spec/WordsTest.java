package exo.abi.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void spellings() {
        assertEquals("frameAlloc", Words.camel("frame_alloc"));
        assertEquals("null", Words.camel("null"));
        assertEquals("frame_record", Words.snake("FrameRecord"));
        assertEquals("argument0", Words.snake("argument0"));
        assertEquals("FS_BASE", Words.constant("fsBase"));
        assertEquals("R8", Words.constant("r8"));
        assertEquals("FRAME_ALLOC", Words.constant("frame_alloc"));
    }
}
