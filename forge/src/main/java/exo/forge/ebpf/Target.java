package exo.forge.ebpf;

/** A place among steps that jumps lead to; each is one of its own. */
final class Target {
}
