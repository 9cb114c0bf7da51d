/** The link between a real broker's leader and a real agent's loop, in one process, with clocks that are not one. */
@NullMarked
package io.isobar.integration.session;

import org.jspecify.annotations.NullMarked;
