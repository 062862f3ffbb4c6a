package exo.tests.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.aegis.network.NetworkStatus;
import exo.filters.Expression;
import exo.filters.FilterCompiler;
import exo.filters.FilterException;
import exo.filters.PacketFilter;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The filters that an expression is compiled to match what it says, and the kernel takes them as they are. */
final class ExpressionTest {
    private static final int EXPRESSIONS = 4_000;
    private static final int PACKETS = 40;
    /** What RandomExpressions asks for lies in so many bytes of a header. */
    private static final int HEADER_BYTES = 32;

    private final long seed = Long.getLong("exo.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final RandomFilters packets = new RandomFilters(random);
    private final RandomExpressions expressions = new RandomExpressions(random);
    private final TreeMap<String, Integer> refusals = new TreeMap<>();

    private static List<Filter> model(List<PacketFilter> compiled) {
        return compiled.stream().map(filter -> new Filter(1, filter.atoms().stream()
                .map(atom -> new Atom(atom.base(), atom.width(), atom.offset(), atom.mask(), atom.value())).toList())).toList();
    }

    @Test
    void compiledIsAsWritten() throws FilterException {
        System.out.println("seed " + seed);
        long matched = 0;
        int bound = 0;
        int compiledOnes = 0;
        NetworkStage stage = new NetworkStage(random.nextLong(), 64);
        for (int count = 0; count < EXPRESSIONS; count++) {
            String text = expressions.expression(3);
            Expression expression = FilterCompiler.parse(text);
            List<PacketFilter> compiled = compiled(expression);
            if (compiled == null) {
                continue;
            }
            compiledOnes++;
            List<Filter> filters = model(compiled);
            bound += bind(stage, text, compiled, filters);
            for (int packet = 0; packet < PACKETS; packet++) {
                matched += judge(stage, text, expression, filters) ? 1 : 0;
            }
            while (stage.network().dropSome(1)) {
                continue;
            }
        }
        System.out.println(compiledOnes + " compiled, " + bound + " filters bound, " + matched + " packets matched, refused: " + refusals);
        assertTrue(compiledOnes > EXPRESSIONS / 10 && matched > EXPRESSIONS && bound > EXPRESSIONS / 10, "too little of each was tried");
    }

    private List<PacketFilter> compiled(Expression expression) {
        try {
            return FilterCompiler.compile(expression);
        } catch (FilterException refusal) {
            refusals.merge(refusal.getMessage().substring(0, 12), 1, Integer::sum);
            return null;
        }
    }

    /** Binds them all, but for ties, which the compiler has to know of, and shapes that there are too many of. */
    private int bind(NetworkStage stage, String text, List<PacketFilter> compiled, List<Filter> filters) {
        int bound = 0;
        for (int index = 0; index < filters.size(); index++) {
            int status = stage.bind(1, 1, filters.get(index).atoms(), index);
            int code = NetworkStatus.code(status);
            if (code == NetworkStatus.TIE) {
                assertNotNull(FilterCompiler.tie(compiled), () -> "an unexpected tie: " + text);
            } else if (code != NetworkStatus.NO_FREE_SHAPE) {
                assertEquals(NetworkStatus.OK, code, () -> text + " gives " + compiled);
                assertEquals(compiled.get(index).bits(), stage.network().filters().bits(status));
                bound++;
            }
        }
        return bound;
    }

    /** Now and then a packet ends where something is asked for, also in the midst of a number. */
    private byte[] cut(byte[] packet) {
        int transport = new ParsedPacket(packet).transport();
        boolean whole = transport < 0 || random.nextInt(8) != 0;
        return whole ? packet : Arrays.copyOf(packet, Math.min(packet.length, transport + random.nextInt(16)));
    }

    /** An atom is of a whole word even if a byte of it would decide: of a word that is there in part, no atom may be true. */
    private static boolean endsWithinAWord(ParsedPacket packet) {
        int base = packet.transport() >= 0 ? packet.transport() : packet.network();
        int there = packet.octets().length - base;
        return there < HEADER_BYTES && there % Integer.BYTES != 0;
    }

    private boolean judge(NetworkStage stage, String text, Expression expression, List<Filter> filters) {
        Filter near = random.nextInt(3) == 0 ? packets.filter(1, 0x0a000001) : filters.get(random.nextInt(filters.size()));
        byte[] packet = cut(packets.packetNear(near));
        ParsedPacket parsed = new ParsedPacket(packet);
        boolean expected = ExpressionOracle.matches(expression, packet);
        boolean found = filters.stream().anyMatch(filter -> filter.matches(parsed));
        assertEquals(expected && (found || !endsWithinAWord(parsed)), found,
                () -> "seed " + seed + ": " + text + " for " + Arrays.toString(packet) + " as " + filters);
        if (stage.classify(packet) != 0) {
            assertTrue(found, () -> "the kernel delivers what " + text + " does not match");
        }
        return expected;
    }
}
