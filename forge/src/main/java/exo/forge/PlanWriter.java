package exo.forge;

import exo.abi.ClaimBounds;
import exo.abi.Limits;
import exo.abi.Magic;
import exo.abi.PlanClaim;
import exo.abi.PlanEnvironment;
import exo.abi.PlanFlag;
import exo.abi.PlanHeader;
import exo.forge.description.Claim;
import exo.forge.description.EnvironmentDescription;
import exo.forge.description.NetworkDescription;
import exo.forge.description.SystemDescription;
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
    static byte[] toBytes(SystemDescription system, Map<String, Integer> programs) throws ForgeException {
        List<EnvironmentDescription> environments = system.environments();
        int claims = environments.stream().mapToInt(environment -> environment.claims().size()).sum();
        ByteBuffer plan = ByteBuffer.allocate(PlanHeader.BYTES + environments.size() * PlanEnvironment.BYTES + claims * PlanClaim.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        plan.putLong(PlanHeader.MAGIC, Magic.PLAN);
        plan.putInt(PlanHeader.ENVIRONMENT_COUNT, environments.size());
        plan.putInt(PlanHeader.VERSION, Magic.PLAN_VERSION);
        plan.putInt(PlanHeader.CLAIM_COUNT, claims);
        int claimAt = PlanHeader.BYTES + environments.size() * PlanEnvironment.BYTES;
        for (int i = 0; i < environments.size(); i++) {
            EnvironmentDescription environment = environments.get(i);
            write(plan, PlanHeader.BYTES + i * PlanEnvironment.BYTES, environment, programs.get(environment.name()));
            for (Claim claim : environment.claims()) {
                writeClaim(plan, claimAt, i, claim, system.network());
                claimAt += PlanClaim.BYTES;
            }
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
        plan.putInt(at + PlanEnvironment.FILTERS, environment.filters());
        plan.putInt(at + PlanEnvironment.CODE_PAGES, environment.codePages());
    }

    private static void writeClaim(ByteBuffer plan, int at, int environment, Claim claim, NetworkDescription network) {
        plan.putInt(at + PlanClaim.ENVIRONMENT, environment);
        int bounds = at + PlanClaim.BOUNDS;
        plan.putInt(bounds + ClaimBounds.ETHERTYPE, claim.ethertype());
        plan.putInt(bounds + ClaimBounds.VLAN, claim.vlan());
        plan.putInt(bounds + ClaimBounds.PROTOCOL, claim.protocol());
        plan.putInt(bounds + ClaimBounds.ADDRESS_BITS, claim.addressBits());
        plan.putInt(bounds + ClaimBounds.PORT_FIRST, claim.portFirst());
        plan.putInt(bounds + ClaimBounds.PORT_LAST, claim.portLast());
        plan.put(bounds + ClaimBounds.ADDRESS, claim.addressBytes(network));
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
