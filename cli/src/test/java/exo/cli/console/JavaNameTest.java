package exo.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** C symbols back to Java names, and addr2line's answers to frames. */
class JavaNameTest {

    @ParameterizedTest
    @CsvSource({"exo$aegis$Boot$run,exo.aegis.Boot.run", "exo$aegis$Boot$run$$2,exo.aegis.Boot.run",
        "exo$aegis$Boot$run$$12.constprop.0,exo.aegis.Boot.run", "demo$Shop$Cart$add.isra.0,demo.Shop.Cart.add",
        "demo$Shop$_init_,demo.Shop.<init>", "demo$Shop$_init_$$1,demo.Shop.<init>",
        "demo$Shop$_clinit_,demo.Shop.<clinit>", "memcpy,memcpy", "exo.aegis.Boot.run,exo.aegis.Boot.run",
        "teavm_gc_collect.cold,teavm_gc_collect"})
    void symbols(String symbol, String name) {
        assertEquals(name, JavaName.of(symbol));
    }

    @Test
    void frames() {
        assertEquals("demo.Shop.render(Shop.java:42)", AddressToLine.frame("demo$Shop$render", "/x/demo/Shop.java:42"));
        assertEquals("demo.Shop.render(Shop.java:42)",
                AddressToLine.frame("demo$Shop$render", "demo/Shop.java:42 (discriminator 3)"));
        assertEquals("demo.Shop.render(Shop.java)", AddressToLine.frame("demo$Shop$render", "demo/Shop.java:?"));
        assertEquals("trap_entry(unknown place)", AddressToLine.frame("trap_entry", "??:0"));
        assertNull(AddressToLine.frame("??", "??:0"));
    }
}
