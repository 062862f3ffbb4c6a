package exo.forge;

import exo.abi.Limits;
import exo.abi.Magic;
import exo.abi.PlanEnvironment;
import exo.abi.PlanFlag;
import exo.abi.PlanHeader;
import exo.forge.description.EnvironmentDescription;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The system description as the steward reads it: fixed-size records, in the description's order, and no text to parse. */
final class PlanWriter {
    /** Frames beside a program's memory: its level-4 table, its context, page tables, and where its exceptions are saved. */
    private static final long OVERHEAD_FRAMES = 32;

    private PlanWriter() {
    }

    /** @param programs  by environment name, the index of its program in the archive */
    static byte[] toBytes(List<EnvironmentDescription> environments, Map<String, Integer> programs) throws ForgeException {
        ByteBuffer plan = ByteBuffer.allocate(PlanHeader.BYTES + environments.size() * PlanEnvironment.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        plan.putLong(PlanHeader.MAGIC, Magic.PLAN);
        plan.putInt(PlanHeader.ENVIRONMENT_COUNT, environments.size());
        plan.putInt(PlanHeader.VERSION, Magic.PLAN_VERSION);
        for (int i = 0; i < environments.size(); i++) {
            EnvironmentDescription environment = environments.get(i);
            write(plan, PlanHeader.BYTES + i * PlanEnvironment.BYTES, environment, programs.get(environment.name()));
        }
        return plan.array();
    }

    private static void write(ByteBuffer plan, int at, EnvironmentDescription environment, int program)
            throws ForgeException {
        byte[] arguments = arguments(environment);
        byte[] label = environment.name().getBytes(StandardCharsets.US_ASCII);
        plan.put(at + PlanEnvironment.LABEL, label, 0, label.length);
        plan.putInt(at + PlanEnvironment.PROGRAM, program);
        plan.putInt(at + PlanEnvironment.FLAGS, environment.console() ? PlanFlag.CONSOLE_INPUT : 0);
        plan.putLong(at + PlanEnvironment.FRAMES_LIMIT,
                (environment.memoryBytes() + Limits.BYTES_IN_FRAME - 1) / Limits.BYTES_IN_FRAME + OVERHEAD_FRAMES);
        plan.putInt(at + PlanEnvironment.SLICES, environment.slices());
        plan.putInt(at + PlanEnvironment.ARGUMENT_BYTES, arguments.length);
        plan.put(at + PlanEnvironment.ARGUMENTS, arguments);
        plan.putInt(at + PlanEnvironment.ENVIRONMENTS, environment.environments() + 1);
        plan.putInt(at + PlanEnvironment.ACCOUNTS, environment.accounts());
    }

    private static byte[] arguments(EnvironmentDescription environment) throws ForgeException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String argument : environment.arguments()) {
            bytes.writeBytes(argument.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        if (bytes.size() > PlanEnvironment.ARGUMENTS_BYTES) {
            throw new ForgeException("env '" + environment.name() + "': its arguments take " + bytes.size()
                    + " bytes, " + PlanEnvironment.ARGUMENTS_BYTES + " is the most", 2);
        }
        return bytes.toByteArray();
    }
}
