/**
 * What the region tells of itself in figures, and where it goes.
 */
@NullMarked
package io.isobar.agent.telemetry;

import org.jspecify.annotations.NullMarked;
