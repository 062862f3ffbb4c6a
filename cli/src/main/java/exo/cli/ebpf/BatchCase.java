package exo.cli.ebpf;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.ebpf.Limits;
import java.util.HexFormat;
import org.json.JSONException;
import org.json.JSONObject;

/** One line of a batch: a program, and the memory that it is called with. */
record BatchCase(String name, byte[] instructions, byte[] memory) {
    /** What the guest has room for. */
    private static final int MEMORY_BYTES_MOST = 1 << 20;
    private static final String NOTHING = "-";

    /** @param place of the line, as file and number */
    static BatchCase of(String line, String place) throws Failure {
        JSONObject object;
        try {
            object = new JSONObject(line);
        } catch (JSONException broken) {
            throw new Failure(ExitStatus.USAGE, place + ": no JSON object: " + broken.getMessage());
        }
        if (!(object.opt("name") instanceof String name)) {
            throw new Failure(ExitStatus.USAGE, place + ": \"name\" is missing, or is no string");
        }
        if (!object.has("insns")) {
            throw new Failure(ExitStatus.USAGE, place + ": \"insns\" is missing");
        }
        byte[] memory = bytes(object, "mem", place);
        if (memory.length > MEMORY_BYTES_MOST) {
            throw new Failure(ExitStatus.USAGE, place + ": \"mem\" has " + memory.length + " bytes, " + MEMORY_BYTES_MOST + " is the most");
        }
        return new BatchCase(name, bytes(object, "insns", place), memory);
    }

    private static byte[] bytes(JSONObject object, String key, String place) throws Failure {
        Object value = object.opt(key);
        if (value == null || value == JSONObject.NULL) {
            return new byte[0];
        }
        try {
            return HexFormat.of().parseHex((String) value);
        } catch (IllegalArgumentException | ClassCastException wrong) {
            throw new Failure(ExitStatus.USAGE, place + ": \"" + key + "\" is not hexadecimal bytes: " + complaint(value));
        }
    }

    private static String complaint(Object value) {
        if (!(value instanceof String text)) {
            return "it is no string";
        }
        for (int at = 0; at < text.length(); at++) {
            if (!HexFormat.isHexDigit(text.charAt(at))) {
                return "'" + text.charAt(at) + "' is character " + (at + 1);
            }
        }
        return "it has an odd number of digits, " + text.length();
    }

    /** Whether the last instruction is cut off: the guest is not asked then. */
    boolean isCutOff() {
        return instructions.length % Limits.INSTRUCTION_BYTES != 0;
    }

    /** What the guest reads, without a line's end. Of a program that is too long only so much that one sees that it is. */
    String line(long flags) {
        int bytes = Math.min(instructions.length, (Limits.INSTRUCTIONS + 1) * Limits.INSTRUCTION_BYTES);
        return "program " + flags + " " + word(instructions, isCutOff() ? 0 : bytes) + " " + word(memory, memory.length);
    }

    private static String word(byte[] bytes, int count) {
        return count == 0 ? NOTHING : HexFormat.of().formatHex(bytes, 0, count);
    }
}
