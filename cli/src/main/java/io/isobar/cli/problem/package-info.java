/** What went wrong, as a user is told it: what failed, the numbers, what to do; and the exit code that goes with it. */
@NullMarked
package io.isobar.cli.problem;

import org.jspecify.annotations.NullMarked;
