package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb filter check as its user meets it, word by word. */
class FilterCheckCommandTest {
    private final PrintStream realOutput = System.out;
    private final PrintStream realError = System.err;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    @TempDir
    private Path home;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(realOutput);
        System.setErr(realError);
    }

    private void ends(int status, String said, String told, String... words) {
        String[] arguments = new String[words.length + 2];
        arguments[0] = "filter";
        arguments[1] = "check";
        System.arraycopy(words, 0, arguments, 2, words.length);
        assertEquals(status, Main.commandLine(arguments).execute(arguments));
        assertEquals(said, text(output));
        assertEquals(told, text(error));
    }

    private String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace(home.toString(), "HOME").replace(System.lineSeparator(), "\n");
    }

    @Test
    void aFilterIsShownAtomByAtom() {
        ends(ExitStatus.OK, """
                filter 1 of 1, 73 bits
                  ethertype = 0x0800
                  protocol = 17
                  network[16:4] = 0x0a000001
                  transport[2:2] = 0x0007
                """, "", "ip", "and", "dst host 10.0.0.1 and udp dst port 7");
    }

    @Test
    void anAlternativeIsAFilterOfItsOwn() {
        ends(ExitStatus.OK, """
                filter 1 of 2, 41 bits
                  ethertype = 0x0800
                  protocol = 6
                  transport[2:2] = 0x0050
                filter 2 of 2, 41 bits
                  ethertype = 0x86dd
                  protocol = 6
                  transport[2:2] = 0x0050
                """, "", "tcp dst port 80");
    }

    @Test
    void filtersThatTieAreNoted() {
        ends(ExitStatus.OK, """
                filter 1 of 2, 41 bits
                  ethertype = 0x0800
                  protocol = 6
                  transport[0:2] = 0x0050
                filter 2 of 2, 41 bits
                  ethertype = 0x0800
                  protocol = 6
                  transport[2:2] = 0x0050
                """, "note: filters 1 and 2 tie: a packet can match both, with as many bits, and the kernel takes but one of them\n",
                "ip and tcp port 80");
    }

    @Test
    void aWrongWordIsShownWithWhatWasMeant() {
        ends(ExitStatus.USAGE, "", """
                error: column 9: expected 'host', 'net', 'port', 'portrange' or an address, found 'prot' (did you mean 'port'?)
                  tcp dst prot 80
                          ^
                """, "tcp dst prot 80");
    }

    @Test
    void inAFileThePlaceIsItsLineAndColumn() throws IOException {
        Path file = Files.writeString(home.resolve("web.filter"), "tcp and\n  dst port http\n");
        ends(ExitStatus.USAGE, "", """
                HOME/web.filter:2:12: expected a port's number, found 'http'
                    dst port http
                             ^
                """, file.toString());
    }

    @Test
    void whatNoFilterCanExpressIsSaid() {
        ends(ExitStatus.USAGE, "", """
                error: column 1: it leaves the ethertype open: every filter is of one, say 'ip', 'ip6', 'arp' or 'ether proto' as well
                  not tcp
                  ^
                """, "not tcp");
    }
}
