package exo.cli.ebpf;

import exo.ebpf.Run;
import org.json.JSONObject;

/** What came of a case, from the guest's line about it. */
final class BatchAnswer {
    private static final int RUN_WORDS = 3;
    private static final int EXCEPTION = 1000;

    private BatchAnswer() {
    }

    /** As JSON, in the order in which one reads it. */
    static String json(BatchCase one, String answer) {
        String[] words = answer.split(" ");
        if (one.isCutOff()) {
            return rejected(one.name(), "the last instruction is cut off: " + one.instructions().length + " bytes");
        }
        if (words[0].equals("refused")) {
            Verdict verdict = new Verdict(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            return rejected(one.name(), "rule " + verdict.refusal() + ", " + verdict.reason() + ": instruction " + verdict.refusedAt());
        }
        return line(one.name(), "accept", "", JSONObject.quote(value(words, 1)), JSONObject.quote(value(words, 1 + RUN_WORDS)));
    }

    private static String rejected(String name, String reason) {
        return line(name, "reject", reason, "null", "null");
    }

    private static String line(String name, String verdict, String reason, String interpreted, String compiled) {
        return "{\"name\": " + JSONObject.quote(name) + ", \"verdict\": \"" + verdict + "\", \"reason\": " + JSONObject.quote(reason)
                + ", \"interpreted\": " + interpreted + ", \"compiled\": " + compiled + "}";
    }

    /** r0, or why the run ended early. */
    private static String value(String[] words, int first) {
        int outcome = Integer.parseInt(words[first]);
        return outcome == Run.DONE ? "0x" + words[first + 1] : outcome(outcome) + " at instruction " + words[first + 2];
    }

    static String outcome(int outcome) {
        return switch (outcome) {
            case Run.BAD_ACCESS -> "bad access";
            case Run.BUDGET_SPENT -> "budget spent";
            case Run.TOO_DEEP -> "too deep";
            case Run.NO_SUCH_HELPER -> "no such helper";
            default -> "exception " + (outcome - EXCEPTION);
        };
    }
}
