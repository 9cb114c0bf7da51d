/** The topic of fences. */
@NullMarked
package io.isobar.broker.fencing.kafka;

import org.jspecify.annotations.NullMarked;
