/** Why something is refused, fails or waits: one vocabulary for errors, refusals by pool, and states. */
@NullMarked
package io.isobar.broker.failure;

import org.jspecify.annotations.NullMarked;
