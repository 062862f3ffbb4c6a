package exo.tests.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a wire promises, of both kinds: frames in order and unchanged, and waiting that ends. */
class WireTest {
    private static final long SHORT_MILLISECONDS = 50;
    private static final long LONG_MILLISECONDS = 2_000;

    /** Two ends, and the name of their kind. */
    private record Ends(Wire here, Wire there, String name) implements AutoCloseable {
        @Override
        public void close() {
            here.close();
            there.close();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Supplier<Ends>> kinds() {
        return Stream.of(() -> {
            DatagramWire[] ends = DatagramWire.pair();
            return new Ends(ends[0], ends[1], "datagrams");
        }, () -> {
            SimulatedWire[] ends = SimulatedWire.pair(() -> { }, () -> { });
            return new Ends(ends[0], ends[1], "queues");
        });
    }

    private static byte[] frame(int number) {
        return new byte[] {(byte) number, 1, 2};
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void framesArriveInOrderAndUnchangedBothWays(Supplier<Ends> kind) {
        try (Ends ends = kind.get()) {
            for (int number = 0; number < 100; number++) {
                ends.here().send(frame(number));
                ends.there().send(frame(-number));
            }
            byte[] longest = new byte[DatagramWire.FRAME_BYTES_MAX];
            longest[DatagramWire.FRAME_BYTES_MAX - 1] = 7;
            ends.here().send(longest);
            for (int number = 0; number < 100; number++) {
                assertArrayEquals(frame(number), ends.there().receive(LONG_MILLISECONDS));
                assertArrayEquals(frame(-number), ends.here().receive(LONG_MILLISECONDS));
            }
            assertArrayEquals(longest, ends.there().receive(LONG_MILLISECONDS));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void waitingEnds(Supplier<Ends> kind) {
        try (Ends ends = kind.get()) {
            long start = ends.here().milliseconds();
            assertNull(ends.here().receive(SHORT_MILLISECONDS));
            assertTrue(ends.here().milliseconds() >= start + SHORT_MILLISECONDS - 1);
            assertNull(ends.here().receive(0));
            AssertionError error = assertThrows(AssertionError.class,
                    () -> ends.here().expect("reply", frame -> true, SHORT_MILLISECONDS));
            assertEquals("no reply within 50 ms", error.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsNotWantedIsDropped(Supplier<Ends> kind) {
        try (Ends ends = kind.get()) {
            List.of(1, 2, 3).forEach(number -> ends.there().send(frame(number)));
            assertArrayEquals(frame(2), ends.here().expect("2", frame -> frame[0] == 2, LONG_MILLISECONDS));
            assertArrayEquals(frame(3), ends.here().receive(LONG_MILLISECONDS));
            List.of(4, 5).forEach(number -> ends.there().send(frame(number)));
            assertEquals(2, ends.here().drop(SHORT_MILLISECONDS));
            ends.there().send(frame(6));
            ends.here().expectNone("7", frame -> frame[0] == 7, SHORT_MILLISECONDS);
            ends.there().send(frame(8));
            AssertionError error = assertThrows(AssertionError.class,
                    () -> ends.here().expectNone("8", frame -> frame[0] == 8, LONG_MILLISECONDS));
            assertEquals("8 came: 080102", error.getMessage());
        }
    }

    @Test
    void whatComesFromAnotherPortIsNotFromTheWire() throws IOException {
        DatagramWire[] ends = DatagramWire.pair();
        try (DatagramSocket stranger = new DatagramSocket()) {
            int port = Integer.parseInt(ends[1].mode().split(":")[1]);
            stranger.send(new DatagramPacket(frame(9), 3, InetAddress.getLoopbackAddress(), port));
            ends[1].send(frame(1));
            assertArrayEquals(frame(1), ends[0].receive(LONG_MILLISECONDS));
            assertNull(ends[0].receive(SHORT_MILLISECONDS));
        } finally {
            ends[0].close();
            ends[1].close();
        }
    }

    @Test
    void anEmptyFrameIsNotSent() {
        try (DatagramWire wire = DatagramWire.toGuest()) {
            assertThrows(IllegalArgumentException.class, () -> wire.send(new byte[0]));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aFrameThatIsChangedAfterItWasSentArrivesAsItWas(Supplier<Ends> kind) {
        try (Ends ends = kind.get()) {
            byte[] frame = frame(1);
            ends.here().send(frame);
            frame[0] = 9;
            assertArrayEquals(frame(1), ends.there().receive(LONG_MILLISECONDS));
        }
    }
}
