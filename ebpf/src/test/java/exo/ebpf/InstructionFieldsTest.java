package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every opcode with fields zero, used and out of range, against the standard's registry: which opcodes there are, and which of source, offset
 * and immediate each may have. "any" is a register or a number, a list is all that may stand there, the destination is said by a letter:
 * r read, w written, - unused.
 */
final class InstructionFieldsTest {
    /** Opcodes that have the same fields; then destination, source, offset, immediate. */
    private static final String[] REGISTRY = {
        "04 07 14 17 24 27 44 47 54 57 64 67 74 77 a4 a7 b4 b7 c4 c7: w 0   0          any",
        "34 37 94 97:                                                 w 0   0,1        any",
        "0c 0f 1c 1f 2c 2f 4c 4f 5c 5f 6c 6f 7c 7f ac af cc cf:       w any 0          0",
        "3c 3f 9c 9f:                                                 w any 0,1        0",
        "bc:                                                          w any 0,8,16     0",
        "bf:                                                          w any 0,8,16,32  0",
        "84 87:                                                       w 0   0          0",
        "d4 dc d7:                                                    w 0   0          16,32,64",
        "05:                                                          - 0   any        0",
        "06:                                                          - 0   0          any",
        "15 16 25 26 35 36 45 46 55 56 65 66 75 76 a5 a6 b5 b6 c5 c6 d5 d6: r 0 any    any",
        "1d 1e 2d 2e 3d 3e 4d 4e 5d 5e 6d 6e 7d 7e ad ae bd be cd ce dd de: r any any  0",
        "85:                                                          - 0,1 0          any",
        "8d:                                                          r 0   0          0",
        "95:                                                          - 0   0          0",
        "61 69 71 79 81 89 91:                                        w any any        0",
        "62 6a 72 7a:                                                 r 0   any        any",
        "63 6b 73 7b:                                                 r any any        0",
        "c3 db:                                                       r any any        0,1,64,65,80,81,160,161,225,241",
        "18:                                                          w 0,6 0          any"};
    private static final int[] OFFSETS = {0, 1, 2, 8, 16, 32, -1, 64};
    private static final int[] IMMEDIATES = {0, 1, 2, 8, 16, 32, 64, 65, 80, 81, 160, 161, 224, 225, 240, 241, -1, 0x100, 5};
    private static final int REGISTERS = 16;
    private static final int WRITABLE = 10;
    private static final int READABLE = 11;

    private static Map<Integer, String[]> registry() {
        Map<Integer, String[]> registry = new HashMap<>();
        for (String row : REGISTRY) {
            String[] halves = row.split(":\\s*");
            for (String opcode : halves[0].split(" ")) {
                registry.put(Integer.parseInt(opcode, 16), halves[1].split("\\s+"));
            }
        }
        return registry;
    }

    @Test
    void exactlyTheStandardsInstructionsWithZeroInUnusedFieldsAreTaken() {
        Map<Integer, String[]> registry = registry();
        List<String> wrong = new ArrayList<>();
        for (int opcode = 0; opcode < 256; opcode++) {
            for (int fields = 0; fields < REGISTERS * REGISTERS * OFFSETS.length * IMMEDIATES.length; fields++) {
                int destination = fields % REGISTERS;
                int source = fields / REGISTERS % REGISTERS;
                int offset = OFFSETS[fields / REGISTERS / REGISTERS % OFFSETS.length];
                int immediate = IMMEDIATES[fields / REGISTERS / REGISTERS / OFFSETS.length];
                boolean expected = registry.containsKey(opcode)
                        && isTaken(opcode, registry.get(opcode), destination, source, offset, immediate);
                long word = Source.word(opcode, destination, source, offset, immediate);
                // The kinds of 64-bit immediates are the program's matter, not the instruction's.
                if (opcode != 0x18 && expected != (Shape.refusal(word) == Refusal.NONE)) {
                    wrong.add(String.format("%016x", word));
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static boolean isTaken(int opcode, String[] allowed, int destination, int source, int offset, int immediate) {
        boolean fetches = (opcode == 0xc3 || opcode == 0xdb) && (immediate & 1) != 0 && immediate != 241;
        int destinations = allowed[0].equals("w") ? WRITABLE : allowed[0].equals("r") ? READABLE : 1;
        boolean sourceIsRegister = allowed[1].equals("any");
        boolean sourceIsTaken = sourceIsRegister ? source < (fetches ? WRITABLE : READABLE) : is(allowed[1], source);
        return destination < destinations && sourceIsTaken && is(allowed[2], offset) && is(allowed[3], immediate);
    }

    private static boolean is(String allowed, int value) {
        return allowed.equals("any") || List.of(allowed.split(",")).contains(String.valueOf(value));
    }
}
