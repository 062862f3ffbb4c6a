package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/**
 * What a command left behind, and claims about it that show all of it when they are wrong: a test on a machine can only be
 * understood by what that machine said.
 *
 * @param console  standard output, where a guest's console goes
 * @param messages  standard error
 */
record Outcome(String command, int status, String console, String messages) {

    Outcome endedWith(int expected) {
        assertEquals(expected, status, () -> "exit status of " + this);
        return this;
    }

    /** Claims a line of the console; pieces of it are enough. */
    Outcome says(String piece) {
        assertTrue(console.contains(piece), () -> "'" + piece + "' is not on the console of " + this);
        return this;
    }

    Outcome neverSays(String piece) {
        assertTrue(!console.contains(piece), () -> "'" + piece + "' is on the console of " + this);
        return this;
    }

    Outcome saysLine(String line) {
        assertTrue(lines().contains(line), () -> "no line '" + line + "' on the console of " + this);
        return this;
    }

    Outcome tells(String piece) {
        assertTrue(messages.contains(piece), () -> "'" + piece + "' is not in the messages of " + this);
        return this;
    }

    /** Split where the kernel ends a line, and nowhere else: programs may print whatever else moves a cursor. */
    List<String> lines() {
        return List.of(console.split("\n"));
    }

    /** The console's lines from one program, without its label. */
    List<String> linesOf(String label) {
        String prefix = "[" + label + "] ";
        return lines().stream().filter(line -> line.startsWith(prefix)).map(line -> line.substring(prefix.length()))
                .toList();
    }

    @Override
    public String toString() {
        return command + "\nended with " + status + "\n--- standard output\n" + console + "--- standard error\n" + messages;
    }
}
