package exo.abi.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What must hold of layouts and constants: a compiler of C would place the fields where the specification says. */
class LayoutsTest {
    private final Specification specification = Specification.current();

    @Test
    void fieldsAreAlignedInOrderApartAndWithin() {
        for (Layout layout : specification.layouts()) {
            int end = 0;
            for (Field field : layout.fields()) {
                String name = layout.name() + "." + field.name();
                assertTrue(field.width() == 1 || field.width() == 4 || field.width() == 8, name + " has an odd width");
                assertEquals(0, field.offset() % field.width(), name + " is not aligned");
                assertTrue(field.offset() >= end, name + " overlaps the field before, or is out of order");
                end = field.end();
            }
            assertTrue(end <= layout.bytes(), layout.name() + " is too small for its fields");
            assertEquals(0, layout.bytes() % 8, layout.name() + " would not stay aligned in an array");
            CallsTest.assertUnique(layout.fields().stream().map(Field::name).toList());
        }
    }

    @Test
    void vectorStateIsAlignedForTheInstructionThatSavesIt() {
        Field vectorState = field("Context", "vectorState");
        assertEquals(0, vectorState.offset() % 16);
        assertEquals(512, vectorState.bytes());
    }

    @Test
    void interruptFrameIsContiguous() {
        String[] pushed = {"errorCode", "rip", "cs", "rflags", "rsp", "ss"};
        for (int index = 0; index < pushed.length; index++) {
            assertEquals(128 + 8 * index, field("Context", pushed[index]).offset(), pushed[index]);
        }
    }

    @Test
    void recordsTileAFrame() {
        assertEquals(0, 4096 % layout("FrameRecord").bytes());
        assertEquals(0, 4096 % layout("EnvironmentRecord").bytes());
    }

    @Test
    void namesOfClassesAndConstantsAreUnique() {
        CallsTest.assertUnique(Stream.concat(Stream.of("Call", "Status"),
                Stream.concat(specification.constants().stream().map(ConstantGroup::name),
                        specification.layouts().stream().map(Layout::name))).toList());
        CallsTest.assertUnique(specification.constants().stream()
                .flatMap(group -> group.constants().stream().map(one -> group.prefix() + "_" + one.name())).toList());
    }

    private Field field(String layout, String name) {
        return layout(layout).fields().stream().filter(field -> field.name().equals(name)).findFirst().orElseThrow();
    }

    private Layout layout(String name) {
        return specification.layouts().stream().filter(layout -> layout.name().equals(name)).findFirst().orElseThrow();
    }
}
