package exo.aegis.network;

/** Who has to know that a device is no more. */
public interface VirtioListener {
    /**
     * The device broke the rules, and is not used any more; {@link VirtioNet#mayAccessMemory} tells whether it heard of that.
     *
     * @param reason  what it did, to be told
     */
    void networkIsDead(String reason);
}
