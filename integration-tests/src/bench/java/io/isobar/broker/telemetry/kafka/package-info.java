/** What a benchmark needs from inside the package of the same name. */
@NullMarked
package io.isobar.broker.telemetry.kafka;

import org.jspecify.annotations.NullMarked;
