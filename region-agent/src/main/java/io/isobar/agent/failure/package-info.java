/**
 * Why something was refused, failed or stopped: one vocabulary for the whole agent, with the same names as on the wire.
 */
@NullMarked
package io.isobar.agent.failure;

import org.jspecify.annotations.NullMarked;
