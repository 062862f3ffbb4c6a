/** What parses, under inputs that a fuzzer finds: the corpus in every run of the tests, more by {@code exo fuzz}. */
package exo.tests.fuzz;
