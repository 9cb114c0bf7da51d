/** Tests of what the broker makes of its configuration. */
@NullMarked
package io.isobar.broker.wiring;

import org.jspecify.annotations.NullMarked;
