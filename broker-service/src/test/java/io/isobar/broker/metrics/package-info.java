/** Tests of the package of the same name. */
@NullMarked
package io.isobar.broker.metrics;

import org.jspecify.annotations.NullMarked;
