@NullMarked
package io.isobar.broker.metrics;

import org.jspecify.annotations.NullMarked;
