package exo.abi.generate;

import exo.abi.spec.Call;
import exo.abi.spec.Constant;
import java.util.Locale;

/** How the outputs put pieces of the specification into words and literals, alike in all of them. */
final class Sentences {
    private Sentences() {
    }

    /** A clause with its first letter raised and a full stop; nothing remains nothing. */
    static String sentence(String clause) {
        if (clause.isEmpty()) {
            return "";
        }
        String raised = Character.toUpperCase(clause.charAt(0)) + clause.substring(1);
        return raised.endsWith(".") ? raised : raised + ".";
    }

    static String number(Call call) {
        return String.format(Locale.ROOT, "0x%02x", call.number());
    }

    static String java(Constant constant) {
        return constant.wide() ? wide(constant.value(), "L") : Long.toString(constant.value());
    }

    static String inC(Constant constant) {
        return constant.wide() ? "UINT64_C(" + wide(constant.value(), "") + ")" : Long.toString(constant.value());
    }

    static String plain(Constant constant) {
        return constant.wide() ? wide(constant.value(), "") : Long.toString(constant.value());
    }

    /** Small counts in decimal; addresses, masks and magic words in hexadecimal. */
    private static String wide(long value, String suffix) {
        return (value >= 0 && value < 0x1_0000 && value != 0xffff ? Long.toString(value) : "0x" + Long.toHexString(value))
                + suffix;
    }
}
