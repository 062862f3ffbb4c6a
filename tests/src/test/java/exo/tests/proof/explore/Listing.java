package exo.tests.proof.explore;

import exo.abi.spec.Call;
import exo.abi.spec.Specification;
import exo.tests.kernel.Replay;
import java.util.StringJoiner;

/** A path as a reader takes it in: one step a line, calls by their names and arguments. */
final class Listing {
    private static final String[] EVENTS = {"call", "load from page", "store to page", "fetch from page", "exception",
        "the timer rings", "a byte arrives", "vector registers are used", "a call from foreign text",
        "clears in its save area the field at", "cycles pass:", "widens the capability in page", "puts a word at"};

    private Listing() {
    }

    static String of(long[][] steps) {
        StringJoiner lines = new StringJoiner("\n");
        for (int i = 0; i < steps.length; i++) {
            lines.add(String.format("%4d  %s", i + 1, of(steps[i])));
        }
        return lines.toString();
    }

    private static String of(long[] step) {
        if (step[0] != Replay.CALL) {
            return EVENTS[(int) step[0]] + " " + step[Replay.NUMBER];
        }
        for (Call call : Specification.current().calls()) {
            if (call.number() == step[Replay.NUMBER]) {
                StringJoiner arguments = new StringJoiner(", ", call.name() + "(", ")");
                for (int i = 0; i < call.arguments().size(); i++) {
                    arguments.add(call.arguments().get(i).name() + " 0x" + Long.toHexString(step[Replay.ARGUMENTS + i]));
                }
                return arguments + (step[Replay.RESULT] == Replay.OFF ? " and no more" : " = " + step[Replay.RESULT]);
            }
        }
        return "call 0x" + Long.toHexString(step[Replay.NUMBER]) + " = " + step[Replay.RESULT];
    }
}
