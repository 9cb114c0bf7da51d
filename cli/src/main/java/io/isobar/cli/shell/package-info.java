/** What a run of the program gets from outside: its streams, its environment, the time, a person. */
@NullMarked
package io.isobar.cli.shell;

import org.jspecify.annotations.NullMarked;
