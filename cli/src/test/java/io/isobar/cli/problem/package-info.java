/** Tests of how errors read and which exit code goes with them. */
@NullMarked
package io.isobar.cli.problem;

import org.jspecify.annotations.NullMarked;
