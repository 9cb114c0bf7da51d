/**
 * The port to a resource manager: discover, launch, stop, adopt after a restart, read output, measure.
 */
@NullMarked
package io.isobar.agent.driver;

import org.jspecify.annotations.NullMarked;
