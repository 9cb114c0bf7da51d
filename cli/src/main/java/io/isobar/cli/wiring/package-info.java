/** Where the program starts, and the only place that knows the real streams, clock and terminal. */
@NullMarked
package io.isobar.cli.wiring;

import org.jspecify.annotations.NullMarked;
