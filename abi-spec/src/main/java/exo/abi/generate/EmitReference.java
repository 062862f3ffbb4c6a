package exo.abi.generate;

import exo.abi.spec.Argument;
import exo.abi.spec.Call;
import exo.abi.spec.Constant;
import exo.abi.spec.ConstantGroup;
import exo.abi.spec.Failure;
import exo.abi.spec.Family;
import exo.abi.spec.Field;
import exo.abi.spec.Layout;
import exo.abi.spec.Protocols;
import exo.abi.spec.Specification;
import exo.abi.spec.Status;
import exo.abi.spec.Words;
import java.util.List;
import java.util.stream.Collectors;

/** The reference for people, {@code docs/ABI.md}. */
final class EmitReference {
    static final String PATH = "docs/ABI.md";

    private static final String OPENING = """
            # The ABI of Aegis

            Written by `exo.abi.generate` from `exo.abi.spec`; change it there, then run `%s`.

            ## Convention

            A call is the `syscall` instruction of x86-64.

            | register | on entry | on return |
            |---|---|---|
            | rax | number of the call | result |
            | rdi, rsi, rdx, r10, r8 | arguments, in this order | kept |
            | rcx, r11 | not looked at | destroyed |
            | all others, vector state, rflags | not looked at | kept |

            Rules:

            - The result is 64 bits, signed. What is not negative is the value; what is negative is minus the number of a status.
            - A call gives only the statuses that are listed for it, and `NO_SUCH_CALL` comes from no call that exists.
            - A call that was refused has changed nothing.
            - When several conditions hold, any of their statuses may be the one given.
            - Every argument is 64 bits and is looked at in full. Registers beyond a call's arguments are not looked at.
            - Memory that a call names is reached through the caller's own bindings; where they lack the right needed that is
              `BAD_ADDRESS`, and never an exception.
            - Transfers pass registers on, and are the exception to the table: see [there](#transfers-calls).
            - A number is never reused. Families have ranges, with gaps for calls to come.
            - A name of an environment is generation (from bit 16) and index (bits 0 to 15) in one word; a name whose environment is
              gone stays wrong for ever.
            """;

    /** How the term of a call begins for which the papers have none. */
    private static final String OURS = "ours: ";

    private EmitReference() {
    }

    static List<GeneratedFile> files(Specification specification) {
        SourceText text = new SourceText();
        OPENING.formatted(Generate.REWRITE).lines().forEach(text::line);
        overview(text.blank(), specification);
        for (Family family : specification.families()) {
            text.blank().line("## " + family.title() + " calls").blank().line(family.meaning());
            prose(text, Protocols.of(family));
            specification.callsOf(family).forEach(call -> call(text.blank(), call));
        }
        statuses(text.blank(), specification);
        text.blank().line("## Constants");
        specification.constants().forEach(group -> constants(text.blank(), group));
        text.blank().line("## Layouts").blank();
        text.line("All fields are unsigned and little-endian. What no field covers is zero, and kept for fields to "
                + "come.");
        prose(text, Protocols.ofBooks());
        specification.layouts().forEach(layout -> layout(text.blank(), layout));
        return List.of(new GeneratedFile(PATH, text.toString()));
    }

    private static void prose(SourceText text, String paragraphs) {
        if (!paragraphs.isEmpty()) {
            text.blank();
            paragraphs.lines().forEach(text::line);
        }
    }

    private static void overview(SourceText text, Specification specification) {
        text.line("## Calls").blank().line("| number | call | arguments |").line("|---|---|---|");
        for (Call call : specification.calls()) {
            text.line("| `" + Sentences.number(call) + "` | [`" + call.name() + "`](#" + anchor(call) + ") | "
                    + names(call) + " |");
        }
    }

    private static void call(SourceText text, Call call) {
        text.line("### " + title(call)).blank();
        text.line(call.meaning()).blank();
        text.line(call.paper().startsWith(OURS) ? "- Not in the papers: " + call.paper().substring(OURS.length()) + "."
                : "- In the papers: " + call.paper() + ".");
        text.line("- Who may: " + call.rights() + ".");
        text.line("- Result: " + call.result() + ".");
        if (!call.javaName().equals(Words.camel(call.name()))) {
            text.line("- In Java: `" + call.javaName() + "`.");
        }
        if (call.failures().isEmpty()) {
            text.line("- Never refused.");
        }
        if (!call.arguments().isEmpty()) {
            text.blank().line("| argument | kind | |").line("|---|---|---|");
            for (Argument argument : call.arguments()) {
                text.line("| `" + argument.name() + "` | " + argument.kind().meaning() + " | " + argument.meaning() + " |");
            }
        }
        if (!call.failures().isEmpty()) {
            text.blank().line("| refused with | when |").line("|---|---|");
            for (Failure failure : call.failures()) {
                text.line("| `" + failure.status().name() + "` | " + failure.condition() + " |");
            }
        }
    }

    private static void statuses(SourceText text, Specification specification) {
        text.line("## Statuses").blank().line("| result | status | |").line("|---|---|---|");
        for (Status status : specification.statuses()) {
            text.line("| -" + status.number() + " | `" + status.name() + "` | " + status.meaning() + " |");
        }
    }

    private static void constants(SourceText text, ConstantGroup group) {
        text.line("### " + group.name()).blank().line(group.meaning()).blank();
        text.line("| constant | value | |").line("|---|---|---|");
        for (Constant constant : group.constants()) {
            text.line("| `" + constant.name() + "` | " + Sentences.plain(constant) + " | " + constant.meaning() + " |");
        }
    }

    private static void layout(SourceText text, Layout layout) {
        text.line("### " + layout.name()).blank().line(layout.meaning()).blank();
        text.line(layout.bytes() + " bytes. " + access("The kernel", layout.kernel().reads(), layout.kernel().writes()) + "; "
                + access("environments", layout.user().reads(), layout.user().writes()) + ".").blank();
        text.line("| offset | bytes | field | |").line("|---|---|---|---|");
        for (Field field : layout.fields()) {
            text.line("| " + field.offset() + " | " + field.bytes() + " | `" + field.name() + "` | " + field.meaning() + " |");
        }
    }

    private static String access(String who, boolean reads, boolean writes) {
        boolean many = who.endsWith("s");
        if (writes) {
            return who + (many ? " read and write it" : " reads and writes it");
        }
        if (reads) {
            return who + (many ? " read it" : " reads it");
        }
        return who + (many ? " do not touch it" : " does not touch it");
    }

    private static String title(Call call) {
        return Sentences.number(call) + " " + call.name() + "(" + names(call) + ")";
    }

    /** The anchor that a renderer makes of the title: lower case, punctuation gone, spaces to hyphens. */
    private static String anchor(Call call) {
        return title(call).replaceAll("[(),]", "").replace(' ', '-');
    }

    private static String names(Call call) {
        return call.arguments().stream().map(Argument::name).collect(Collectors.joining(", "));
    }
}
