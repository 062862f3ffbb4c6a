/**
 * The command {@code exo}: its verbs, their flags, and how they end. A verb reads its flags, asks the forge for images
 * and hands them to {@code exo.cli.machine}; nothing here knows how an image is made. Data goes to standard output,
 * messages to standard error; every mistake of a user's ends in one clear line and the exit status of the conventions.
 */
package exo.cli;
