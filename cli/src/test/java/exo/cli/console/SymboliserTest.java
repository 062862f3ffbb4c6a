package exo.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames of a real ELF, made here with gcc: by its environment, with an inlined call, and the kernel's upper half. */
class SymboliserTest {
    private static final String SOURCE = """
            static inline __attribute__((always_inline)) int demo$Cart$sum(int *price) {
            #line 7 "demo/Cart.java"
              return *(volatile int *)price;
            }
            int demo$Shop$render$$1(int *price) {
            #line 42 "demo/Shop.java"
              return demo$Cart$sum(price);
            }
            """;

    @TempDir
    private Path directory;
    private Symboliser symboliser;

    @BeforeEach
    void compile() throws Exception {
        Path source = Files.writeString(directory.resolve("shop.c"), SOURCE);
        gcc(source, "shop.elf", "0x400000", "small");
        gcc(source, "kernel.elf", "0xffffffff80000000", "kernel");
        symboliser = new Symboliser(directory.resolve("kernel.elf"), Map.of("web", directory.resolve("shop.elf")));
    }

    @AfterEach
    void close() {
        symboliser.close();
    }

    private List<String> afterFault(String frame) {
        symboliser.resolve("[    0.841000] aegis fault env web: write to 0x0");
        return symboliser.resolve(frame);
    }

    private void gcc(Path source, String elf, String address, String model) throws Exception {
        Process gcc = new ProcessBuilder("gcc", "-O1", "-g", "-fno-pic", "-no-pie", "-static", "-nostdlib",
                "-mcmodel=" + model, "-Wl,-Ttext=" + address, "-Wl,-e" + address, source.toString(), "-o",
                directory.resolve(elf).toString()).inheritIO().start();
        assertEquals(0, gcc.waitFor());
    }

    @Test
    void framesBecomeJava() {
        List<String> inlined = List.of("      at demo.Cart.sum(Cart.java:7)",
                "      at demo.Shop.render(Shop.java:42)");
        assertEquals(inlined, afterFault("      at 0x0000000000400000 in web"));
        assertEquals(inlined, afterFault("      at 0xffffffff80000000"));
        assertEquals(List.of("[web]       at demo.Cart.sum(Cart.java:7)",
                "[web]       at demo.Shop.render(Shop.java:42)"),
                afterFault("[web]       at 0x0000000000400000"));
    }

    @Test
    void aCallersAddressIsBehindItsCall() {
        List<String> caller = afterFault("      at 0x0000000000400000 in web");
        assertEquals(caller, symboliser.resolve("      at 0x0000000000400001 in web"));
        assertEquals(List.of("      at 0x0000000000400000 in web"),
                symboliser.resolve("      at 0x0000000000400000 in web"));
    }

    @Test
    void whatIsUnknownStays() {
        for (String line : List.of("      at 0x0000000000400000 in nobody", "      at 0x0000000000400000",
                "      at 0x0000000000900000 in web", "      at 0x0000000000000000 in web", "plain")) {
            assertEquals(List.of(line), symboliser.resolve(line));
        }
    }
}
