package exo.abi.spec;

import java.util.ArrayList;
import java.util.List;

/** Writes one {@link Layout} down, field by field, with the offset stated and not computed: it is a promise. */
final class LayoutBuilder {
    private final String name;
    private final int bytes;
    private final String meaning;
    private final List<Field> fields = new ArrayList<>();
    private Access kernel = Access.NONE;
    private Access user = Access.NONE;
    private boolean assembler;

    private LayoutBuilder(String name, int bytes, String meaning) {
        this.name = name;
        this.bytes = bytes;
        this.meaning = meaning;
    }

    static LayoutBuilder layout(String name, int bytes, String meaning) {
        return new LayoutBuilder(name, bytes, meaning);
    }

    LayoutBuilder kernel(Access access) {
        kernel = access;
        return this;
    }

    LayoutBuilder user(Access access) {
        user = access;
        return this;
    }

    LayoutBuilder forAssembler() {
        assembler = true;
        return this;
    }

    LayoutBuilder u8(int offset, String fieldName, String fieldMeaning) {
        return field(fieldName, offset, 1, 1, fieldMeaning);
    }

    LayoutBuilder u32(int offset, String fieldName, String fieldMeaning) {
        return field(fieldName, offset, 4, 1, fieldMeaning);
    }

    LayoutBuilder u64(int offset, String fieldName, String fieldMeaning) {
        return field(fieldName, offset, 8, 1, fieldMeaning);
    }

    LayoutBuilder octets(int offset, String fieldName, int count, String fieldMeaning) {
        return field(fieldName, offset, 1, count, fieldMeaning);
    }

    private LayoutBuilder field(String fieldName, int offset, int width, int count, String fieldMeaning) {
        fields.add(new Field(fieldName, offset, width, count, fieldMeaning));
        return this;
    }

    Layout record() {
        return new Layout(name, bytes, meaning, kernel, user, assembler, fields);
    }
}
