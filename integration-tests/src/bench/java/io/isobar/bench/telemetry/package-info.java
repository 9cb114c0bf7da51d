/** What telemetry costs on its way from Kafka to the board, and how long it takes. */
@NullMarked
package io.isobar.bench.telemetry;

import org.jspecify.annotations.NullMarked;
