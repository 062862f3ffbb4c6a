package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.ebpf.host.ByteMemory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * Each instruction that the assembler writes, against what objdump (GNU binutils) reads in its bytes. The table was made by objdump of this
 * test's own bytes: a line is the bytes and what they mean. What they should mean is said here.
 */
final class AssemblerTest {
    private static final String TABLE = "encodings.txt";
    private static final String[] WIDE = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14",
        "r15"};
    private static final String[] NARROW = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "r8d", "r9d", "r10d", "r11d", "r12d",
        "r13d", "r14d", "r15d"};
    private static final String[] HALF = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di", "r8w", "r9w", "r10w", "r11w", "r12w", "r13w", "r14w",
        "r15w"};
    private static final String[] LOW = {"al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil", "r8b", "r9b", "r10b", "r11b", "r12b", "r13b",
        "r14b", "r15b"};
    private static final int[][] PAIRS = {{Assembler.RAX, Assembler.RSI}, {Assembler.R9, Assembler.RDI}, {Assembler.RBX, Assembler.R15},
        {Assembler.R13, Assembler.R8}};
    private static final int AT = 0x1000;
    private static final int TARGET = 0x400;

    private final ByteMemory memory = new ByteMemory(0, new byte[0x2000]);
    private final Assembler code = new Assembler(memory);
    private final Map<String, String> written = new LinkedHashMap<>();

    private void add(String meaning, ToLongFunction<Assembler> writes) {
        int length = (int) (writes.applyAsLong(code) - AT);
        written.put(HexFormat.of().formatHex(memory.read(AT, length)), meaning);
    }

    private static String signed(int value) {
        return value < 0 ? "-0x" + Integer.toHexString(-value) : "0x" + Integer.toHexString(value);
    }

    private static String extended(int value, boolean wide) {
        return "0x" + (wide ? Long.toHexString(value) : Integer.toHexString(value));
    }

    private void betweenRegisters() {
        Object[][] forms = {{"add", Assembler.ADD}, {"or", Assembler.OR}, {"and", Assembler.AND}, {"sub", Assembler.SUB}, {"xor", Assembler.XOR},
            {"cmp", Assembler.CMP}, {"test", Assembler.TEST}, {"mov", Assembler.STORE}, {"bt", Assembler.BIT_TEST}};
        for (Object[] form : forms) {
            for (int[] pair : PAIRS) {
                int bits = (int) form[1];
                add(form[0] + " " + WIDE[pair[1]] + "," + WIDE[pair[0]], to -> to.registers(AT, bits | Assembler.WIDE, pair[0], pair[1]));
                add(form[0] + " " + NARROW[pair[1]] + "," + NARROW[pair[0]], to -> to.registers(AT, bits, pair[0], pair[1]));
            }
        }
        for (int[] pair : PAIRS) {
            String to = WIDE[pair[0]] + ",";
            add("imul " + to + WIDE[pair[1]], at -> at.registers(AT, Assembler.MULTIPLY | Assembler.WIDE, pair[0], pair[1]));
            add("movzx " + NARROW[pair[0]] + "," + HALF[pair[1]], at -> at.registers(AT, Assembler.LOAD_ZERO_16, pair[0], pair[1]));
            add("movsx " + NARROW[pair[0]] + "," + LOW[pair[1]], at -> at.registers(AT, Assembler.LOAD_SIGN_8, pair[0], pair[1]));
            add("movsx " + to + LOW[pair[1]], at -> at.registers(AT, Assembler.LOAD_SIGN_8 | Assembler.WIDE, pair[0], pair[1]));
            add("movsx " + to + HALF[pair[1]], at -> at.registers(AT, Assembler.LOAD_SIGN_16 | Assembler.WIDE, pair[0], pair[1]));
            add("movsxd " + to + NARROW[pair[1]], at -> at.registers(AT, Assembler.LOAD_SIGN_32, pair[0], pair[1]));
        }
    }

    private void ofOneRegister() {
        for (int register = 0; register < WIDE.length; register++) {
            int one = register;
            add("push " + WIDE[one], to -> to.push(AT, one));
            add("pop " + WIDE[one], to -> to.pop(AT, one));
            add("bswap " + WIDE[one], to -> to.swapBytes(AT, Assembler.WIDE, one));
            add("bswap " + NARROW[one], to -> to.swapBytes(AT, 0, one));
            add("neg " + WIDE[one], to -> to.registers(AT, Assembler.UNARY | Assembler.WIDE, Assembler.DIGIT_NEGATE, one));
            add("div " + NARROW[one], to -> to.registers(AT, Assembler.UNARY, Assembler.DIGIT_DIVIDE, one));
            add("idiv " + WIDE[one], to -> to.registers(AT, Assembler.UNARY | Assembler.WIDE, Assembler.DIGIT_DIVIDE_SIGNED, one));
            add("shl " + WIDE[one] + ",cl", to -> to.registers(AT, Assembler.SHIFT_BY_CL | Assembler.WIDE, Assembler.DIGIT_SHIFT_LEFT, one));
            add("shr " + NARROW[one] + ",cl", to -> to.registers(AT, Assembler.SHIFT_BY_CL, Assembler.DIGIT_SHIFT_RIGHT, one));
            add("sar " + WIDE[one] + ",0x3f", to -> to.immediate8(to.registers(AT, Assembler.SHIFT_BY_IMMEDIATE | Assembler.WIDE,
                    Assembler.DIGIT_SHIFT_RIGHT_SIGNED, one), 63));
            add("ror " + HALF[one] + ",0x8", to -> to.immediate8(to.registers(AT, Assembler.SHIFT_BY_IMMEDIATE | Assembler.OPERANDS_16,
                    Assembler.DIGIT_ROTATE_RIGHT, one), 8));
        }
        add("cqo", to -> to.extendIntoRdx(AT, Assembler.WIDE));
        add("cdq", to -> to.extendIntoRdx(AT, 0));
        add("ret", to -> to.giveBack(AT));
    }

    private void withImmediates() {
        Object[][] digits = {{"add", Assembler.DIGIT_ADD}, {"or", Assembler.DIGIT_OR}, {"and", Assembler.DIGIT_AND}, {"sub", Assembler.DIGIT_SUB},
            {"xor", Assembler.DIGIT_XOR}, {"cmp", Assembler.DIGIT_CMP}};
        int[] registers = {Assembler.RAX, Assembler.RSP, Assembler.R13};
        for (int register : registers) {
            for (int value : new int[] {1, -1, 127, -128, 128, -129, 0x7fff, -0x8000}) {
                for (Object[] digit : digits) {
                    add(digit[0] + " " + WIDE[register] + "," + extended(value, true),
                            to -> to.byImmediate(AT, Assembler.WIDE, (int) digit[1], register, value));
                    add(digit[0] + " " + NARROW[register] + "," + extended(value, false),
                            to -> to.byImmediate(AT, 0, (int) digit[1], register, value));
                }
                add("mov " + (value < 0 ? WIDE : NARROW)[register] + "," + extended(value, value < 0),
                        to -> to.moveImmediate(AT, Assembler.WIDE, register, value));
                add("mov " + NARROW[register] + "," + extended(value, false), to -> to.moveImmediate(AT, 0, register, value));
                add("imul " + WIDE[register] + "," + WIDE[register] + "," + extended(value, true), to -> to.immediate32(
                        to.registers(AT, Assembler.MULTIPLY_BY_32 | Assembler.WIDE, register, register), value));
            }
            add("movabs " + WIDE[register] + ",0x123456789abcdef0", to -> to.moveImmediate64(AT, register, 0x123456789abcdef0L));
            add("imul " + NARROW[register] + "," + NARROW[register] + ",0xfffffff9", to -> to.immediate8(
                    to.registers(AT, Assembler.MULTIPLY_BY_8, register, register), -7));
            add("test " + WIDE[register] + ",0x1234", to -> to.immediate32(
                    to.registers(AT, Assembler.TEST_IMMEDIATE | Assembler.WIDE, 0, register), 0x1234));
        }
    }

    private static String place(int base, int index, int displacement) {
        boolean shown = displacement != 0 || (base & 7) == Assembler.RBP;
        return "[" + WIDE[base] + (index == Assembler.NONE ? "" : "+" + WIDE[index] + "*1")
                + (shown ? (displacement < 0 ? "" : "+") + signed(displacement) : "") + "]";
    }

    private void addresses() {
        int[] indices = {Assembler.NONE, Assembler.RAX, Assembler.RBP, Assembler.R12, Assembler.R15};
        for (int base = 0; base < WIDE.length; base++) {
            for (int index : indices) {
                for (int displacement : new int[] {0, 127, -128, 128, -32768}) {
                    int from = base;
                    add("mov r11,QWORD PTR " + place(base, index, displacement),
                            to -> to.place(AT, Assembler.LOAD | Assembler.WIDE, Assembler.R11, from, index, displacement));
                }
            }
        }
    }

    private void inMemory() {
        String wide = "QWORD PTR " + place(Assembler.R12, Assembler.RDI, 16);
        String narrow = "DWORD PTR " + place(Assembler.R12, Assembler.RDI, 16);
        String half = "WORD PTR " + place(Assembler.R12, Assembler.RDI, 16);
        String low = "BYTE PTR " + place(Assembler.R12, Assembler.RDI, 16);
        addPlace("mov " + low + ",sil", Assembler.STORE_8, Assembler.RSI);
        addPlace("mov " + half + ",r13w", Assembler.STORE | Assembler.OPERANDS_16, Assembler.R13);
        addPlace("mov " + narrow + ",ecx", Assembler.STORE, Assembler.RCX);
        addPlace("mov " + wide + ",rcx", Assembler.STORE | Assembler.WIDE, Assembler.RCX);
        addPlace("movzx r14d," + low, Assembler.LOAD_ZERO_8, Assembler.R14);
        addPlace("movzx edi," + half, Assembler.LOAD_ZERO_16, Assembler.RDI);
        addPlace("mov edi," + narrow, Assembler.LOAD, Assembler.RDI);
        addPlace("movsx rdi," + low, Assembler.LOAD_SIGN_8 | Assembler.WIDE, Assembler.RDI);
        addPlace("movsx rdi," + half, Assembler.LOAD_SIGN_16 | Assembler.WIDE, Assembler.RDI);
        addPlace("movsxd r15," + narrow, Assembler.LOAD_SIGN_32, Assembler.R15);
        addPlace("lea r10," + place(Assembler.R12, Assembler.RDI, 16), Assembler.ADDRESS, Assembler.R10);
        addPlace("add r10," + wide, Assembler.ADD_TO_REGISTER | Assembler.WIDE, Assembler.R10);
        addPlace("cmp rax," + wide, Assembler.COMPARE_REGISTER | Assembler.WIDE, Assembler.RAX);
        addPlace("lock add " + wide + ",r14", Assembler.ADD | Assembler.LOCK | Assembler.WIDE, Assembler.R14);
        addPlace("lock xor " + narrow + ",eax", Assembler.XOR | Assembler.LOCK, Assembler.RAX);
        addPlace("lock xadd " + wide + ",rdx", Assembler.EXCHANGE_ADD | Assembler.LOCK | Assembler.WIDE, Assembler.RDX);
        addPlace("lock cmpxchg " + narrow + ",r8d", Assembler.COMPARE_EXCHANGE | Assembler.LOCK, Assembler.R8);
        addPlace("xchg " + wide + ",rbx", Assembler.EXCHANGE | Assembler.WIDE, Assembler.RBX);
        addPlace("push " + wide, Assembler.INDIRECT, Assembler.DIGIT_PUSH);
        addPlace("call " + wide, Assembler.INDIRECT, Assembler.DIGIT_CALL);
        addPlace("pop " + wide, Assembler.POP_PLACE, 0);
        add("mov " + low + ",0x7f", to -> to.immediate8(put(to, Assembler.STORE_IMMEDIATE_8, 0), 127));
        add("mov " + half + ",0x1234", to -> to.immediate16(put(to, Assembler.STORE_IMMEDIATE | Assembler.OPERANDS_16, 0), 0x1234));
        add("mov " + wide + ",0xffffffffffff8000", to -> to.immediate32(put(to, Assembler.STORE_IMMEDIATE | Assembler.WIDE, 0), -32768));
    }

    private static long put(Assembler to, int form, int register) {
        return to.place(AT, form, register, Assembler.R12, Assembler.RDI, 16);
    }

    private void addPlace(String meaning, int form, int register) {
        add(meaning, to -> put(to, form, register));
    }

    private void jumps() {
        String[] conditions = {"jb", "jae", "je", "jne", "jbe", "ja", "js", "jns", "jl", "jge", "jle", "jg"};
        int[] numbers = {Assembler.BELOW, Assembler.NOT_BELOW, Assembler.EQUAL, Assembler.NOT_EQUAL, Assembler.NOT_ABOVE, Assembler.ABOVE,
            Assembler.NEGATIVE, Assembler.NOT_NEGATIVE, Assembler.LESS, Assembler.NOT_LESS, Assembler.NOT_GREATER, Assembler.GREATER};
        for (int number = 0; number < numbers.length; number++) {
            int condition = numbers[number];
            add(conditions[number] + " " + signed(TARGET), to -> to.jumpIf(AT, condition, AT + TARGET));
            add(conditions[number] + " 0x10", to -> to.jumpIf(AT, condition, AT + 16));
        }
        add("jmp 0x81", to -> to.jump(AT, AT + 129));
        add("jmp 0x82", to -> to.jump(AT, AT + 130));
        add("jmp 0xffffffffffffff82", to -> to.jump(AT, AT - 126));
        add("jmp 0xffffffffffffff81", to -> to.jump(AT, AT - 127));
        add("call 0xfffffffffffff000", to -> to.call(AT, 0));
        add("call 0x400", to -> landed(to, to.callFar(AT)));
        add("jmp 0x400", to -> landed(to, to.jumpFar(AT)));
        add("ja 0x400", to -> landed(to, to.jumpIfFar(AT, Assembler.ABOVE)));
    }

    private static long landed(Assembler to, long end) {
        to.landFar(end, AT + TARGET);
        return end;
    }

    private static Map<String, String> table() throws IOException {
        Map<String, String> table = new LinkedHashMap<>();
        try (InputStream stream = AssemblerTest.class.getResourceAsStream(TABLE)) {
            for (String line : new String(stream.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
                table.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
            }
        }
        return table;
    }

    @Test
    void everyInstructionIsWhatADisassemblerReads() throws IOException {
        betweenRegisters();
        ofOneRegister();
        withImmediates();
        addresses();
        inMemory();
        jumps();
        Map<String, String> table = table();
        List<String> wrong = new ArrayList<>();
        written.forEach((bytes, meaning) -> {
            if (!meaning.equals(table.get(bytes))) {
                wrong.add(bytes + ": should be " + meaning + ", is " + table.get(bytes));
            }
        });
        assertEquals(List.of(), wrong);
        assertEquals(table.size(), written.size());
    }
}
