/** Code for the kernel as its authors write it: that the header they write against says what it says, and that the samples compile. */
package exo.tests.downloaded;
