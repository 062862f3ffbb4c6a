/** What the structure check refuses and what the interpreter computes, against tables and arithmetic that are written apart from them. */
package exo.ebpf;
