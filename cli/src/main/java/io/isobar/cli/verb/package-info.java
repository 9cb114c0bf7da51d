/** The verbs of the command line, one class each: what they take, what they ask the broker, what they print, how they end. */
@NullMarked
package io.isobar.cli.verb;

import org.jspecify.annotations.NullMarked;
