package exo.tests.system;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's own program with a packet handler in Java: it has the instructions, or the build says why there are none. */
final class HandlerInJavaTest {
    private static final int SECONDS = 30;
    private static final String PROGRAM = """
            package guest;

            public final class Guest {
                public static void main(String[] arguments) {
                    long[] text = exo.exos.code.CodeInJava.text(Handler.class);
                    System.out.println("ends with " + Long.toHexString(text[text.length - 1]));
                }
            }
            """;
    private static final String HANDLER = """
            package guest;

            import exo.exos.code.Packet;

            final class Handler {
                private static long seen%s;

                static int handle(Packet packet, int length) {
                    seen++;
                    return %s;
                }
            }
            """;

    @TempDir
    private Path directory;

    private Outcome run(String initial, String result) throws IOException {
        return new Project(directory).source("guest/Guest.java", PROGRAM).source("guest/Handler.java", HANDLER.formatted(initial, result))
                .description("handler", Project.java("handler", "guest.Guest")).run("handler", SECONDS);
    }

    @Test
    void theProgramHasTheInstructions() throws IOException {
        run("", "length > 100 ? Packet.DELIVER : Packet.DROP").endedWith(0).saysLine("[handler] ends with 95");
    }

    @Test
    void whatCannotBeTranslatedIsToldByTheBuild() throws IOException {
        run("", "new int[length].length").endedWith(1).tells("guest.Handler").tells("Handler.java:10");
    }

    @Test
    void variablesThatDoNotBeginAsZeroAreRefused() throws IOException {
        run(" = 5", "0").endedWith(1).tells("guest.Handler: the static variables of a handler that a program names begin as 0");
    }
}
