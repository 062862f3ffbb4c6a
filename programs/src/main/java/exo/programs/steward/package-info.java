/** The first program: loads all others by the plan, waits for them, and turns the machine off. */
package exo.programs.steward;
