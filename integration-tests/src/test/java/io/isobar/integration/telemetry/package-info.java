/** What every way of telemetry from an agent to the broker must do. */
@NullMarked
package io.isobar.integration.telemetry;

import org.jspecify.annotations.NullMarked;
